import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Grant, hasAccess } from '../../../src/licences/access.ts'
import { type Licence, standardKey } from '../../../src/licences/licence.ts'
import { userStatuses } from '../../../src/users/user.ts'
import { grant, licence, user } from '../../conformance/rows.ts'

const moments = fc.integer({ min: 1, max: 9 }).map((hour) => `2026-03-01T0${hour}:00:00.000Z`)
const ids = (letter: string) => fc.constantFrom(`${letter}1`, `${letter}2`)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

const users = fc
  .record({ id: ids('u'), companyId: ids('c'), status: fc.constantFrom(...userStatuses) })
  .map((over) => user(over))
const licences = fc
  .record({ id: ids('l'), companyId: ids('c'), companyWide: fc.boolean(), expiresAt: maybe(moments) })
  .map((over): Licence => licence(over))
const grants = fc.array(
  fc
    .record({ userId: ids('u'), licenceId: ids('l'), until: maybe(moments), endedAt: maybe(moments) })
    .map((over): Grant => grant(over)),
  { maxLength: 5 },
)

it('access is: registered, in the company of a licence that runs, which is company-wide or granted', () =>
  fc.assert(
    fc.property(users, licences, grants, moments, (who, what, given, now) => {
      const granted = given.filter(
        (one) => one.userId === who.id && one.licenceId === what.id && !one.endedAt && (!one.until || one.until > now),
      )
      const plain =
        who.status === 'registered' &&
        who.companyId === what.companyId &&
        (!what.expiresAt || what.expiresAt > now) &&
        (what.companyWide || granted.length > 0)
      const access = hasAccess(who, what, given, now)
      expect(access.allowed).toBe(plain)
      if (access.allowed && access.because === 'grant')
        expect(granted.map(({ until }) => until)).toContain(access.until)
    }),
    { numRuns: 2000 },
  ))

it('standards are the same in any case and with any white space, and only then', () =>
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'NEn1052-:/+ \t'), minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(12), { maxLength: 4 }),
      (number, spaces) => {
        const spread = spaces.reduce((text, at) => `${text.slice(0, at)} ${text.slice(at)}`, number)
        expect(standardKey(spread.toLowerCase())).toBe(standardKey(number.toUpperCase()))
        expect(standardKey(standardKey(number))).toBe(standardKey(number))
        expect(standardKey(`${number}1`)).not.toBe(standardKey(number))
      },
    ),
  ))
