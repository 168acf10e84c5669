import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SmtpConfig } from '../../adapters/config.ts'
import { openLog } from '../../adapters/log.ts'
import { openPreview } from '../../adapters/mail/preview.ts'
import { openSmtp } from '../../adapters/mail/smtp.ts'
import { aMail, describeMailer } from '../conformance/mailer.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'

const patience = { connect: 1000, silence: 1000 }
const configFor = (port: number, changes: Partial<SmtpConfig> = {}): SmtpConfig => ({
  host: '127.0.0.1',
  port,
  secure: false,
  from: { name: 'Toegang', address: 'noreply@toegang.example' },
  ...changes,
})

describeMailer('smtp', async () => {
  const server = await startSmtp()
  return {
    mailer: openSmtp(configFor(server.port), patience),
    received: async () => {
      // Whom the server was told to bring it to is what counts, whatever the mail says.
      for (const { to } of server.mails) expect(to).toHaveLength(1)
      return server.mails.map(({ mail }) => mail)
    },
    close: server.close,
  }
})

describeMailer('preview', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'toegang-mail-'))
  const folder = join(parent, 'data', 'mail')
  return {
    mailer: openPreview(folder, openLog('silent')),
    received: async () => {
      // Nothing lands outside the folder.
      expect(readdirSync(parent).filter((name) => name !== 'data')).toEqual([])
      return Promise.all(filesIn(folder).map((file) => simpleParser(readFileSync(file))))
    },
    close: async () => rmSync(parent, { recursive: true }),
  }
})

describe('smtp', () => {
  let server: SmtpFake
  const start = async (options?: SMTPServerOptions) => {
    server = await startSmtp(options)
    return server
  }
  afterEach(() => server.close())
  const send = (changes?: Partial<SmtpConfig>) => openSmtp(configFor(server.port, changes), patience).send(aMail())

  it('sends from the address of the settings, on the wire and in the mail', async () => {
    await start()
    await send()
    expect(server.mails[0]).toMatchObject({ from: 'noreply@toegang.example', to: ['anna@shared.example'] })
    expect(server.mails[0]?.mail.from?.value).toMatchObject([{ name: 'Toegang', address: 'noreply@toegang.example' }])
    expect(server.mails[0]?.mail.messageId).toBe('<0190b9a1-7d3c-7000-8000-000000000001@toegang.example>')
  })

  it('keeps punycode on the wire', async () => {
    await start()
    const mail = aMail({ to: { name: 'Zoë', address: 'zoe@xn--n-9faa.example' } })
    await openSmtp(configFor(server.port), patience).send(mail)
    expect(server.mails[0]?.to).toEqual(['zoe@xn--n-9faa.example'])
    expect(server.mails[0]?.raw).toContain('<zoe@xn--n-9faa.example>')
  })

  it.each([
    ['recipient', 550],
    ['recipient', 553],
    ['data', 552],
    ['data', 554],
  ] as const)('is told at the %s that this mail will never be taken: %i', async (at, code) => {
    await start()
    server.refuse(at, code, 1)
    expect(await send()).toBe('rejected')
    expect(server.mails).toEqual([])
    expect(await send()).toBe('accepted')
  })

  it.each([
    ['connect', 421],
    ['connect', 554],
    ['from', 451],
    ['from', 550],
    ['recipient', 450],
    ['recipient', 530],
    ['data', 452],
  ] as const)('throws for what may pass, or what the settings can mend: %s %i', async (at, code) => {
    await start()
    server.refuse(at, code, 1)
    await expect(send()).rejects.toThrow()
    expect(server.mails).toEqual([])
    expect(await send()).toBe('accepted')
  })

  it('throws when the line breaks before the mail is taken in', async () => {
    await start()
    server.drop('before data')
    await expect(send()).rejects.toThrow()
    expect(server.mails).toEqual([])
  })

  it('throws when the line breaks before the confirmation, and repeats under the same Message-ID', async () => {
    await start()
    server.drop('after data')
    await expect(send()).rejects.toThrow()
    expect(await send()).toBe('accepted')
    const [first, second] = server.mails
    expect(second?.mail.messageId).toBe(first?.mail.messageId)
  })

  it('throws when the server falls silent', async () => {
    await start()
    server.fallSilent()
    await expect(openSmtp(configFor(server.port), { connect: 100, silence: 100 }).send(aMail())).rejects.toThrow()
  })

  it('throws when nobody listens', async () => {
    await start()
    await server.close()
    await expect(send()).rejects.toThrow()
  })

  it('shows no password in what it throws', async () => {
    await start({ authOptional: false })
    server.refuse('login', 535)
    const fault = await send({ login: { user: 'toegang', password: 'hush' } }).catch((thrown: Error) => thrown)
    expect(fault).toBeInstanceOf(Error)
    expect(JSON.stringify([fault, (fault as Error).message])).not.toMatch(/hush|aHVza/)
  })

  describe('with a login', () => {
    const login = { user: 'toegang', password: 'hush' }
    // A loopback address that the adapter does not take for one: it stands for a server elsewhere.
    const elsewhere = '::ffff:127.0.0.1'
    const logins: string[] = []
    const onAuth: SMTPServerOptions['onAuth'] = ({ username = '', password = '' }, _, done) => {
      logins.push(`${username} ${password}`)
      done(null, { user: username })
    }
    beforeEach(() => {
      logins.length = 0
    })

    it('logs in over TLS on this machine, whoever signed the certificate', async () => {
      await start({ authOptional: false, disabledCommands: [], onAuth })
      expect(await send({ login })).toBe('accepted')
      expect(logins).toEqual(['toegang hush'])
    })

    it('throws when the login is refused: the settings can mend that', async () => {
      await start({ authOptional: false })
      server.refuse('login', 535)
      await expect(send({ login })).rejects.toThrow()
    })

    it('never logs in elsewhere without TLS', async () => {
      await start({ onAuth, allowInsecureAuth: true })
      await expect(send({ login, host: elsewhere })).rejects.toThrow(/STARTTLS/)
      expect(logins).toEqual([])
      expect(await send({ host: elsewhere })).toBe('accepted')
    })

    it('never logs in elsewhere when nobody trusted signed the certificate', async () => {
      await start({ disabledCommands: [], onAuth })
      await expect(send({ login, host: elsewhere })).rejects.toThrow(/certificate/)
      expect(logins).toEqual([])
    })
  })
})

describe('preview', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'toegang-mail-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('keeps one file for a mail and its repeats, the last of them', async () => {
    const preview = openPreview(folder, openLog('silent'))
    await preview.send(aMail({ key: 'one', subject: 'first' }))
    await preview.send(aMail({ key: 'one', subject: 'second' }))
    expect(filesIn(folder)).toEqual([join(folder, 'one.eml')])
    expect(readFileSync(join(folder, 'one.eml'), 'utf8')).toMatch(/^Subject: second\r$/m)
  })

  it('logs the subject and every link once, whole, and not whom it is for', async () => {
    const lines: string[] = []
    const text =
      'Ga naar http://localhost:3000/a?secret=abc (of http://localhost:3000/b)\nhttp://localhost:3000/a?secret=abc'
    await openPreview(folder, openLog('info', { write: (line) => lines.push(line) })).send(aMail({ text }))
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      subject: 'Je bent uitgenodigd',
      links: ['http://localhost:3000/a?secret=abc', 'http://localhost:3000/b'],
    })
    expect(lines[0]).not.toMatch(/anna|Anna/)
  })
})

const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch {
    return []
  }
}
