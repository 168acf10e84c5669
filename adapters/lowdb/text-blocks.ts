import { TrigramFilter } from './trigram-filter.ts'

interface Block {
  readonly ids: Set<string>
  /** Made when somebody searches; absent after a change. */
  text: BlockText | undefined
}

/** The words of all rows of a block, each before a line break. */
interface BlockText {
  readonly all: string
  readonly ids: readonly string[]
  /** Where the words of each row end. */
  readonly ends: Uint32Array
  readonly filter: TrigramFilter
}

const rowsPerBlock = 256

/** Words that more rows than this hold are found soon enough by walking in order. */
const gathered = 1000

/**
 * Finds rows by a part of their words. Rows lie in blocks with one text each: looking through a hundred thousand rows is looking
 * through the few of some hundred texts that a filter does not rule out, and memory grows by little more than the words.
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

  /** The ids of the rows whose words hold `text`, in no order, and maybe some more; `undefined` when they are too many to gather. */
  find(text: string): readonly string[] | undefined {
    if (this.#found?.text !== text) this.#found = { text, ids: this.#search(text) }
    return this.#found.ids
  }

  #search(text: string): string[] | undefined {
    const found: string[] = []
    const bits = TrigramFilter.bitsOf(text)
    for (const block of this.#blocks) {
      block.text ??= this.#textOf(block)
      if (!block.text.filter.mayHold(bits)) continue
      gather(block.text, text, found)
      if (found.length > gathered) return undefined
    }
    return found
  }

  #textOf(block: Block): BlockText {
    const ids = [...block.ids]
    const words = ids.map(this.#words)
    const ends = new Uint32Array(ids.length)
    let end = 0
    for (const [index, of] of words.entries()) {
      end += of.length + 1
      ends[index] = end
    }
    const all = words.join('\n')
    return { all, ids, ends, filter: new TrigramFilter(all) }
  }
}

/** Adds the rows in whose words the text begins; what reaches from one row into the next is judged by whoever asks. */
const gather = ({ all, ids, ends }: BlockText, text: string, found: string[]): void => {
  let row = 0
  for (let at = all.indexOf(text); at >= 0; at = all.indexOf(text, ends[row])) {
    while ((ends[row] as number) <= at) row++
    found.push(ids[row] as string)
  }
}
