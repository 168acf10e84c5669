import type { Instant } from '../../kernel/instant.ts'
import { endsTheDay, localTimes } from '../dates.ts'

const local = localTimes('nl-NL')

export const day = (at: Instant): string => local(at).day

export const moment = (at: Instant): string => {
  const { day, hour, minute } = local(at)
  return `${day} om ${hour}.${minute} uur`
}

export const until = (at: Instant): string => (endsTheDay(local(at)) ? `tot en met ${day(at)}` : `tot ${moment(at)}`)
