import type { Histogram } from 'prom-client'

/**
 * Observes how long `work` takes, with its `result`: what it answered when that is a word, `ok` when it is anything else, `failed` when it
 * threw, or what `fault` calls it.
 */
export const timed = async <L extends string, R>(
  histogram: Histogram<L | 'result'>,
  labels: { readonly [N in L]?: string },
  work: () => Promise<R>,
  fault: (error: unknown) => string = () => 'failed',
): Promise<R> => {
  const stop = histogram.startTimer()
  const observe = (result: string) => void stop({ ...labels, result } as Parameters<typeof stop>[0])
  try {
    const result = await work()
    observe(typeof result === 'string' ? result : 'ok')
    return result
  } catch (error) {
    observe(fault(error))
    throw error
  }
}
