interface Block {
  readonly ids: Set<string>
  /** The words of all its rows, one after the other; absent after a change. */
  text: string | undefined
}

const rowsPerBlock = 256

/** Words that more rows than this hold are found soon enough by walking in order. */
const gathered = 1000

/**
 * Finds rows by a part of their words. Rows lie in blocks with one text each: looking through a hundred thousand rows is looking
 * through some hundred texts, and memory grows by little more than the words.
 */
export class TextBlocks {
  readonly #words: (id: string) => string
  readonly #blocks = new Set<Block>()
  readonly #blockOf = new Map<string, Block>()
  #last: Block | undefined
  /** One search asks several times. */
  #found: { readonly text: string; readonly ids: string[] | undefined } | undefined

  /** `words` gives the words of a row as it is now. */
  constructor(words: (id: string) => string) {
    this.#words = words
  }

  add(id: string): void {
    if (!this.#last || this.#last.ids.size >= rowsPerBlock) {
      this.#last = { ids: new Set(), text: undefined }
      this.#blocks.add(this.#last)
    }
    this.#last.ids.add(id)
    this.#touch(this.#last)
    this.#blockOf.set(id, this.#last)
  }

  change(id: string): void {
    const block = this.#blockOf.get(id)
    if (block) this.#touch(block)
  }

  remove(id: string): void {
    const block = this.#blockOf.get(id)
    if (!block) return
    block.ids.delete(id)
    this.#touch(block)
    this.#blockOf.delete(id)
    if (block.ids.size > 0) return
    this.#blocks.delete(block)
    if (block === this.#last) this.#last = undefined
  }

  #touch(block: Block): void {
    block.text = undefined
    this.#found = undefined
  }

  /** The ids of the rows whose words hold `text`, in no order; `undefined` when they are too many to gather. */
  find(text: string): readonly string[] | undefined {
    if (this.#found?.text !== text) this.#found = { text, ids: this.#search(text) }
    return this.#found.ids
  }

  #search(text: string): string[] | undefined {
    const found: string[] = []
    for (const block of this.#blocks) {
      block.text ??= [...block.ids].map(this.#words).join('\n')
      if (!block.text.includes(text)) continue
      for (const id of block.ids) if (this.#words(id).includes(text)) found.push(id)
      if (found.length > gathered) return undefined
    }
    return found
  }
}
