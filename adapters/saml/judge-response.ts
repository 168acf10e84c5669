import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { type VerifiedAssertion, verifyResponse } from './assertion.ts'
import type { Expected } from './expected.ts'
import { readFacts, type SamlFacts } from './facts.ts'
import type { Fault } from './fault.ts'
import { linksOf } from './links.ts'
import { decryptionKeysOf } from './own-keys.ts'
import type { Known, Scene } from './scene.ts'

/** What a response to this connection must agree with, at a moment. */
export const expectedOf = (connection: Known, { baseUrl, core }: Scene, now: Date): Expected => {
  const { acsUrl, entityId } = linksOf(baseUrl, connection.id)
  const { identityProvider, idpInitiated, encryption } = connection
  return {
    entityId,
    acsUrl,
    idpEntityId: identityProvider.entityId,
    certificates: identityProvider.certificates,
    now,
    idpInitiatedAllowed: idpInitiated,
    decryptionKeys: decryptionKeysOf(core, connection),
    allowCbc: encryption === 'cbc',
  }
}

export type Judged = { ok: true; assertion: VerifiedAssertion; facts: SamlFacts } | Fault
export type Judge = (xml: string, expected: Expected, names: Known['attributes']) => Promise<Judged>

/** Judges a response and reads who it is about, with the settings of the connection. */
export const judgeResponse: Judge = async (xml, expected, names) => {
  const verified = await verifyResponse(xml, expected)
  if (!verified.ok) return verified
  const { assertion } = verified
  const read = readFacts(assertion, names)
  return read.ok ? { ok: true, assertion, facts: read.facts } : read
}

/** What `sign_in.hold` takes. */
export const heldOf = (assertion: VerifiedAssertion, { nameId, nameIdFormat, email, name, groups }: SamlFacts) => ({
  assertionId: assertion.assertionId,
  assertionExpiresAt: assertion.notOnOrAfter.toISOString(),
  nameId,
  nameIdFormat,
  nameQualifier: assertion.nameQualifier,
  spNameQualifier: assertion.spNameQualifier,
  inResponseTo: assertion.inResponseTo,
  email,
  name,
  groups: [...groups],
  authnInstant: assertion.authnInstant.toISOString(),
  sessionIndex: assertion.sessionIndex,
  sessionEndsAt: assertion.sessionNotOnOrAfter?.toISOString(),
})

/** A message as a trace keeps it, and back. */
export const packMessage = (xml: string): string => deflateRawSync(xml).toString('base64')
export const unpackMessage = (packed: string): string => inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')
