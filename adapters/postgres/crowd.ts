/**
 * Lets in as many at once as do not get in each other's way: one fewer each time some did, one more after a while in which none
 * did. Transactions that collide are run again, so that more of them at once can be slower than one after the other.
 */
export class Crowd {
  readonly #most: number
  #limit: number
  #inside = 0
  #calm = 0
  readonly #waiting: (() => void)[] = []

  constructor(most: number) {
    this.#most = most
    this.#limit = most
  }

  async run<R>(work: () => Promise<R>, collided: (error: unknown) => boolean): Promise<R> {
    if (this.#inside >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#inside++
    try {
      const result = await work()
      this.#calm++
      if (this.#calm > 4 * this.#limit && this.#limit < this.#most) {
        this.#limit++
        this.#calm = 0
      }
      return result
    } catch (error) {
      if (collided(error)) {
        this.#limit = Math.max(1, this.#limit - 1)
        this.#calm = 0
      }
      throw error
    } finally {
      this.#leave()
    }
  }

  /** A place that comes free goes to whoever waits longest, unless there are too many inside already. */
  #leave(): void {
    this.#inside--
    while (this.#inside < this.#limit) {
      const next = this.#waiting.shift()
      if (!next) return
      this.#inside++
      next()
    }
  }
}
