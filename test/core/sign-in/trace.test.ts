import { expect, it } from 'vitest'
import { masked, maskedId } from '../../../src/sign-in/trace.ts'

it.each([
  ['anna.smit@acme.example', 'a…@acme.example'],
  ['a@b.example c@d.example', 'a…@b.example c…@d.example'],
  ['Response: _x, subject: <anna@acme.example>', 'Response: _x, subject: <a…@acme.example>'],
  ['anna@smit@acme.example', 'a…@s…@acme.example'],
  ['no address at all', 'no address at all'],
])('masks the addresses in %j', (text, shown) => expect(masked(text)).toBe(shown))

it('cuts what is long, and never shows a whole identifier', () => {
  expect(masked('x'.repeat(10_000))).toHaveLength(300)
  expect(maskedId('00u1a2b3c4')).toBe('00u…')
  expect(maskedId('anna@acme.example')).toBe('a…@acme.example')
})
