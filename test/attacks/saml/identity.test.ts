import { describe, expect, it } from 'vitest'
import { verifyResponse } from '../../../adapters/saml/assertion.ts'
import { readFacts } from '../../../adapters/saml/facts.ts'
import type { ResponseOptions } from '../../fakes/idp/message.ts'
import { expected, make, user } from './stage.ts'
import { swap } from './surgery.ts'

const accepted = async (options: Partial<ResponseOptions>) => {
  const answer = await verifyResponse(make(options), expected())
  if (!answer.ok) throw new Error(`${answer.code}: ${answer.detail}`)
  return answer.assertion
}

describe('who it is, is read whole', () => {
  const splits: [string, string][] = [
    ['a comment', '<!-- -->'],
    ['an empty CDATA section', '<![CDATA[]]>'],
    ['two comments', '<!----><!--x-->'],
  ]
  it.each(splits)('S4, S5 with %s inside the NameID, before signing and after', async (_name, split) => {
    const whole = { ...user, nameId: 'administrator@acme.example.evil.test' }
    const place = (xml: string) => swap(xml, '.evil.test</saml:NameID>', `${split}.evil.test</saml:NameID>`)
    expect((await accepted({ user: whole, assertion: place })).nameId).toBe(whole.nameId)
    expect((await accepted({ user: whole, tamper: place })).nameId).toBe(whole.nameId)
  })

  it('S5 with CDATA as text', async () => {
    const { nameId } = await accepted({ assertion: (xml) => swap(xml, 'sso@acme', '<![CDATA[sso@acme&]]>') })
    expect(nameId).toBe('sso@acme&.example')
  })

  it('S3 with characters that one parser takes for a line feed and another does not', async () => {
    const odd = (xml: string) => swap(xml, 'sso@acme', 'sso&#x85;&#x2028;@acme')
    const byNumber = (xml: string) => swap(xml, '\u0085\u2028', '&#x85;&#8232;')
    for (const tamper of [(xml: string) => xml, byNumber])
      expect((await accepted({ assertion: odd, tamper })).nameId).toBe('sso\u0085\u2028@acme.example')
  })

  it('S4 with a comment inside an attribute’s value', async () => {
    const place = (xml: string) =>
      swap(xml, '.example</saml:AttributeValue>', '.example<!-- -->.evil</saml:AttributeValue>')
    expect((await accepted({ assertion: place })).attributes.get('email')).toEqual(['sso@acme.example.evil'])
  })
})

describe('X7 an attribute is only an attribute', () => {
  const names = ['__proto__', 'constructor', 'nameID', 'nameId', 'issuer', 'hasOwnProperty']
  it.each(names)('even when it is called %s', async (name) => {
    const assertion = await accepted({ user: { nameId: 'x', attributes: { [name]: 'evil' } } })
    expect(assertion.attributes.get(name)).toEqual(['evil'])
    expect(assertion.nameId).toBe('x')
    expect(({} as Record<string, unknown>).evil).toBeUndefined()
  })

  it('and never stands in for a name that is absent', async () => {
    const assertion = await accepted({ user: { nameId: '', attributes: { nameID: 'evil', nameId: 'evil' } } })
    expect(readFacts(assertion)).toMatchObject({ ok: false, code: 'identity.no_stable_id' })
  })
})
