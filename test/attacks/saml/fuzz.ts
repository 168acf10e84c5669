/** Signed messages that are changed at will, judged, and compared with what was signed. */
import { verifyResponse } from '../../../adapters/saml/assertion.ts'
import { readFacts } from '../../../adapters/saml/facts.ts'
import { parseXml, text, walk } from '../../../adapters/saml/xml.ts'
import { mutate } from './mutate.ts'
import { expected, make, ownKey, strangerKey, user } from './stage.ts'

const people = [user, { nameId: 'bob@acme.example', email: 'bob@acme.example', groups: ['staff'] }]
const certificate = ownKey.certificate
const signed = people.flatMap((who, at) => [
  make({ user: who, assertionId: `_a${at}0` }),
  make({ user: who, assertionId: `_a${at}1`, sign: 'response' }),
  make({ user: who, assertionId: `_a${at}2`, sign: 'both' }),
  make({ user: who, assertionId: `_a${at}3`, sign: 'response', encrypt: { certificate } }),
  make({ user: who, assertionId: `_a${at}4`, sign: 'both', encrypt: { certificate, content: 'aes128-gcm' } }),
])
const worthless = make({ user: { nameId: 'administrator@acme.example' }, key: strangerKey })

/** Everything that a message was believed to say, or the reason why it was not. */
export type Said = { readonly identity: string } | { readonly code: string }

// Judged at the moment of signing, so that a run of days does not end in messages that are merely old.
const signedAt = new Date()
const judge = async (xml: string): Promise<Said> => {
  const answer = await verifyResponse(xml, expected({ decryptionKeys: [ownKey.key], now: signedAt }))
  const read = answer.ok ? readFacts(answer.assertion) : answer
  if (!answer.ok || !read.ok) return { code: read.ok ? '' : read.code }
  const { assertion } = answer
  return { identity: JSON.stringify([read.facts, { ...assertion, attributes: [...assertion.attributes] }]) }
}

/** What the genuine messages say: the only identities that may ever be accepted. */
export const genuineIdentities = async (): Promise<ReadonlySet<string>> => {
  const said = await Promise.all(signed.map(judge))
  return new Set(
    said.map((one) => {
      if ('code' in one) throw new Error(`a genuine message is refused: ${one.code}`)
      return one.identity
    }),
  )
}

/** What a reader that trusts the message as posted would take for the person. */
const firstName = (xml: string): string | undefined => {
  const parsed = parseXml(xml)
  return parsed.ok ? text([...walk(parsed.root)].find((element) => element.localName === 'NameID')) : undefined
}

/** One change, the same for the same seed; `forged` when a careless reader would have taken it for somebody else. */
export const fuzzOnce = async (
  seed: number,
): Promise<{ readonly said: Said; readonly xml: string; readonly forged: boolean }> => {
  const original = signed[seed % signed.length] as string
  const xml = mutate(original, [...signed, worthless], seed)
  return { said: await judge(xml), xml, forged: firstName(xml) !== firstName(original) }
}
