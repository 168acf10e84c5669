import { clockTime, type Instant, momentOf, nextDay } from '../kernel/instant.ts'

/** Before most people's first meeting. */
const time = '08:00'

/** The first moment after `now` at which a digest is due. */
export const nextDigest = (now: Instant): Instant => {
  const local = clockTime(now)
  return momentOf({ day: local.time < time ? local.day : nextDay(local.day), time })
}
