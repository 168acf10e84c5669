import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { domainNames } from '../../../adapters/system/domain-names.ts'

const longest = [63, 63, 63, 61].map((length) => 'a'.repeat(length)).join('.')

describe('a domain in ASCII', () => {
  it.each([
    ['shared.nl', 'shared.nl'],
    ['Shared.NL', 'shared.nl'],
    ['hr.shared.nl', 'hr.shared.nl'],
    ['shared.example', 'shared.example'],
    ['3m.com', '3m.com'],
    ['faß.de', 'xn--fa-hia.de'],
    ['FASS.de', 'fass.de'],
    ['één.nl', 'xn--n-9faa.nl'],
    ['e\u0301e\u0301n.nl', 'xn--n-9faa.nl'],
    ['XN--N-9FAA.nl', 'xn--n-9faa.nl'],
    ['例え.jp', 'xn--r8jz45g.jp'],
    ['क्‍ष.com', 'xn--11b2ezcw70k.com'],
    [`${'a'.repeat(63)}.nl`, `${'a'.repeat(63)}.nl`],
    [longest, longest],
  ])('%s becomes %s', (written, ascii) => {
    expect(domainNames.toAscii(written)).toBe(ascii)
  })

  it.each([
    ['Cyrillic а', 'sh\u0430red.nl'],
    ['Greek ο', 'g\u03bf.nl'],
    ['dotless ı', 'm\u0131ke.nl'],
  ])('stays apart from what it looks like: %s', (_, written) => {
    expect(domainNames.toAscii(written)).toMatch(/^xn--/)
  })

  it.each([
    ['nothing', ''],
    ['a dot', '.'],
    ['one label', 'localhost'],
    ['a trailing dot', 'shared.nl.'],
    ['a leading dot', '.shared.nl'],
    ['an empty label', 'shared..nl'],
    ['a full-width dot', 'shared\uff0enl'],
    ['a second full-width dot', 'hr\uff0eshared.nl'],
    ['an ideographic dot', 'shared\u3002nl'],
    ['a half-width dot', 'shared\uff61nl'],
    ['a zero-width joiner', 'sha\u200dred.nl'],
    ['a zero-width non-joiner', 'sha\u200cred.nl'],
    ['a zero-width space', 'sha\u200bred.nl'],
    ['a soft hyphen', 'sha\u00adred.nl'],
    ['a byte order mark', '\ufeffshared.nl'],
    ['a variation selector', 'shared\ufe0f.nl'],
    ['an underscore', 'sha_red.nl'],
    ['a leading hyphen', '-shared.nl'],
    ['a trailing hyphen', 'shared-.nl'],
    ['a full-width hyphen at the end', 'shared\uff0d.nl'],
    ['hyphens at the third and fourth place', 'sh--ared.nl'],
    ['a label of 64', `${'a'.repeat(64)}.nl`],
    ['a name of 254', `a${longest}`],
    ['broken punycode', 'xn--a.nl'],
    ['punycode of ASCII', 'xn--shared-.nl'],
    ['punycode with letters outside ASCII', 'xn--faß-.de'],
    ['a percent sign', 'shared%2enl.nl'],
    ['a space', 'sha red.nl'],
    ['a tab', 'sha\tred.nl'],
    ['a line break', 'shared.nl\r\nBcc: eve@evil.nl'],
    ['a line break at the end', 'shared.nl\n'],
    ['a NUL', 'shared\u0000.nl'],
    ['a port', 'shared.nl:80'],
    ['a path', 'shared.nl/x'],
    ['an @', 'a@shared.nl'],
    ['a comma', 'shared.nl,evil.nl'],
    ['an address of a machine', '127.0.0.1'],
    ['one in full-width digits', '１２７.0.0.1'],
    ['one in another notation', '0x7f.1'],
    ['an IPv6 address', '[::1]'],
    ['an address literal', '[127.0.0.1]'],
    ['mixed directions', 'א1a.nl'],
    ['a sign that hides a slash', '℀.nl'],
  ])('is refused: %s', (_, written) => {
    expect(domainNames.toAscii(written)).toBeUndefined()
  })

  it('is a host name whatever was written, and stays what it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string({ unit: 'binary', maxLength: 40 }), domainLike), (written) => {
        const ascii = domainNames.toAscii(written)
        if (ascii === undefined) return
        expect(ascii).toMatch(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/)
        expect(domainNames.toAscii(ascii)).toBe(ascii)
      }),
    )
  })

  it('is the same for a plain name, which is not looked at any further, as by the rules', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,4}[a-z0-9])?$/)
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), (labels) => {
        const written = labels.join('.')
        // A capital is not plain.
        expect(domainNames.toAscii(written)).toBe(
          domainNames.toAscii(written.replace(/[a-z]/, (one) => one.toUpperCase())),
        )
      }),
    )
  })
})

const domainLike = fc
  .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 4 })
  .map((labels) => labels.join('.'))

describe('domains that belong to everybody', () => {
  it.each(['gmail.com', 'outlook.com', 'hotmail.nl', 'ziggo.nl', 'xs4all.nl', 'proton.me', 'tuta.com', 'eu.gmail.com'])(
    '%s is public mail',
    (domain) => {
      expect(domainNames.isPublicMail(domain)).toBe(true)
    },
  )

  it.each(['nl', 'co.uk', 'github.io', 'com', 'foo.ck', 'example'])('%s is a public suffix', (domain) => {
    expect(domainNames.isPublicSuffix(domain)).toBe(true)
  })

  it.each([
    'shared.nl',
    'hr.shared.nl',
    'acme.example',
    'acme.test',
    'acme.github.io',
    'acme.co.uk',
    'example.com',
    'notgmail.com',
    'gmail.com.shared.nl',
  ])('%s is neither', (domain) => {
    expect(domainNames.isPublicMail(domain)).toBe(false)
    expect(domainNames.isPublicSuffix(domain)).toBe(false)
  })
})
