import { describe, expect, it } from 'vitest'
import { verifyResponse } from '../../../adapters/saml/assertion.ts'
import { parseXml, text, walk } from '../../../adapters/saml/xml.ts'
import { mutate } from './mutate.ts'
import { expected, make, ownKey, strangerKey, user } from './stage.ts'

/** Longer by hand: FUZZ_ROUNDS=100000 FUZZ_SEED=1 npx vitest run … mutation */
const rounds = Number(process.env.FUZZ_ROUNDS ?? 800)
const firstSeed = Number(process.env.FUZZ_SEED ?? 20_26)

const people = [user, { nameId: 'bob@acme.example', email: 'bob@acme.example', groups: ['staff'] }]
const certificate = ownKey.certificate
const signed = people.flatMap((who, at) => [
  make({ user: who, assertionId: `_a${at}0` }),
  make({ user: who, assertionId: `_a${at}1`, sign: 'response' }),
  make({ user: who, assertionId: `_a${at}2`, sign: 'both' }),
  make({ user: who, assertionId: `_a${at}3`, sign: 'response', encrypt: { certificate } }),
])
const worthless = make({ user: { nameId: 'administrator@acme.example' }, key: strangerKey })

const judge = (xml: string) => verifyResponse(xml, expected({ decryptionKeys: [ownKey.key] }))
const identity = (answer: Awaited<ReturnType<typeof judge>>) =>
  answer.ok ? JSON.stringify({ ...answer.assertion, attributes: [...answer.assertion.attributes] }) : undefined

/** What a reader that trusts the message as posted would take for the person. */
const firstName = (xml: string): string | undefined => {
  const parsed = parseXml(xml)
  return parsed.ok ? text([...walk(parsed.root)].find((element) => element.localName === 'NameID')) : undefined
}

describe('a message that was changed at will', () => {
  it('is refused, or says exactly what was signed', async () => {
    const genuine = new Set((await Promise.all(signed.map(judge))).map(identity))
    expect(genuine.has(undefined)).toBe(false)

    let accepted = 0
    let forged = 0
    const codes = new Set<string>()
    for (let seed = firstSeed; seed < firstSeed + rounds; seed++) {
      const original = signed[seed % signed.length] as string
      const xml = mutate(original, [...signed, worthless], seed)
      const answer = await judge(xml)
      if (answer.ok) {
        accepted++
        expect(genuine, `seed ${seed}`).toContain(identity(answer))
      } else {
        codes.add(answer.code)
        if (firstName(xml) !== firstName(original)) forged++
      }
    }
    // The test would prove nothing if the changes were all fatal, all harmless, or all found by one check.
    expect(accepted).toBeGreaterThan(rounds / 100)
    expect(forged).toBeGreaterThan(rounds / 20)
    expect(codes.size).toBeGreaterThan(10)
  })
})
