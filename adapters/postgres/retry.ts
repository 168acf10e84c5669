import { setTimeout as sleep } from 'node:timers/promises'

/** PostgreSQL's codes (Appendix A of its manual) for "somebody else was in the way; do it all again". */
const inTheWay = new Set(['40001', '40P01'])

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

export const isInTheWay = (error: unknown): boolean => inTheWay.has(codeOf(error) ?? '')

const attempts = 40
const longestWait = 400

/**
 * Runs `work` until nothing stands in its way, waiting a little longer each time, and by chance, so that those who collide do
 * not collide again. Throws what it threw last when it never got through.
 */
export const retrying = async <R>(work: () => Promise<R>, isWorthIt: (error: unknown) => boolean): Promise<R> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts || !isWorthIt(error)) throw error
      await sleep(Math.random() * Math.min(longestWait, 4 * 2 ** attempt))
    }
  }
}
