const bits = 2 ** 15

/**
 * Says of a text, mostly rightly, that it does not hold another: a Bloom filter with one hash of every three characters in a row. It
 * may think that a text holds what it does not, never the other way about. Takes 4 KB.
 */
export class TrigramFilter {
  readonly #set = new Uint32Array(bits / 32)

  constructor(text: string) {
    for (let at = 0; at + 3 <= text.length; at++) {
      const bit = bitAt(text, at)
      this.#set[bit >>> 5] = (this.#set[bit >>> 5] as number) | (1 << (bit & 31))
    }
  }

  /** What to ask with whether texts may hold this one; nothing when it is shorter than three characters. */
  static bitsOf(text: string): readonly number[] {
    return Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => bitAt(text, at))
  }

  mayHold(asked: readonly number[]): boolean {
    return asked.every((bit) => ((this.#set[bit >>> 5] as number) & (1 << (bit & 31))) !== 0)
  }
}

/** Of the three UTF-16 units there; multipliers as in Knuth's multiplicative hashing. */
const bitAt = (text: string, at: number): number => {
  const hash =
    Math.imul(text.charCodeAt(at), 0x9e3779b1) ^
    Math.imul(text.charCodeAt(at + 1), 0x85ebca6b) ^
    Math.imul(text.charCodeAt(at + 2), 0xc2b2ae35)
  return hash >>> 17
}
