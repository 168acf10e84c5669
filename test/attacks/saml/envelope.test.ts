import { createSign } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openPost, openRedirect } from '../../../adapters/saml/envelope.ts'
import type { SamlFault } from '../../../adapters/saml/fault.ts'
import { idpKey, make } from './stage.ts'

const genuine = make()
const base64 = (text: string) => Buffer.from(text).toString('base64')
const form = (...fields: [string, string][]) => new URLSearchParams(fields).toString()
const post = (xml: string, ...more: [string, string][]) => form(['SAMLResponse', base64(xml)], ...more)
const deflate = (xml: string | Buffer) => deflateRawSync(xml).toString('base64')
const redirect = (xml: string | Buffer, ...more: [string, string][]) => form(['SAMLRequest', deflate(xml)], ...more)
const padding = (characters: number) => `<a>${' '.repeat(characters - 7)}</a>`
const kilobytes256 = 256 * 1024

interface Case {
  readonly name: string
  readonly code: SamlFault
  readonly attack: string
  readonly sibling: string
}

const posts: Case[] = [
  {
    name: 'X4 more than 256 KB',
    code: 'http.too_large',
    attack: post(padding(kilobytes256 + 1)),
    sibling: post(padding(kilobytes256)),
  },
  { name: 'X4 a body of a megabyte', code: 'http.too_large', attack: 'a'.repeat(1024 * 1024), sibling: post(genuine) },
  {
    name: 'X4 15,000 empty elements',
    code: 'xml.limits',
    attack: post(`<a>${'<b/>'.repeat(15_000)}</a>`),
    sibling: post(`<a>${'<b/>'.repeat(1500)}</a>`),
  },
  {
    name: 'X4 a thousand parameters',
    code: 'http.bad_request',
    attack: `${'a&'.repeat(1000)}${post(genuine)}`,
    sibling: `a&${post(genuine)}`,
  },
  {
    name: 'X6 base64 with junk in it',
    code: 'http.bad_request',
    attack: form(['SAMLResponse', `${base64(genuine)}!`]),
    sibling: post(genuine),
  },
  {
    name: 'X6 base64 with its plus signs turned into spaces',
    code: 'http.bad_request',
    attack: `SAMLResponse=${base64('<a>\u00fe\u00fe\u00fe</a>').replaceAll('=', '%3D')} `,
    sibling: post('<a>\u00fe\u00fe\u00fe</a>'),
  },
  {
    name: 'X6 base64 in the alphabet of addresses',
    code: 'http.bad_request',
    attack: form(['SAMLResponse', 'PGE-PC9hPg==']),
    sibling: form(['SAMLResponse', 'PGE+PC9hPg==']),
  },
  {
    name: 'X6 base64 whose last bits say something',
    code: 'http.bad_request',
    attack: form(['SAMLResponse', 'PGE+PC9hPh==']),
    sibling: form(['SAMLResponse', 'PGE+PC9hPg==']),
  },
  {
    name: 'X6 two responses',
    code: 'http.bad_request',
    attack: post(genuine, ['SAMLResponse', base64(genuine)]),
    sibling: post(genuine, ['samlresponse', 'x']),
  },
  {
    name: 'X6 a response and a request',
    code: 'http.bad_request',
    attack: post(genuine, ['SAMLRequest', base64(genuine)]),
    sibling: post(genuine),
  },
  {
    name: 'X6 two RelayStates',
    code: 'http.bad_request',
    attack: post(genuine, ['RelayState', 'a'], ['RelayState', 'a']),
    sibling: post(genuine, ['RelayState', 'a']),
  },
  {
    name: 'X6 JSON',
    code: 'http.bad_request',
    attack: JSON.stringify({ SAMLResponse: base64(genuine) }),
    sibling: post(genuine),
  },
  { name: 'X6 nothing', code: 'http.bad_request', attack: '', sibling: post(genuine) },
  { name: 'X1 a document type', code: 'xml.doctype', attack: post(`<!DOCTYPE a>${genuine}`), sibling: post(genuine) },
  {
    name: 'X2 bytes that are not UTF-8',
    code: 'xml.malformed',
    attack: form(['SAMLResponse', Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]).toString('base64')]),
    sibling: post('<a>\u00ff</a>'),
  },
  {
    name: 'X2 UTF-16',
    code: 'xml.malformed',
    attack: form(['SAMLResponse', Buffer.from('<a/>', 'utf16le').toString('base64')]),
    sibling: post('<a/>'),
  },
  {
    name: 'P21 a RelayState of 81 bytes',
    code: 'http.bad_request',
    attack: post(genuine, ['RelayState', 'x'.repeat(81)]),
    sibling: post(genuine, ['RelayState', 'x'.repeat(80)]),
  },
  {
    name: 'P21 a RelayState of 81 bytes in 41 letters',
    code: 'http.bad_request',
    attack: post(genuine, ['RelayState', `${'é'.repeat(40)}x`]),
    sibling: post(genuine, ['RelayState', 'é'.repeat(40)]),
  },
]

describe('a form post is opened strictly', () => {
  for (const { name, code, attack, sibling } of posts)
    it(`${name}: ${code}`, () => {
      expect(openPost(attack)).toMatchObject({ ok: false, code })
      expect(openPost(sibling)).toMatchObject({ ok: true, kind: 'response' })
    })

  it('with base64 in lines, as some providers send it', () => {
    const lines = base64(genuine).replace(/.{76}/g, '$&\r\n')
    expect(openPost(form(['SAMLResponse', lines]))).toMatchObject({ ok: true, xml: genuine })
  })

  const led = [
    'https://evil.test',
    '//evil.test',
    '/\\evil.test',
    'javascript:alert(1)',
    'a\r\nSet-Cookie: b',
    '/company/users',
  ]
  it.each(led)('P21 and never follows RelayState %j', (relayState) => {
    expect(openPost(post(genuine, ['RelayState', relayState]))).not.toHaveProperty('relayState')
    expect(openPost(post(genuine, ['RelayState', 'Ab9_-']))).toMatchObject({ relayState: 'Ab9_-' })
  })
})

describe('a redirect is opened strictly', () => {
  it('X5 a bomb is not inflated: http.too_large', () => {
    const bomb = redirect(Buffer.alloc(64 * 1024 * 1024, ' '))
    expect(bomb.length).toBeLessThan(200 * 1024)
    const before = process.memoryUsage().rss
    expect(openRedirect(bomb)).toMatchObject({ ok: false, code: 'http.too_large' })
    expect(process.memoryUsage().rss - before).toBeLessThan(16 * 1024 * 1024)
    expect(openRedirect(redirect(padding(kilobytes256)))).toMatchObject({ ok: true, kind: 'request' })
  })

  it('X5 10 MB of elements out of 14 KB: http.too_large', () => {
    expect(openRedirect(redirect(`<a>${'<b/>'.repeat(2_500_000)}</a>`))).toMatchObject({ code: 'http.too_large' })
  })

  it('X6 what is not deflated: http.bad_request', () => {
    expect(openRedirect(form(['SAMLRequest', base64(genuine)]))).toMatchObject({ code: 'http.bad_request' })
    expect(openRedirect(redirect(genuine, ['SAMLRequest', deflate(genuine)]))).toMatchObject({
      code: 'http.bad_request',
    })
    expect(openRedirect(redirect(genuine, ['SigAlg', 'x']))).toMatchObject({ code: 'http.bad_request' })
    const disguised = redirect(genuine, ['SigAlg', 'x'], ['Signature', 'AAAA']).replace('SAMLRequest', '%53AMLRequest')
    expect(openRedirect(disguised)).toMatchObject({ code: 'http.bad_request' })
    expect(openRedirect(redirect(genuine, ['SigAlg', 'x'], ['Signature', 'AAAA']))).toMatchObject({ ok: true })
    expect(openRedirect(redirect(genuine))).toMatchObject({ ok: true, xml: genuine })
  })

  it('gives the very octets that were signed, in the order of the specification', () => {
    const algorithm = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
    const message = `SAMLRequest=${encodeURIComponent(deflate(genuine)).replaceAll('%2F', '%2f')}`
    const signed = `${message}&RelayState=a&SigAlg=${encodeURIComponent(algorithm)}`
    const value = createSign('sha256').update(signed).sign(idpKey.key, 'base64')
    const query = `SigAlg=${encodeURIComponent(algorithm)}&Signature=${encodeURIComponent(value)}&RelayState=a&${message}`
    expect(openRedirect(query)).toMatchObject({
      ok: true,
      relayState: 'a',
      signature: { algorithm, signed, value: Buffer.from(value, 'base64') },
    })
  })
})
