import { describe, expect, it } from 'vitest'
import { openPost, openRedirect } from '../../../adapters/saml/envelope.ts'
import type { SamlFault } from '../../../adapters/saml/fault.ts'
import { type ExpectedLogout, verifyLogoutRequest, verifyLogoutResponse } from '../../../adapters/saml/logout.ts'
import { type LogoutOptions, makeLogoutRequest, makeLogoutResponse, redirectQuery } from '../../fakes/idp/logout.ts'
import { signElement } from '../../fakes/idp/sign.ts'
import { idp, idpKey, strangerKey } from './stage.ts'
import { swap } from './surgery.ts'

const destination = 'https://toegang.test/saml/c1/slo'
const expected = (more: Partial<ExpectedLogout> = {}): ExpectedLogout => ({
  destination,
  idpEntityId: idp,
  certificates: [idpKey.certificate],
  now: new Date(),
  ...more,
})
const request = (options: Partial<LogoutOptions> = {}) =>
  makeLogoutRequest({ idp, destination, nameId: 'sso@acme.example', sessionIndex: '_s', ...options })
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

const judgeRedirect = (query: string, more?: Partial<ExpectedLogout>) => {
  const envelope = openRedirect(query)
  return envelope.ok ? verifyLogoutRequest(envelope, expected(more)) : envelope
}
const judgePost = (xml: string) => {
  const envelope = openPost(new URLSearchParams({ SAMLRequest: Buffer.from(xml).toString('base64') }).toString())
  return envelope.ok ? verifyLogoutRequest(envelope, expected()) : envelope
}
const sent = (options: Partial<LogoutOptions> = {}, key = idpKey) => redirectQuery('SAMLRequest', request(options), key)

describe('P20 a logout request', () => {
  const said = { nameId: 'sso@acme.example', sessionIndexes: ['_s'] }

  it('is accepted when it is signed, by redirect and by POST', () => {
    expect(judgeRedirect(sent())).toMatchObject({ ok: true, request: said })
    expect(judgePost(signElement(request(), idpKey))).toMatchObject({ ok: true, request: said })
    expect(judgeRedirect(sent({ sessionIndex: undefined as never }))).toMatchObject({ request: { sessionIndexes: [] } })
  })

  const refused: [string, SamlFault, () => unknown][] = [
    ['unsigned by redirect', 'slo.signature', () => judgeRedirect(redirectQuery('SAMLRequest', request()))],
    ['unsigned by POST', 'slo.signature', () => judgePost(request())],
    ['signed by a stranger, by redirect', 'slo.signature', () => judgeRedirect(sent({}, strangerKey))],
    ['signed by a stranger, by POST', 'slo.signature', () => judgePost(signElement(request(), strangerKey))],
    [
      'signed with SHA-1',
      'slo.signature',
      () => judgeRedirect(redirectQuery('SAMLRequest', request(), idpKey, { hash: 'sha1' })),
    ],
    ['signed for another RelayState', 'slo.signature', () => judgeRedirect(`${sent()}&RelayState=x`)],
    ['changed after signing', 'slo.signature', () => judgePost(swap(signElement(request(), idpKey), 'sso@', 'ssi@'))],
    ['of another sender', 'slo.issuer', () => judgeRedirect(sent({ idp: 'https://other.test' }))],
    ['to another address', 'slo.destination', () => judgeRedirect(sent({ destination: 'https://other.test/slo' }))],
    ['to no address', 'slo.destination', () => judgeRedirect(sent({ destination: undefined }))],
    ['of eight minutes ago', 'slo.time', () => judgeRedirect(sent({ now: minutesAgo(8) }))],
    ['of the future', 'slo.time', () => judgeRedirect(sent({ now: minutesAgo(-8) }))],
    ['that has expired', 'slo.time', () => judgeRedirect(sent({ notOnOrAfter: minutesAgo(3) }))],
    ['about nobody', 'slo.malformed', () => judgeRedirect(sent({ nameId: '' }))],
    [
      'that is an answer',
      'slo.malformed',
      () => judgeRedirect(redirectQuery('SAMLRequest', makeLogoutResponse({ idp, destination }), idpKey)),
    ],
  ]
  for (const [name, code, judge] of refused)
    it(`${name}: ${code}`, () => {
      expect(judge()).toMatchObject({ ok: false, code })
    })

  it('signed with SHA-1 passes where, and as long as, the connection allows it', () => {
    const old = redirectQuery('SAMLRequest', request(), idpKey, { hash: 'sha1' })
    expect(judgeRedirect(old, { allowSha1Until: minutesAgo(-1) })).toMatchObject({ ok: true })
    expect(judgeRedirect(old, { allowSha1Until: minutesAgo(1) })).toMatchObject({ ok: false })
  })
})

describe('P20 the answer to our own logout', () => {
  const judge = (options: Partial<LogoutOptions>, key?: typeof idpKey) => {
    const xml = makeLogoutResponse({ idp, destination, inResponseTo: '_ours', ...options })
    const envelope = openRedirect(redirectQuery('SAMLResponse', xml, key))
    return envelope.ok ? verifyLogoutResponse(envelope, expected()) : envelope
  }
  it('says which request it answers and whether the session ended', () => {
    expect(judge({}, idpKey)).toEqual({ ok: true, inResponseTo: '_ours', ended: true })
    expect(judge({ status: 'Responder' }, idpKey)).toEqual({ ok: true, inResponseTo: '_ours', ended: false })
  })
  it('unsigned is refused', () => {
    expect(judge({})).toMatchObject({ ok: false, code: 'slo.signature' })
  })
})
