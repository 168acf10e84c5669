import { expect, it } from 'vitest'
import { oneTimeCodes } from '../../../adapters/system/one-time-codes.ts'

// RFC 6238, appendix B: the ASCII key "12345678901234567890" with SHA-1; here the last six of its eight digits.
const key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
it.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('takes the code of the standard at %i seconds, a step early or late, and no later', (seconds, code) => {
  const at = (offset: number) => new Date((seconds + offset) * 1000).toISOString()
  const step = Math.floor(seconds / 30)
  expect([-30, 0, 30].map((offset) => oneTimeCodes.stepOf(key, code, at(offset)))).toEqual([step, step, step])
  expect([-60, 60].map((offset) => oneTimeCodes.stepOf(key, code, at(offset)))).toEqual([undefined, undefined])
})

it('makes keys of 160 bits, each another, with an address that apps read', () => {
  const keys = Array.from({ length: 20 }, () => oneTimeCodes.make())
  expect(new Set(keys).size).toBe(20)
  for (const one of keys) expect(one).toMatch(/^[A-Z2-7]{32}$/)
  const address = new URL(oneTimeCodes.address(key, 'olga@uitgever.example'))
  expect([address.protocol, address.host, decodeURIComponent(address.pathname)]).toEqual([
    'otpauth:',
    'totp',
    '/Toegang:olga@uitgever.example',
  ])
  expect(Object.fromEntries(address.searchParams)).toEqual({
    issuer: 'Toegang',
    secret: key,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
})
