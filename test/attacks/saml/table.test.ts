import { describe, expect, it } from 'vitest'
import { verifyResponse } from '../../../adapters/saml/assertion.ts'
import { content, shape } from '../../../adapters/saml/checks/index.ts'
import { readFacts } from '../../../adapters/saml/facts.ts'
import type { Sent } from './case.ts'
import { markup } from './markup.ts'
import { protocol } from './protocol.ts'
import { signature } from './signature.ts'
import { expected } from './stage.ts'
import { wrapping } from './wrapping.ts'

const attacks = [...wrapping, ...signature, ...markup, ...protocol]

const judge = async ({ xml, connection }: Sent) => {
  const answer = await verifyResponse(xml, expected(connection))
  return answer.ok ? readFacts(answer.assertion) : answer
}

describe('every attack is refused for its own reason, and its innocent sibling is not', () => {
  for (const { row, name, code, attack, sibling } of attacks)
    it(`${row} ${name}: ${code}`, async () => {
      expect(await judge(attack())).toMatchObject({ ok: false, code })
      expect(await judge(sibling())).toMatchObject({ ok: true })
    })

  it('has a row for every reason that the checks can give', () => {
    const given = new Set(attacks.map(({ code }) => code))
    const possible = new Set([...shape, ...content].flatMap(([, ...codes]) => codes))
    expect([...possible].filter((code) => !given.has(code))).toEqual([])
  })
})
