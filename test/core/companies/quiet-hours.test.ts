import { describe, expect, it } from 'vitest'
import { nextDigest } from '../../../src/companies/digest-time.ts'
import { afterQuietHours } from '../../../src/companies/quiet-hours.ts'

const night = { quietFrom: '18:00', quietTo: '08:30' }
const lunch = { quietFrom: '12:00', quietTo: '13:00' }

describe('quiet hours', () => {
  it.each([
    ['without any', {}, '2026-03-02T22:00:00.000Z', '2026-03-02T22:00:00.000Z'],
    ['by day', night, '2026-03-02T07:30:00.000Z', '2026-03-02T07:30:00.000Z'],
    ['in the evening', night, '2026-03-02T17:00:00.000Z', '2026-03-03T07:30:00.000Z'],
    ['at night', night, '2026-03-02T03:00:00.000Z', '2026-03-02T07:30:00.000Z'],
    ['at noon', lunch, '2026-03-02T11:59:59.000Z', '2026-03-02T12:00:00.000Z'],
    ['on a Saturday', { quietWeekends: true }, '2026-03-07T12:00:00.000Z', '2026-03-08T23:00:00.000Z'],
    ['on Friday night', { ...night, quietWeekends: true }, '2026-03-06T20:00:00.000Z', '2026-03-09T07:30:00.000Z'],
    ['when summer time begins', night, '2026-03-28T20:00:00.000Z', '2026-03-29T06:30:00.000Z'],
    ['when winter time begins', night, '2026-10-24T20:00:00.000Z', '2026-10-25T07:30:00.000Z'],
    [
      'that begin at midnight',
      { quietFrom: '00:00', quietTo: '06:00' },
      '2026-03-02T23:00:00.000Z',
      '2026-03-03T05:00:00.000Z',
    ],
  ])('%s', (_when, settings, now, until) => {
    expect(afterQuietHours(settings, now)).toBe(until)
  })
})

describe('a digest', () => {
  it.each([
    ['2026-03-02T06:59:00.000Z', '2026-03-02T07:00:00.000Z'],
    ['2026-03-02T07:00:00.000Z', '2026-03-03T07:00:00.000Z'],
    ['2026-03-28T12:00:00.000Z', '2026-03-29T06:00:00.000Z'],
  ])('after %s is due at %s', (now, due) => {
    expect(nextDigest(now)).toBe(due)
  })
})
