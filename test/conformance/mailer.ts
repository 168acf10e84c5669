import type { ParsedMail } from 'mailparser'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Mail, Mailer } from '../../src/ports/mailer.ts'

export interface OpenMailer {
  readonly mailer: Mailer
  /** Every mail that got out, in any order, and as a mailbox shows it: a repeat may be there once or twice. */
  received(): Promise<readonly ParsedMail[]>
  close(): Promise<void>
}

export const aMail = (changes: Partial<Mail> = {}): Mail => ({
  key: '0190b9a1-7d3c-7000-8000-000000000001',
  to: { name: 'Anna de Vries', address: 'anna@shared.example' },
  language: 'nl',
  subject: 'Je bent uitgenodigd',
  text: 'Maak je account af: http://localhost:3000/register/complete?secret=abc',
  html: '<p>Maak je account af</p>',
  ...changes,
})

/** What every mailer does, whether it reaches a server or a folder. */
export const describeMailer = (name: string, open: () => Promise<OpenMailer>): void => {
  describe(`${name} as a mailer`, () => {
    let opened: OpenMailer
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened.close())

    /** Sends this one mail and gives it as it arrived. */
    const delivered = async (changes: Partial<Mail>): Promise<ParsedMail> => {
      expect(await opened.mailer.send(aMail(changes))).toBe('accepted')
      const [mail, ...more] = await opened.received()
      expect(more).toEqual([])
      if (!mail) throw new Error('nothing arrived')
      return mail
    }

    it('brings the mail to the one it is for', async () => {
      const mail = await delivered({})
      expect(addressees(mail)).toEqual([{ name: 'Anna de Vries', address: 'anna@shared.example' }])
      expect(mail.subject).toBe('Je bent uitgenodigd')
      expect(mail.text?.trim()).toBe(aMail().text)
      expect(mail.html).toContain('<p>Maak je account af</p>')
      expect(mail.from?.value[0]?.name).toBe('Toegang')
      expect(mail.date).toBeInstanceOf(Date)
    })

    it('says that a machine wrote it, and in which language', async () => {
      const { headers } = await delivered({ language: 'en' })
      expect(headers.get('auto-submitted')).toBe('auto-generated')
      expect(headers.get('content-language')).toBe('en')
    })

    it('gives a repeat the same Message-ID, and another mail another one', async () => {
      for (const key of ['one', 'one', 'two']) await opened.mailer.send(aMail({ key }))
      const ids = (await opened.received()).map(({ messageId }) => messageId)
      expect(new Set(ids).size).toBe(2)
      expect(ids).toContain(ids.find((id) => id?.startsWith('<one@')))
    })

    it('brings letters of every kind, long lines and lines of one dot unharmed', async () => {
      const text = `Één ĳskoud 日本語 🗝️\n.\n..\nFrom here\n${'lang '.repeat(500)}\nhttp://localhost:3000/${'x'.repeat(900)}\neinde`
      const to = { name: 'Zoë Łukasz 山田', address: 'zoe+x@xn--n-9faa.example' }
      const mail = await delivered({ subject: `Toegang tot «één» 🗝️ ${'lang '.repeat(60)}einde`, text, to })
      expect(mail.text?.trim()).toBe(text)
      expect(mail.subject).toMatch(/^Toegang tot «één» 🗝️ lang .* einde$/)
      // The reader of mails shows punycode as letters.
      expect(addressees(mail)).toEqual([{ name: to.name, address: 'zoe+x@één.example' }])
    })

    it.each([
      'Eve\r\nBcc: eve@evil.example',
      'Eve\nBcc: eve@evil.example\n\nbody',
      'Eve" <eve@evil.example>, "Eve',
      'Eve <eve@evil.example>',
      'eve@evil.example, Anna',
      'eve@evil.example',
      'Eve (comment) \\',
      'undisclosed: eve@evil.example;',
      '=?utf-8?q?Eve_=3Ceve=40evil.example=3E=2C?=',
      '',
    ])('lets no name reach anybody else: %j', async (name) => {
      const mail = await delivered({ to: { name, address: 'anna@shared.example' } })
      expect(addressees(mail).map(({ address }) => address)).toEqual(['anna@shared.example'])
      expect(otherHeaders(mail)).toEqual([])
      expect(mail.text?.trim()).toBe(aMail().text)
    })

    it.each([
      'Hallo\r\nBcc: eve@evil.example',
      'Hallo\nX-Evil: yes\n\nbody',
      'Hallo\rTo: eve@evil.example',
      'Hallo\u2028Cc: eve@evil.example',
    ])('lets no subject become a header: %j', async (subject) => {
      const mail = await delivered({ subject })
      expect(otherHeaders(mail)).toEqual([])
      expect(mail.subject).toMatch(/^Hallo \S/)
      expect(addressees(mail)).toHaveLength(1)
      expect(mail.text?.trim()).toBe(aMail().text)
    })

    it.each([
      'anna@shared.example\r\nBcc: eve@evil.example',
      'anna@shared.example\n',
      'anna@shared.example, eve@evil.example',
      'anna@shared.example;eve@evil.example',
      'anna@shared.example eve@evil.example',
      'Anna <anna@shared.example>',
      '<anna@shared.example>',
      'group: anna@shared.example;',
      '"anna x"@shared.example',
      'anna@shared.example>',
      'anna@evil.example@shared.example',
      'anna(comment)@shared.example',
      'anna@[127.0.0.1]',
      'anna\u0000@shared.example',
      'ann\u0430@shared.example',
      'anna',
      '@shared.example',
      'anna@',
      '',
      `${'a'.repeat(250)}@shared.example`,
    ])('rejects what is not one plain address: %j', async (address) => {
      expect(await opened.mailer.send(aMail({ to: { name: 'Anna', address } }))).toBe('rejected')
      expect(await opened.received()).toEqual([])
    })

    it.each(['k\r\nBcc: eve@evil.example', '../../outside', 'k/../k', 'a b', 'één', 'k>', 'x'.repeat(400), ''])(
      'makes a sound Message-ID of any key: %j',
      async (key) => {
        const mail = await delivered({ key })
        expect(mail.messageId).toMatch(/^<[\w-]{1,128}@[\w.-]+>$/)
        expect(otherHeaders(mail)).toEqual([])
      },
    )

    it('reads no file and no address on the network for a text that looks like one', async () => {
      const text = { path: '/etc/hostname' } as unknown as string
      await expect(opened.mailer.send(aMail({ text }))).rejects.toThrow()
      expect(await opened.received()).toEqual([])
    })
  })
}

const addressees = (mail: ParsedMail) => [mail.to ?? []].flat().flatMap(({ value }) => value)

/** Headers that nobody asked for. */
const otherHeaders = (mail: ParsedMail): string[] =>
  [...mail.headers.keys()].filter((header) => /^(cc|bcc|reply-to|sender|resent-.*|x-evil)$/.test(header))
