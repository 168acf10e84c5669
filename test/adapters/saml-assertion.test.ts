import { describe, expect, it } from 'vitest'
import { verifyResponse } from '../../adapters/saml/assertion.ts'
import type { Expected } from '../../adapters/saml/expected.ts'
import { readFacts } from '../../adapters/saml/facts.ts'
import { expected, idp, idpKey, make, nextKey, ownKey, user } from '../attacks/saml/stage.ts'
import { resign, swap } from '../attacks/saml/surgery.ts'
import type { ResponseOptions } from '../fakes/idp/message.ts'

interface Way {
  readonly name: string
  readonly response?: Partial<ResponseOptions>
  readonly connection?: Partial<Expected>
}

const { certificate } = ownKey
const decryptionKeys = [ownKey.key]
const ways: Way[] = [
  { name: 'with only the assertion signed', response: { sign: 'assertion' } },
  { name: 'with only the Response signed', response: { sign: 'response' } },
  { name: 'with both signed', response: { sign: 'both' } },
  { name: 'without KeyInfo', response: { how: { keyInfo: false } } },
  {
    name: 'with SHA-512',
    response: {
      how: {
        signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
        digest: 'http://www.w3.org/2001/04/xmlenc#sha512',
      },
    },
  },
  {
    name: 'with SHA-384, as LemonLDAP::NG makes it when asked for SHA-512',
    response: {
      how: {
        signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384',
        digest: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
      },
    },
  },
  {
    name: 'with RSA-PSS',
    response: { how: { signature: 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1' } },
  },
  {
    name: 'by the second certificate during a rollover',
    connection: { certificates: [nextKey.certificate, idpKey.certificate] },
  },
  { name: 'with AES-GCM encryption', response: { encrypt: { certificate } }, connection: { decryptionKeys } },
  {
    name: 'with the key wrapped by RSA-OAEP of XML Encryption 1.1',
    response: { encrypt: { certificate, key: 'rsa-oaep', content: 'aes128-gcm' } },
    connection: { decryptionKeys },
  },
  {
    name: 'encrypted for our older key',
    response: { encrypt: { certificate } },
    connection: { decryptionKeys: [nextKey.key, ownKey.key] },
  },
  {
    name: 'with AES-CBC, where the connection allows it',
    response: { encrypt: { certificate, content: 'aes256-cbc' } },
    connection: { decryptionKeys, allowCbc: true },
  },
  {
    name: 'encrypted inside a signed Response',
    response: { sign: 'response', encrypt: { certificate } },
    connection: { decryptionKeys },
  },
  {
    name: 'that nobody asked for, where that is allowed',
    response: { inResponseTo: undefined },
    connection: { idpInitiatedAllowed: true },
  },
  {
    name: 'with other prefixes, typed values and a namespace list, as Okta writes',
    response: {
      assertion: (xml) =>
        xml
          .replaceAll('saml:', 'saml2:')
          .replace('xmlns:saml=', 'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:saml2=')
          .replaceAll(
            '<saml2:AttributeValue>',
            '<saml2:AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">',
          ),
      response: (xml) => xml.replaceAll('samlp:', 'saml2p:').replace('xmlns:samlp=', 'xmlns:saml2p='),
      how: { inclusive: ['xs'] },
      // The signing library also puts the list under the other transform, which nobody does and we refuse.
      tamper: (xml) => resign(swap(xml, /<InclusiveNamespaces [^>]*xmldsig#enveloped-signature"\/>/, ''), idpKey),
    },
  },
  {
    name: 'without prefixes, as Entra writes',
    response: { assertion: (xml) => xml.replaceAll('saml:', '').replace('xmlns:saml=', 'xmlns=') },
  },
  { name: 'that answers the request we know of', connection: { requestId: '_request' } },
]

describe('a genuine response is accepted', () => {
  it.each(ways)('$name', async ({ response, connection }) => {
    const answer = await verifyResponse(make(response), expected(connection))
    expect(answer).toMatchObject({ ok: true, assertion: { nameId: user.nameId, issuer: idp } })
    if (answer.ok) expect(readFacts(answer.assertion)).toMatchObject({ ok: true, facts: user })
  })
})
