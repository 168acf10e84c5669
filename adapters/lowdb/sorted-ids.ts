interface Chunk {
  readonly values: string[]
  readonly ids: string[]
}

const most = 512

/**
 * Ids in the order of (value, id), in chunks, so that adding or removing one moves few others however many there are.
 * Values and ids are compared by UTF-16 code units.
 */
export class SortedIds {
  readonly #chunks: Chunk[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  add(value: string, id: string): void {
    this.#size++
    const last = this.#chunks.at(-1)
    if (!last || precedes(last, last.ids.length - 1, value, id)) {
      // Past the last entry, where most rows arrive: a full chunk stays full and a new one begins.
      if (last && last.ids.length < most) {
        last.values.push(value)
        last.ids.push(id)
      } else this.#chunks.push({ values: [value], ids: [id] })
      return
    }
    const [at, index] = this.#locate(value, id)
    const chunk = this.#chunks[at] as Chunk
    chunk.values.splice(index, 0, value)
    chunk.ids.splice(index, 0, id)
    if (chunk.ids.length > most) {
      const half = chunk.ids.length >> 1
      this.#chunks.splice(at + 1, 0, { values: chunk.values.splice(half), ids: chunk.ids.splice(half) })
    }
  }

  remove(value: string, id: string): void {
    const [at, index] = this.#locate(value, id)
    const chunk = this.#chunks[at]
    if (chunk?.ids[index] !== id || chunk.values[index] !== value) return
    this.#size--
    chunk.values.splice(index, 1)
    chunk.ids.splice(index, 1)
    if (chunk.ids.length === 0) this.#chunks.splice(at, 1)
  }

  /** Ids from (value, id) on, that place included, in order. */
  *from(value: string, id: string): Generator<string> {
    const [at, index] = this.#locate(value, id)
    for (let c = at, i = index; c < this.#chunks.length; c++, i = 0) {
      const { ids } = this.#chunks[c] as Chunk
      for (; i < ids.length; i++) yield ids[i] as string
    }
  }

  /** Ids before (value, id), nearest first; without a place, all from the last to the first. */
  *before(value?: string, id = ''): Generator<string> {
    const [at, index] = value === undefined ? [this.#chunks.length, 0] : this.#locate(value, id)
    for (let c = at, i = index - 1; c >= 0; c--, i = (this.#chunks[c]?.ids.length ?? 0) - 1)
      for (; i >= 0; i--) yield this.#chunks[c]?.ids[i] as string
  }

  /** How many ids have a value in `[from, before)`. */
  count(from: string | undefined, before: string | undefined): number {
    return Math.max(0, this.#rank(before, this.#size) - this.#rank(from, 0))
  }

  #rank(value: string | undefined, otherwise: number): number {
    if (value === undefined) return otherwise
    const [at, index] = this.#locate(value, '')
    return this.#chunks.slice(0, at).reduce((sum, chunk) => sum + chunk.ids.length, 0) + index
  }

  /** Chunk and index of the first entry that does not come before (value, id). */
  #locate(value: string, id: string): [chunk: number, index: number] {
    const at = lowest(this.#chunks.length, (c) => {
      const chunk = this.#chunks[c] as Chunk
      return precedes(chunk, chunk.ids.length - 1, value, id)
    })
    const chunk = this.#chunks[at]
    return [at, chunk ? lowest(chunk.ids.length, (index) => precedes(chunk, index, value, id)) : 0]
  }
}

const precedes = ({ values, ids }: Chunk, index: number, value: string, id: string): boolean => {
  const held = values[index] as string
  return held < value || (held === value && (ids[index] as string) < id)
}

/** The first of `0 … count - 1` for which `tooLow` does not hold, or `count`. */
const lowest = (count: number, tooLow: (index: number) => boolean): number => {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (tooLow(middle)) low = middle + 1
    else high = middle
  }
  return low
}
