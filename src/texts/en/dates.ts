import type { Instant } from '../../kernel/instant.ts'
import { endsTheDay, localTimes } from '../dates.ts'

const local = localTimes('en-GB')

export const day = (at: Instant): string => local(at).day

export const moment = (at: Instant): string => {
  const { day, hour, minute } = local(at)
  return `${day} at ${hour}:${minute}`
}

export const until = (at: Instant): string =>
  endsTheDay(local(at)) ? `until the end of ${day(at)}` : `until ${moment(at)}`
