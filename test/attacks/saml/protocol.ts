import type { SamlFault } from '../../../adapters/saml/fault.ts'
import type { ResponseOptions } from '../../fakes/idp/message.ts'
import type { Attack, Sent } from './case.ts'
import { acsUrl, entityId, idp, make, nextKey, ownKey, user } from './stage.ts'
import { cut, swap } from './surgery.ts'

const genuine = (): Sent => ({ xml: make() })
const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

/** An assertion that was changed before it was signed. */
const said = (row: string, name: string, code: SamlFault, change: (xml: string) => string): Attack => ({
  row,
  name,
  code,
  attack: () => ({ xml: make({ assertion: change }) }),
  sibling: genuine,
})
/** A Response that was changed before it was signed as a whole. */
const answered = (row: string, name: string, code: SamlFault, change: (xml: string) => string): Attack => ({
  row,
  name,
  code,
  attack: () => ({ xml: make({ sign: 'both', response: change }) }),
  sibling: () => ({ xml: make({ sign: 'both' }) }),
})
/** A response made otherwise, beside one made as it should be. */
const made = (
  row: string,
  name: string,
  code: SamlFault,
  options: Partial<ResponseOptions>,
  good: Partial<ResponseOptions> = {},
): Attack => ({
  row,
  name,
  code,
  attack: () => ({ xml: make(options) }),
  sibling: () => ({ xml: make(good) }),
})

const conditionsEnd = /(<saml:Conditions [^>]*NotOnOrAfter=")[^"]*"/
const confirmationEnd = /(<saml:SubjectConfirmationData [^>]*NotOnOrAfter=")[^"]*"/
const ending = (place: RegExp, minutes: number) => (xml: string) => xml.replace(place, `$1${at(minutes)}"`)
const status = (code: string) => (xml: string) => swap(xml, 'status:Success"/>', `status:${code}"/>`)
const certificate = ownKey.certificate
const decryptionKeys = [ownKey.key]

export const protocol: readonly Attack[] = [
  said('P3', 'a subject that answers no request, though the Response does', 'saml.in_response_to', (xml) =>
    swap(xml, ' InResponseTo="_request"', ''),
  ),
  said('P3', 'a subject that answers another request than the Response', 'saml.in_response_to', (xml) =>
    swap(xml, '"_request"', '"_another"'),
  ),
  answered('P3', 'a Response that answers no request, though the subject does', 'saml.in_response_to', (xml) =>
    swap(xml, ' InResponseTo="_request"', ''),
  ),
  {
    row: 'P3',
    name: 'no request answered, where one was made',
    code: 'saml.in_response_to',
    attack: () => ({
      xml: make({ inResponseTo: undefined }),
      connection: { requestId: '_request', idpInitiatedAllowed: true },
    }),
    sibling: () => ({ xml: make(), connection: { requestId: '_request', idpInitiatedAllowed: true } }),
  },
  {
    row: 'P4',
    name: 'another request answered than the one that was made',
    code: 'saml.in_response_to',
    attack: () => ({ xml: make({ inResponseTo: '_of_another_browser' }), connection: { requestId: '_request' } }),
    sibling: () => ({ xml: make(), connection: { requestId: '_request' } }),
  },
  {
    row: 'P5',
    name: 'a response that nobody asked for',
    code: 'saml.unsolicited',
    attack: () => ({ xml: make({ inResponseTo: undefined }) }),
    sibling: () => ({ xml: make({ inResponseTo: undefined }), connection: { idpInitiatedAllowed: true } }),
  },
  said('P7', 'Conditions that have expired', 'saml.time', ending(conditionsEnd, -3)),
  said('P7', 'a confirmation that has expired', 'saml.time', ending(confirmationEnd, -3)),
  said('P7', 'Conditions not yet valid', 'saml.time', (xml) =>
    xml.replace(/NotBefore="[^"]*"/, `NotBefore="${at(3)}"`),
  ),
  said('P7', 'Conditions that never end', 'saml.time', (xml) =>
    xml.replace(/(<saml:Conditions [^>]*) NotOnOrAfter="[^"]*"/, '$1'),
  ),
  said('P7', 'a confirmation that never ends', 'saml.time', (xml) =>
    xml.replace(/(<saml:SubjectConfirmationData [^>]*) NotOnOrAfter="[^"]*"/, '$1'),
  ),
  said('P7', 'Conditions valid for more than a day', 'saml.time', ending(conditionsEnd, 24 * 60 + 1)),
  said('P7', 'a confirmation valid for more than a day', 'saml.time', ending(confirmationEnd, 24 * 60 + 1)),
  said('P7', 'an end that is not a moment', 'saml.time', (xml) => xml.replace(conditionsEnd, '$1tomorrow"')),
  said('P7', 'a session that has ended', 'saml.time', (xml) =>
    swap(xml, 'SessionIndex', `SessionNotOnOrAfter="${at(-3)}" SessionIndex`),
  ),
  said('P7', 'an assertion issued tomorrow', 'saml.time', (xml) =>
    xml.replace(/IssueInstant="[^"]*"/, `IssueInstant="${at(24 * 60)}"`),
  ),
  said('P7', 'a person who will sign in tomorrow', 'saml.time', (xml) =>
    xml.replace(/AuthnInstant="[^"]*"/, `AuthnInstant="${at(24 * 60)}"`),
  ),
  made('P8', 'another audience', 'saml.audience', { audience: 'https://other.test/metadata' }),
  made('P8', 'an audience that begins with ours', 'saml.audience', { audience: `${entityId}.evil.test` }),
  said('P8', 'no audience', 'saml.audience', (xml) => swap(xml, cut(xml, 'saml:AudienceRestriction'), '')),
  said('P8', 'no Conditions at all', 'saml.audience', (xml) => swap(xml, cut(xml, 'saml:Conditions'), '')),
  said('P8', 'a second restriction to another audience', 'saml.audience', (xml) => {
    const ours = cut(xml, 'saml:AudienceRestriction')
    return swap(xml, ours, ours + swap(ours, entityId, 'https://other.test'))
  }),
  said('P8', 'a condition that nobody knows', 'saml.conditions', (xml) =>
    swap(xml, '<saml:AudienceRestriction>', '<saml:Condition/><saml:AudienceRestriction>'),
  ),
  said('P9', 'another recipient', 'saml.recipient', (xml) =>
    swap(xml, `Recipient="${acsUrl}"`, 'Recipient="https://other.test/acs"'),
  ),
  said('P9', 'no recipient', 'saml.recipient', (xml) => swap(xml, ` Recipient="${acsUrl}"`, '')),
  made('P10', 'another destination', 'saml.destination', { destination: 'https://other.test/acs' }),
  made('P10', 'an empty destination', 'saml.destination', { destination: '' }),
  made(
    'P10',
    'no destination on a signed Response',
    'saml.destination',
    { sign: 'both', destination: undefined },
    { sign: 'assertion', destination: undefined },
  ),
  said('P11', 'another issuer of the assertion', 'saml.issuer', (xml) => swap(xml, idp, 'https://other.test')),
  answered('P11', 'another issuer of the Response', 'saml.issuer', (xml) => swap(xml, idp, 'https://other.test')),
  made('P11', 'no issuer of the Response', 'saml.issuer', {
    response: (xml) => swap(xml, /<saml:Issuer xmlns.*?<\/saml:Issuer>/, ''),
  }),
  made(
    'P11',
    'no issuer of the assertion',
    'saml.issuer',
    {
      sign: 'response',
      assertion: (xml) => swap(xml, cut(xml, 'saml:Issuer'), ''),
    },
    { sign: 'response' },
  ),
  made('P11', 'an issuer of another kind', 'saml.issuer', {
    assertion: (xml) =>
      swap(xml, '<saml:Issuer>', '<saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">'),
  }),
  answered('P12', 'a failure with an assertion', 'saml.status', status('Responder')),
  answered('P12', 'a status that is nearly success', 'saml.status', status('Success2')),
  made('P12', 'a failure that nobody signed', 'saml.status', {
    sign: 'none',
    response: (xml) => swap(status('Requester')(xml), cut(xml, 'saml:Assertion'), ''),
  }),
  said('P13', 'no subject', 'saml.subject_confirmation', (xml) => swap(xml, cut(xml, 'saml:Subject'), '')),
  said('P13', 'no confirmation', 'saml.subject_confirmation', (xml) =>
    swap(xml, cut(xml, 'saml:SubjectConfirmation'), ''),
  ),
  said('P13', 'a confirmation by holder of key', 'saml.subject_confirmation', (xml) =>
    swap(xml, 'cm:bearer', 'cm:holder-of-key'),
  ),
  said('P13', 'a confirmation without data', 'saml.subject_confirmation', (xml) =>
    swap(xml, /<saml:SubjectConfirmationData[^>]*>/, ''),
  ),
  said('P13', 'two bearer confirmations', 'saml.subject_confirmation', (xml) => {
    const one = cut(xml, 'saml:SubjectConfirmation')
    return swap(xml, one, one + one)
  }),
  said('P13', 'NotBefore on bearer data', 'saml.subject_confirmation', (xml) =>
    swap(xml, '<saml:SubjectConfirmationData', `<saml:SubjectConfirmationData NotBefore="${at(-1)}"`),
  ),
  said('P14', 'no AuthnStatement', 'saml.authn_statement', (xml) => swap(xml, cut(xml, 'saml:AuthnStatement'), '')),
  said('P14', 'no moment of signing in', 'saml.authn_statement', (xml) => xml.replace(/ AuthnInstant="[^"]*"/, '')),
  said('P15', 'an assertion of version 1.1', 'saml.version', (xml) => swap(xml, 'Version="2.0"', 'Version="1.1"')),
  answered('P15', 'a Response without version', 'saml.version', (xml) => swap(xml, ' Version="2.0"', '')),
  made('P15', 'a Response without identifier', 'xml.schema', { response: (xml) => xml.replace(/ ID="[^"]*"/, '') }),
  made('P15', 'an identifier that is no name', 'xml.schema', { responseId: '1 2' }),
  said('P15', 'an assertion issued at no moment', 'xml.schema', (xml) =>
    xml.replace(/IssueInstant="[^"]*"/, 'IssueInstant="today"'),
  ),
  answered('P15', 'a Response issued on no day', 'xml.schema', (xml) =>
    xml.replace(/IssueInstant="[^"]*"/, 'IssueInstant="2026-13-01T00:00:00Z"'),
  ),
  made('P16', 'an empty NameID', 'identity.no_stable_id', { user: { ...user, nameId: '' } }),
  made('P16', 'a NameID of spaces', 'identity.no_stable_id', { user: { ...user, nameId: ' \n' } }),
  said('P16', 'no NameID', 'identity.no_stable_id', (xml) => swap(xml, cut(xml, 'saml:NameID'), '')),
  made(
    'P16',
    'a NameID for one session',
    'identity.no_stable_id',
    { user: { ...user, nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' } },
    { user: { ...user, nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent' } },
  ),
  made(
    'P16',
    'a NameID that fills a page',
    'identity.no_stable_id',
    { user: { ...user, nameId: 'x'.repeat(1025) } },
    { user: { ...user, nameId: 'x'.repeat(1024) } },
  ),
  said('P17', 'an attribute given twice', 'saml.duplicate_attribute', (xml) =>
    swap(
      xml,
      '</saml:AttributeStatement>',
      '<saml:Attribute Name="email"><saml:AttributeValue>x@acme.example</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>',
    ),
  ),
  said('P17', 'an attribute given again in another statement', 'saml.duplicate_attribute', (xml) =>
    swap(
      xml,
      '</saml:Assertion>',
      '<saml:AttributeStatement><saml:Attribute Name="email"/></saml:AttributeStatement></saml:Assertion>',
    ),
  ),
  {
    row: 'P18',
    name: 'a NameID made for another service',
    code: 'saml.sp_name_qualifier',
    attack: () => ({
      xml: make({
        assertion: (xml) => swap(xml, '<saml:NameID ', '<saml:NameID SPNameQualifier="https://other.test" '),
      }),
    }),
    sibling: () => ({
      xml: make({ assertion: (xml) => swap(xml, '<saml:NameID ', `<saml:NameID SPNameQualifier="${entityId}" `) }),
    }),
  },
  {
    row: 'P19',
    name: 'a key wrapped by RSA 1.5',
    code: 'enc.alg',
    attack: () => ({ xml: make({ encrypt: { certificate, key: 'rsa-1_5' } }), connection: { decryptionKeys } }),
    sibling: () => ({ xml: make({ encrypt: { certificate } }), connection: { decryptionKeys } }),
  },
  {
    row: 'P19',
    name: 'AES-CBC where it is not allowed',
    code: 'enc.alg',
    attack: () => ({ xml: make({ encrypt: { certificate, content: 'aes128-cbc' } }), connection: { decryptionKeys } }),
    sibling: () => ({
      xml: make({ encrypt: { certificate, content: 'aes128-cbc' } }),
      connection: { decryptionKeys, allowCbc: true },
    }),
  },
  {
    row: 'P19',
    name: 'an assertion for another’s key',
    code: 'enc.failed',
    attack: () => ({ xml: make({ encrypt: { certificate: nextKey.certificate } }), connection: { decryptionKeys } }),
    sibling: () => ({ xml: make({ encrypt: { certificate } }), connection: { decryptionKeys } }),
  },
  {
    row: 'P19',
    name: 'an encrypted text that was changed',
    code: 'enc.failed',
    attack: () => ({
      xml: make({
        encrypt: { certificate },
        tamper: (xml) =>
          xml.replace(
            /<xenc:CipherValue>....([^<]*<\/xenc:CipherValue><\/xenc:CipherData><\/xenc:EncryptedData>)/,
            '<xenc:CipherValue>AAAA$1',
          ),
      }),
      connection: { decryptionKeys },
    }),
    sibling: () => ({ xml: make({ encrypt: { certificate } }), connection: { decryptionKeys } }),
  },
  {
    row: 'P19',
    name: 'an unsigned assertion inside the encryption',
    code: 'sig.missing',
    attack: () => ({ xml: make({ sign: 'none', encrypt: { certificate } }), connection: { decryptionKeys } }),
    sibling: () => ({ xml: make({ encrypt: { certificate } }), connection: { decryptionKeys } }),
  },
  {
    row: 'P19',
    name: 'a CBC text whose signature does not match: no other answer than for broken padding',
    code: 'enc.failed',
    attack: () => ({
      xml: make({
        encrypt: { certificate, content: 'aes256-cbc' },
        signedAssertion: (xml) => swap(xml, 'sso@', 'ssi@'),
      }),
      connection: { decryptionKeys, allowCbc: true },
    }),
    sibling: () => ({
      xml: make({ encrypt: { certificate, content: 'aes256-cbc' } }),
      connection: { decryptionKeys, allowCbc: true },
    }),
  },
  {
    row: 'P19',
    name: 'a wrapped assertion inside the encryption',
    code: 'sig.wrapping',
    attack: () => ({
      xml: make({
        encrypt: { certificate },
        signedAssertion: (xml) => {
          const forged = swap(
            cut(make({ sign: 'none' }), 'saml:Assertion'),
            'sso@acme.example',
            'administrator@acme.example',
          )
          return swap(forged, '</saml:Conditions>', `</saml:Conditions><saml:Advice>${xml}</saml:Advice>`)
        },
      }),
      connection: { decryptionKeys },
    }),
    sibling: () => ({ xml: make({ encrypt: { certificate } }), connection: { decryptionKeys } }),
  },
  {
    row: 'P19',
    name: 'an encrypted assertion where we have no key',
    code: 'enc.no_key',
    attack: () => ({ xml: make({ encrypt: { certificate } }) }),
    sibling: () => ({ xml: make({ encrypt: { certificate } }), connection: { decryptionKeys } }),
  },
  made(
    'E8',
    'an e-mail address with two values',
    'identity.email_ambiguous',
    { user: { nameId: 'x', attributes: { email: ['a@acme.example', 'b@acme.example'] } } },
    { user: { nameId: 'x', attributes: { email: ['a@acme.example', 'A@acme.example'] } } },
  ),
  made(
    'E8',
    'two e-mail attributes that differ',
    'identity.email_ambiguous',
    { user: { nameId: 'x', attributes: { email: 'a@acme.example', mail: 'b@acme.example' } } },
    { user: { nameId: 'x', attributes: { email: 'a@acme.example', mail: 'a@acme.example' } } },
  ),
  said('E8', 'an e-mail address with an element inside', 'identity.email_ambiguous', (xml) =>
    swap(xml, '<saml:AttributeValue>sso@', '<saml:AttributeValue><b xmlns="urn:b">x</b>sso@'),
  ),
]
