/** How long Slack may deliver the same once more: its third and last retry comes after some six minutes. */
const rememberMs = 10 * 60_000

/** The deliveries of Slack that this process is or was at work on. */
export interface Deliveries {
  /**
   * Runs `work`, unless the delivery of this key came in before: then gives what came or comes of that. It spares people a second
   * answer; that nothing happens twice is up to the use cases, since another process knows nothing of this one's deliveries.
   */
  once<R>(key: string, work: () => Promise<R>): Promise<R>
  /** Resolves when no work is under way any more. */
  settled(): Promise<void>
}

export const openDeliveries = (): Deliveries => {
  const known = new Map<string, Promise<unknown>>()
  const underway = new Set<Promise<unknown>>()
  return {
    once<R>(key: string, work: () => Promise<R>) {
      const earlier = known.get(key)
      if (earlier !== undefined) return earlier as Promise<R>
      const result = work()
      known.set(key, result)
      underway.add(result)
      setTimeout(() => known.delete(key), rememberMs).unref()
      void result.catch(() => known.delete(key)).finally(() => underway.delete(result))
      return result
    },
    async settled() {
      while (underway.size > 0) await Promise.allSettled(underway)
    },
  }
}
