/** Wakes those who wait whenever something happened; nobody polls. */
export const openChanges = () => {
  const waiting = new Set<() => void>()
  return {
    changed: (): void => {
      for (const look of [...waiting]) look()
    },
    /**
     * Looks now and after every change; answers the first result that is neither undefined, null nor false.
     * Rejects after the time is over, with what the predicate last said.
     */
    waitFor: <T>(predicate: () => T | undefined | null | false, timeoutMs = 5000): Promise<T> =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(timer)
          waiting.delete(look)
          settle()
        }
        const look = () => {
          try {
            const found = predicate()
            if (found !== undefined && found !== null && found !== false) end(() => resolve(found))
          } catch (error) {
            end(() => reject(error instanceof Error ? error : new Error(String(error))))
          }
        }
        const timer = setTimeout(
          () => end(() => reject(new Error(`nothing fitted within ${timeoutMs} ms: ${String(predicate)}`))),
          timeoutMs,
        )
        waiting.add(look)
        look()
      }),
  }
}
