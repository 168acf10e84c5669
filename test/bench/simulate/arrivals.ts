import type { Kind } from './figures.ts'

/** When people do something, in seconds since the beginning. */
export interface Arrivals {
  readonly kind: Kind
  readonly at: Float64Array
}

/** Numbers between 0 and 1 that are the same in every run (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A morning: so many people, around a moment, most of them within `spread` seconds of it (a normal distribution, Box and Muller). */
export const bell = (
  kind: Kind,
  { people, around, spread }: { readonly people: number; readonly around: number; readonly spread: number },
  random: () => number,
): Arrivals => ({
  kind,
  at: Float64Array.from({ length: people }, () =>
    Math.max(0, around + spread * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())),
  ).sort(),
})

/** All day the same: so many a second for so many seconds, each by chance. */
export const steady = (
  kind: Kind,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
  random: () => number,
): Arrivals => ({
  kind,
  at: Float64Array.from({ length: Math.round(rate * seconds) }, () => random() * seconds).sort(),
})

/** The busiest ten seconds: how many came in a second of them. */
export const peak = (arrivals: readonly Arrivals[]): number => {
  const buckets = new Map<number, number>()
  for (const { at } of arrivals)
    for (const moment of at) {
      const bucket = Math.floor(moment / 10)
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1)
    }
  return Math.max(0, ...buckets.values()) / 10
}
