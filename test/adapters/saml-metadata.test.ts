import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readIdpMetadata } from '../../adapters/saml/metadata.ts'
import { writeSpMetadata } from '../../adapters/saml/sp-metadata.ts'
import { attribute, child, children, parseXml, text } from '../../adapters/saml/xml.ts'
import { makeKeyPair } from '../fakes/idp/keys.ts'
import { type IdpFake, openIdpFake } from '../fakes/idp.ts'

const now = new Date()
let fake: IdpFake
beforeAll(async () => {
  fake = await openIdpFake({ users: [] })
})
afterAll(() => fake.close())

const read = (change: (xml: string) => string = (xml) => xml) =>
  readIdpMetadata(change(fake.metadata()), now, { allowLoopback: true })
const inside = (...entities: string[]) =>
  `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${entities.join('')}</md:EntitiesDescriptor>`
const bareXml = (xml: string) => xml.replace(/^<\?xml[^>]*\?>/, '')

describe('metadata of an identity provider', () => {
  it('is read: who, where, which keys, how long to keep it', () => {
    expect(read()).toMatchObject({
      ok: true,
      entityId: fake.entityId,
      ssoUrl: `${fake.url}/sso`,
      ssoBinding: 'redirect',
      cacheDuration: 3600,
      wantsSignedRequests: false,
    })
  })

  it('shows the certificates of a rollover, each once, with their end', () => {
    fake.rollOver()
    const answer = read((xml) => xml.replace(/(<md:KeyDescriptor.*?<\/md:KeyDescriptor>)/, '$1$1'))
    if (!answer.ok) throw new Error(answer.code)
    expect(answer.certificates).toHaveLength(2)
    for (const { pem, notAfter } of answer.certificates)
      expect(notAfter).toEqual(new Date(new X509Certificate(pem).validTo))
  })

  it('is found beside a service provider, and alone among entities', () => {
    const sp = bareXml(
      writeSpMetadata({ entityId: 'https://sp.test', acsUrl: 'https://sp.test/acs', certificates: [] }),
    )
    const role = /<md:SPSSODescriptor.*<\/md:SPSSODescriptor>/s.exec(sp)?.[0] ?? ''
    expect(role).not.toBe('')
    expect(read((xml) => xml.replace('<md:IDPSSODescriptor', `${role}<md:IDPSSODescriptor`))).toMatchObject({
      ok: true,
    })
    expect(read((xml) => inside(sp, bareXml(xml)))).toMatchObject({ ok: true, entityId: fake.entityId })
  })

  it('falls back to POST when there is no redirect', () => {
    expect(read((xml) => xml.replace(/<md:SingleSignOnService[^>]*HTTP-Redirect[^>]*>/, ''))).toMatchObject({
      ok: true,
      ssoBinding: 'post',
    })
  })

  const weak = makeKeyPair('weak.test', 1024)
  const refused: [string, string, (xml: string) => string][] = [
    ['several identity providers', 'setup.several_identity_providers', (xml) => inside(bareXml(xml), bareXml(xml))],
    [
      'a service provider alone',
      'setup.no_identity_provider',
      (xml) => xml.replaceAll('IDPSSODescriptor', 'SPSSODescriptor'),
    ],
    ['only SAML 1.1', 'setup.no_identity_provider', (xml) => xml.replace('SAML:2.0:protocol', 'SAML:1.1:protocol')],
    ['a page instead of metadata', 'setup.metadata_malformed', () => '<html><body>Sign in</body></html>'],
    ['no name', 'setup.metadata_malformed', (xml) => xml.replace(/entityID="[^"]*"/, '')],
    [
      'an address that is a script (P22)',
      'setup.url_forbidden',
      (xml) => xml.replace(/Location="[^"]*"/, 'Location="javascript:alert(1)"'),
    ],
    [
      'an address without TLS (P22)',
      'setup.url_forbidden',
      (xml) => xml.replace(/Location="[^"]*"/, 'Location="http://idp.example/sso"'),
    ],
    [
      'a user name in an address',
      'setup.url_forbidden',
      (xml) => xml.replace(/Location="[^"]*"/, 'Location="https://a:b@idp.example/sso"'),
    ],
    ['a document type (X1)', 'xml.doctype', (xml) => xml.replace('?>', '?><!DOCTYPE a [<!ENTITY b "c">]>')],
    [
      'a date that has passed',
      'setup.expired',
      (xml) => xml.replace('cacheDuration', 'validUntil="2020-01-01T00:00:00Z" cacheDuration'),
    ],
    [
      'a broken certificate',
      'setup.no_certificate',
      (xml) => xml.replace(/<ds:X509Certificate>/g, '<ds:X509Certificate>A'),
    ],
    [
      'a key of 1024 bits',
      'setup.no_certificate',
      (xml) =>
        xml.replace(
          /<ds:X509Certificate>[^<]*/g,
          `<ds:X509Certificate>${weak.certificate.replace(/-----[^-]+-----/g, '')}`,
        ),
    ],
  ]
  it.each(refused)('is refused with %s', (_name, code, change) => {
    expect(read(change)).toMatchObject({ ok: false, code })
  })

  it('may name plain http on this machine only where that is allowed', () => {
    expect(readIdpMetadata(fake.metadata(), now)).toMatchObject({ ok: false, code: 'setup.url_forbidden' })
  })
})

describe('our own metadata', () => {
  const certificate = makeKeyPair('toegang.test').certificate
  const xml = writeSpMetadata({
    entityId: 'https://toegang.test/saml/c1/metadata?a=1&b=2',
    acsUrl: 'https://toegang.test/saml/c1/acs',
    sloUrl: 'https://toegang.test/saml/c1/slo',
    certificates: [certificate],
    signsRequests: true,
    wantsEncryption: true,
  })

  it('says who we are, where answers go, and that logout comes by redirect too', () => {
    const parsed = parseXml(xml)
    if (!parsed.ok) throw new Error(parsed.detail)
    const role = child(parsed.root, 'md:SPSSODescriptor') as Element
    expect(attribute(parsed.root, 'entityID')).toBe('https://toegang.test/saml/c1/metadata?a=1&b=2')
    expect(attribute(role, 'WantAssertionsSigned')).toBe('true')
    expect(attribute(child(role, 'md:AssertionConsumerService'), 'Location')).toBe('https://toegang.test/saml/c1/acs')
    expect(children(role, 'md:SingleLogoutService').map((one) => attribute(one, 'Binding'))).toEqual([
      'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
      'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
    ])
    const shown = child(child(child(role, 'md:KeyDescriptor'), 'ds:KeyInfo'), 'ds:X509Data')
    expect(new X509Certificate(Buffer.from(text(child(shown, 'ds:X509Certificate')) ?? '', 'base64')).toString()).toBe(
      new X509Certificate(certificate).toString(),
    )
  })
})
