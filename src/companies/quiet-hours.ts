import { type ClockTime, clockTime, type Instant, momentOf, nextDay } from '../kernel/instant.ts'
import type { CompanySettings } from './company.ts'

type QuietHours = Pick<CompanySettings, 'quietFrom' | 'quietTo' | 'quietWeekends'>

/** When somebody of this company may be told something that can wait: now, or when the quiet hours end. */
export const afterQuietHours = (settings: QuietHours, now: Instant): Instant => {
  let local = clockTime(now)
  if (!isQuiet(settings, local)) return now
  // A night, a weekend and the night after it at most.
  while (isQuiet(settings, local)) local = nextEnd(settings, local)
  return momentOf(local)
}

const isQuiet = (settings: QuietHours, local: ClockTime): boolean =>
  isQuietDay(settings, local) || isQuietTime(settings, local)

const isQuietDay = ({ quietWeekends }: QuietHours, { day }: ClockTime): boolean => {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
  return quietWeekends === true && (weekday === 0 || weekday === 6)
}

const isQuietTime = ({ quietFrom, quietTo }: QuietHours, { time }: ClockTime): boolean => {
  if (!quietFrom || !quietTo) return false
  return quietFrom < quietTo ? time >= quietFrom && time < quietTo : time >= quietFrom || time < quietTo
}

const nextEnd = (settings: QuietHours, local: ClockTime): ClockTime => {
  const { quietTo = '00:00' } = settings
  if (isQuietDay(settings, local) || local.time >= quietTo)
    return { day: nextDay(local.day), time: isQuietDay(settings, local) ? '00:00' : quietTo }
  return { day: local.day, time: quietTo }
}
