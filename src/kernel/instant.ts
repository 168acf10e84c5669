/** A moment in UTC with milliseconds, ISO 8601 (`2026-03-01T09:30:00.000Z`). As text it sorts, and both stores keep it as it is. */
export type Instant = string

const unit = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const

/** The moment that lies the given milliseconds, minutes, hours and days after `at`; negative numbers go back. */
export const later = (at: Instant, by: { [U in 'milliseconds' | keyof typeof unit]?: number }): Instant => {
  const { milliseconds = 0, minutes = 0, hours = 0, days = 0 } = by
  const much = milliseconds + minutes * unit.minutes + hours * unit.hours + days * unit.days
  return new Date(Date.parse(at) + much).toISOString()
}

/** One calendar month later; the last day of the month when that month is shorter (31 January gives 28 February). */
export const monthLater = (at: Instant): Instant => {
  const date = new Date(at)
  const day = date.getUTCDate()
  date.setUTCMonth(date.getUTCMonth() + 1)
  if (date.getUTCDate() !== day) date.setUTCDate(0)
  return date.toISOString()
}

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' })

/** A calendar day (`2026-03-01`) and what clocks show (`09:30`) in the Netherlands, where the product's days begin and end. */
export interface ClockTime {
  readonly day: string
  readonly time: string
}

export const clockTime = (at: Instant): ClockTime => {
  const [day = '', time = ''] = clock.format(new Date(at)).split(' ')
  return { day, time }
}

/** The moment at which clocks show this; of the two in the night that winter time begins, the first. */
export const momentOf = ({ day, time }: ClockTime, seconds = '00.000'): Instant => {
  const summer = new Date(`${day}T${time}:${seconds}+02:00`)
  const winter = new Date(`${day}T${time}:${seconds}+01:00`)
  return (clock.format(summer) === `${day} ${time}` ? summer : winter).toISOString()
}

/** The last moment of a calendar day. */
export const endOfDay = (day: string): Instant => momentOf({ day, time: '23:59' }, '59.999')

/** The calendar day after this one. */
export const nextDay = (day: string): string => later(`${day}T12:00:00.000Z`, { days: 1 }).slice(0, 10)
