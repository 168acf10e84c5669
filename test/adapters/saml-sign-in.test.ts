import { SAML } from '@node-saml/node-saml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyResponse } from '../../adapters/saml/assertion.ts'
import { openPost, openRedirect } from '../../adapters/saml/envelope.ts'
import { verifyLogoutRequest } from '../../adapters/saml/logout.ts'
import { readIdpMetadata } from '../../adapters/saml/metadata.ts'
import { acsUrl, entityId, ownKey, user } from '../attacks/saml/stage.ts'
import { type IdpFake, openIdpFake } from '../fakes/idp.ts'

let fake: IdpFake
beforeAll(async () => {
  fake = await openIdpFake({ users: [user, { nameId: 'other@acme.example', name: '<b>Otto</b>' }] })
})
afterAll(() => fake.close())

const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
const body = (page: string) => {
  const fields = ['SAMLResponse', 'RelayState'].filter((name) => page.includes(`name="${name}"`))
  return new URLSearchParams(fields.map((name) => [name, hidden(page, name)])).toString()
}
const connection = () => {
  const metadata = readIdpMetadata(fake.metadata(), new Date(), { allowLoopback: true })
  if (!metadata.ok) throw new Error(metadata.code)
  return metadata
}
const judge = (xml: string, idpInitiatedAllowed = false) => {
  const { entityId: idpEntityId, certificates } = connection()
  const pems = certificates.map(({ pem }) => pem)
  return verifyResponse(xml, {
    entityId,
    acsUrl,
    idpEntityId,
    certificates: pems,
    now: new Date(),
    idpInitiatedAllowed,
  })
}
const request = () => {
  const { ssoUrl, certificates } = connection()
  return new SAML({
    entryPoint: ssoUrl,
    callbackUrl: acsUrl,
    issuer: entityId,
    idpCert: certificates.map(({ pem }) => pem),
    privateKey: ownKey.key,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    identifierFormat: null,
    disableRequestedAuthnContext: true,
  }).getAuthorizeUrlAsync('handle', undefined, {})
}

describe('a sign-in through the identity provider', () => {
  it('goes from a signed request, by the choice of a person, to a verified assertion', async () => {
    const choice = await (await fetch(await request())).text()
    expect(choice).toContain('Sara Osei')
    expect(choice).not.toContain('<b>Otto')

    const chosen = new URLSearchParams({ pending: hidden(choice, 'pending'), user: user.nameId })
    const page = await (await fetch(`${fake.url}/choose?${chosen}`)).text()
    expect(page).toContain(`action="${acsUrl}"`)
    const envelope = openPost(body(page))
    expect(envelope).toMatchObject({ ok: true, kind: 'response', relayState: 'handle' })
    if (!envelope.ok) return

    const asked = fake.received.at(-1)
    expect(asked).toMatchObject({ issuer: entityId, acsUrl, signed: true, relayState: 'handle' })
    expect(await judge(envelope.xml)).toMatchObject({
      ok: true,
      assertion: { nameId: user.nameId, inResponseTo: asked?.id },
    })
  })

  it('started by the identity provider carries no request', async () => {
    const start = new URLSearchParams({ acs: acsUrl, audience: entityId, user: user.nameId })
    const envelope = openPost(body(await (await fetch(`${fake.url}/start?${start}`)).text()))
    if (!envelope.ok) throw new Error(envelope.code)
    expect(await judge(envelope.xml)).toMatchObject({ ok: false, code: 'saml.unsolicited' })
    const answer = await judge(envelope.xml, true)
    expect(answer).toMatchObject({ ok: true, assertion: { nameId: user.nameId } })
    if (answer.ok) expect(answer.assertion).not.toHaveProperty('inResponseTo')
  })

  it('ends where the identity provider says so', () => {
    const sloUrl = 'https://toegang.test/saml/c1/slo'
    const envelope = openRedirect(
      new URL(fake.logoutUrl({ nameId: user.nameId, sessionIndex: '_s', sloUrl })).search.slice(1),
    )
    if (!envelope.ok) throw new Error(envelope.code)
    const { entityId: idpEntityId, certificates } = connection()
    const pems = certificates.map(({ pem }) => pem)
    const expected = { idpEntityId, certificates: pems, now: new Date(), destination: sloUrl }
    expect(verifyLogoutRequest(envelope, expected)).toMatchObject({ ok: true, request: { nameId: user.nameId } })
  })

  it('and answers when a person signs out of the service', async () => {
    const { sloUrl = '', certificates } = connection()
    const saml = new SAML({
      entryPoint: sloUrl,
      logoutUrl: sloUrl,
      callbackUrl: acsUrl,
      issuer: entityId,
      idpCert: certificates.map(({ pem }) => pem),
      privateKey: ownKey.key,
      signatureAlgorithm: 'sha256',
    })
    const who = { issuer: fake.entityId, nameID: user.nameId, nameIDFormat: 'x' }
    const answer = await fetch(await saml.getLogoutUrlAsync(who, 'handle', {}), { redirect: 'manual' })
    expect(answer.headers.get('location')).toMatch(
      /^https:\/\/toegang\.test\/saml\/c1\/slo\?SAMLResponse=.*RelayState=handle/,
    )
    expect(fake.logouts.at(-1)).toContain(user.nameId)
  })

  it('survives the rollover of a key, and the old key ends with it', async () => {
    const before = fake.respond({ user, acsUrl, audience: entityId, inResponseTo: '_r' })
    fake.rollOver()
    const after = fake.respond({ user, acsUrl, audience: entityId, inResponseTo: '_r' })
    expect(await judge(before)).toMatchObject({ ok: true })
    expect(await judge(after)).toMatchObject({ ok: true })
    fake.retire()
    expect(await judge(before)).toMatchObject({ ok: false, code: 'sig.untrusted_key' })
    expect(await judge(after)).toMatchObject({ ok: true })
  })
})
