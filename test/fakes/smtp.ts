import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { domainToASCII } from 'node:url'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A mail as the server took it: whom it was for on the wire, and what it says. */
interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly mail: ParsedMail
  /** As it came over the line. */
  readonly raw: string
}

type Moment = 'connect' | 'login' | 'from' | 'recipient' | 'data'

export interface SmtpFake {
  readonly port: number
  /** For `SMTP_URL`. */
  readonly url: string
  readonly mails: readonly ReceivedMail[]
  readonly connections: number
  /** Answers `code` at this moment, for the next `times` mails (for ever unless given). */
  refuse(at: Moment, code: number, times?: number): void
  /** Cuts the line of the next mail: before its content is read, or when it is taken in but not yet confirmed. */
  drop(when: 'before data' | 'after data'): void
  /** Takes connections, and says nothing from then on. */
  fallSilent(): void
  /** Back to taking everything. */
  behave(): void
  /** The first mail, also one to come, that fits. */
  waitFor(fits: (received: ReceivedMail) => boolean): Promise<ReceivedMail>
  close(): Promise<void>
}

/** A real SMTP server on loopback. `options` are smtp-server's, for instance to ask for a login or to use TLS. */
export const startSmtp = async (options: SMTPServerOptions = {}): Promise<SmtpFake> => {
  const mails: ReceivedMail[] = []
  const waiting = new Set<() => void>()
  const lines = new Map<number | undefined, Socket>()
  let refusal: { at: Moment; code: number; left: number } | undefined
  let dropping: 'before data' | 'after data' | undefined
  let silent = false
  let connections = 0

  const judge = (at: Moment): Error | undefined => {
    if (refusal?.at !== at || refusal.left === 0) return undefined
    refusal.left -= 1
    return Object.assign(new Error('refused by the test'), { responseCode: refusal.code })
  }
  const cut = (port: number): void => {
    dropping = undefined
    lines.get(port)?.destroy()
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    onConnect: (_, done) => {
      connections += 1
      if (!silent) done(judge('connect'))
    },
    onAuth: ({ username }, _, done) => done(judge('login'), { user: username }),
    onMailFrom: (_, __, done) => done(judge('from')),
    onRcptTo: (_, __, done) => done(judge('recipient')),
    onData: async (stream, session, done) => {
      if (dropping === 'before data') return cut(session.remotePort)
      const chunks = await stream.toArray().catch(() => undefined)
      if (!chunks) return // the client hung up half-way
      const raw = Buffer.concat(chunks)
      const refused = judge('data')
      if (refused) return done(refused)
      const { mailFrom, rcptTo } = session.envelope
      const from = mailFrom ? inAscii(mailFrom.address) : ''
      const mail = await simpleParser(raw)
      mails.push({ from, to: rcptTo.map(({ address }) => inAscii(address)), mail, raw: raw.toString() })
      for (const look of waiting) look()
      if (dropping === 'after data') return cut(session.remotePort)
      done()
    },
    ...options,
  })
  server.on('error', () => undefined) // lines that break are the test's doing
  server.server.on('connection', (socket: Socket) => lines.set(socket.remotePort, socket))
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo

  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    mails,
    get connections() {
      return connections
    },
    refuse: (at, code, times = Number.POSITIVE_INFINITY) => {
      refusal = { at, code, left: times }
    },
    drop: (when) => {
      dropping = when
    },
    fallSilent: () => {
      silent = true
    },
    behave: () => {
      refusal = undefined
      dropping = undefined
      silent = false
    },
    waitFor: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          const found = mails.find(fits)
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

// smtp-server reads punycode as letters; addresses are kept and sent in ASCII.
const inAscii = (address: string): string => address.replace(/[^@]*$/, domainToASCII)
