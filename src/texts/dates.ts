import type { Instant } from '../kernel/instant.ts'

export interface LocalTime {
  /** `1 maart 2026`, `1 March 2026`. */
  readonly day: string
  /** Two digits each, the day runs from 00 to 23. */
  readonly hour: string
  readonly minute: string
}

/** Reads moments as the clock in the Netherlands shows them, with the names of months in the language of `locale`. */
export const localTimes = (locale: 'nl-NL' | 'en-GB'): ((at: Instant) => LocalTime) => {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: 'Europe/Amsterdam',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (at) => {
    const parts = format.formatToParts(new Date(at))
    const part = (type: 'day' | 'month' | 'year' | 'hour' | 'minute') =>
      parts.find((one) => one.type === type)?.value ?? ''
    return {
      day: `${part('day')} ${part('month')} ${part('year')}`,
      hour: part('hour'),
      minute: part('minute'),
    }
  }
}

/** Whether a moment is the last minute of a day: an end that was given as a day counts until its end. */
export const endsTheDay = ({ hour, minute }: LocalTime): boolean => hour === '23' && minute === '59'
