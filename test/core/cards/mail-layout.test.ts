import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml } from '../../../src/cards/escape-html.ts'
import { type MailParts, renderMail } from '../../../src/cards/mail-layout.ts'
import { textsIn } from '../../../src/texts/in-language.ts'
import { hostile } from './samples.ts'

const nl = textsIn('nl')
const base = 'https://toegang.example'
const parts: MailParts = {
  subject: 'Je uitnodiging',
  text: ['Eerste alinea.', 'Tweede alinea.'],
  button: { label: 'Openen', path: '/register/complete?secret=a&b=c' },
  after: ['Tot slot.'],
}

const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? []

const unescaped = (html: string): string =>
  html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'")

const readBy = (html: string): string => unescaped(html.replace(/<[^>]*>/g, '\n'))

describe('a mail', () => {
  it('says the same in text and in HTML', () => {
    const { text, html } = renderMail(parts, nl, base)
    for (const sentence of [
      ...parts.text,
      'Openen',
      'Tot slot.',
      nl.mail.footer,
      `${base}/register/complete?secret=a&b=c`,
    ]) {
      expect(text).toContain(sentence)
      expect(readBy(html)).toContain(sentence)
    }
  })

  it('has one button, with the address written out below it', () => {
    const { text, html } = renderMail(parts, nl, base)
    expect(html.match(/<a /g)).toHaveLength(1)
    expect(html).toContain('href="https://toegang.example/register/complete?secret=a&amp;b=c"')
    expect(readBy(html)).toContain(nl.mail.orCopy)
    expect(text.split(base)).toHaveLength(2)
  })

  it('has no button and no address when it leads nowhere', () => {
    const { text, html } = renderMail({ subject: 'Weg', text: ['Weg.'] }, nl, base)
    expect(html).not.toContain('<a ')
    expect(html).not.toContain(nl.mail.orCopy)
    expect(text).not.toContain('http')
  })

  it('is in the language that it says', () => {
    expect(renderMail(parts, nl, base).html).toContain('<html lang="nl">')
    expect(renderMail(parts, textsIn('en'), base).html).toContain('<html lang="en">')
    expect(renderMail(parts, textsIn('en'), base).text).toContain(textsIn('en').mail.footer)
  })

  it('loads nothing and runs nothing', () => {
    const { html } = renderMail(parts, nl, base)
    expect(html).not.toMatch(/<(script|img|link|iframe|form|style)|url\(|@import|\son\w+=/i)
  })

  it('sets colours on its button only, so that it is readable in the dark', () => {
    const { html } = renderMail(parts, nl, base)
    const coloured = tagsOf(html).filter((tag) => /(^|[^-])color:|background/.test(tag))
    expect(coloured).toHaveLength(1)
    expect(coloured[0]).toMatch(/^<a .*background-color:#0b5cad.*color:#ffffff/)
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
  })

  it('joins the address of the portal and the path with one slash', () => {
    expect(renderMail(parts, nl, `${base}/`).text).toContain(`${base}/register`)
    expect(renderMail(parts, nl, `${base}/toegang/`).text).toContain(`${base}/toegang/register`)
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', '.evil.example', '', 'javascript:alert(1)'])(
    'never links to %s',
    (path) => {
      expect(() => renderMail({ ...parts, button: { label: 'x', path } }, nl, base)).toThrow('pages of the portal only')
    },
  )

  it('keeps its subject on one line', () => {
    const { subject } = renderMail({ ...parts, subject: 'Hallo\r\nBcc: alle@acme.example\n\tdaar ' }, nl, base)
    expect(subject).toBe('Hallo Bcc: alle@acme.example daar')
  })

  it('keeps the lines of a text of several lines', () => {
    const { text, html } = renderMail({ ...parts, text: ['Reden: een\r\ntwee\ndrie'] }, nl, base)
    expect(html).toContain('een<br>twee<br>drie')
    expect(text).toContain('twee\ndrie')
  })
})

describe('hostile text in a mail', () => {
  it.each(hostile)('is text: %s', (text) => {
    const hostileParts = { subject: text, text: [text], button: { label: text, path: '/x' }, after: [text] }
    const harmless = { subject: 'x', text: ['x'], button: { label: 'x', path: '/x' }, after: ['x'] }
    const { html } = renderMail(hostileParts, nl, base)
    expect(tagsOf(html)).toEqual(tagsOf(renderMail(harmless, nl, base).html))
    expect(readBy(html).split(text)).toHaveLength(5)
  })

  it('makes no tag and breaks out of no attribute, whatever it is', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom('<', '>', '"', "'", '&', '/', '=', ' ', 'a', '\n', '&amp;', '<br>', '-->'), {
          maxLength: 12,
        })
        .map((some) => some.join('')),
    )
    fc.assert(
      fc.property(anything, anything, anything, (words, label, path) => {
        const link = { label, path: `/x${path}` }
        const { html, text } = renderMail({ subject: words, text: [words], button: link, after: [words] }, nl, base)
        const plain = renderMail(
          { subject: 'x', text: ['x'], button: { label: 'x', path: '/x' }, after: ['x'] },
          nl,
          base,
        )
        const shape = (one: string) =>
          tagsOf(one)
            .filter((tag) => tag !== '<br>')
            .map((tag) => tag.replace(/href="[^"]*"/, 'href'))
        expect(shape(html)).toEqual(shape(plain.html))
        expect(unescaped(/href="([^"]*)"/.exec(html)?.[1] ?? '')).toBe(`${base}/x${path}`)
        expect(text).toContain(words)
      }),
    )
  })

  it('comes back the same when HTML is read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = escapeHtml(text)
        expect(unescaped(escaped)).toBe(text)
        expect(escaped).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/)
      }),
    )
  })
})
