/** What one bench measures, and what it is measured against in the same run. */
export interface Measured {
  /** Ours and the other's, in `unit`. */
  readonly ours: number
  readonly against: number
  readonly unit: string
  /** Ours over the other's. */
  readonly ratio: number
  /** The ratio that is to be reached: at least, or at most. */
  readonly reach: { readonly least: number } | { readonly most: number }
}

export interface Bench {
  readonly name: string
  readonly against: string
  /** A bench may measure several things at once; each has a name. */
  run(): Promise<readonly (Measured & { readonly what: string })[]>
}

/** Compares two figures. */
export const compared = (
  what: string,
  unit: string,
  [ours, against]: readonly [number, number],
  reach: Measured['reach'],
): Measured & { readonly what: string } => ({ what, unit, ours, against, ratio: ours / against, reach })

export const isReached = ({ ratio, reach }: Measured): boolean =>
  'least' in reach ? ratio >= reach.least : ratio <= reach.most

export interface Load {
  /** Finished a second. */
  readonly rate: number
  /** Milliseconds, of the median and of the slowest hundredth. */
  readonly p50: number
  readonly p99: number
}

/** Does one thing over and over, `atOnce` at a time, for so many seconds after a warm-up; throws what it throws. */
export const load = async (
  one: (index: number) => Promise<unknown>,
  { atOnce = 64, seconds = 4, warmUp = 2 } = {},
): Promise<Load> => {
  const took: number[] = []
  const begin = performance.now() + warmUp * 1000
  const end = begin + seconds * 1000
  let index = 0
  const worker = async () => {
    for (;;) {
      const started = performance.now()
      if (started >= end) return
      await one(index++)
      const done = performance.now()
      if (started >= begin && done <= end) took.push(done - started)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  took.sort((a, b) => a - b)
  const at = (part: number) => took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? Number.NaN
  return { rate: took.length / seconds, p50: at(0.5), p99: at(0.99) }
}

/** Milliseconds that each of two things takes, done in turn: the medians of so many goes, after others that warm up. */
export const medians = async (
  [one, other]: readonly [() => Promise<unknown>, () => Promise<unknown>],
  { warmUp, measured }: { readonly warmUp: number; readonly measured: number },
): Promise<[number, number]> => {
  const took: [number[], number[]] = [[], []]
  for (let go = -warmUp; go < measured; go++)
    for (const [index, run] of [one, other].entries()) {
      const started = performance.now()
      await run()
      if (go >= 0) took[index]?.push(performance.now() - started)
    }
  const middle = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(measured / 2)] ?? Number.NaN
  return [middle(took[0]), middle(took[1])]
}

/** Milliseconds that something takes, the median of several goes. */
export const median = async (one: () => Promise<unknown>, goes = 15): Promise<number> => {
  const took: number[] = []
  for (let go = 0; go < goes; go++) {
    const started = performance.now()
    await one()
    took.push(performance.now() - started)
  }
  return took.sort((a, b) => a - b)[Math.floor(goes / 2)] ?? Number.NaN
}
