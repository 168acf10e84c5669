import { createTransport } from 'nodemailer'
import type { Mailer } from '../../src/ports/mailer.ts'
import type { SmtpConfig } from '../config.ts'
import { compose } from './compose.ts'

/** How long the server may keep us waiting, in milliseconds; RFC 5321 (4.5.3.2) is more patient, but the outbox comes back. */
export interface Patience {
  readonly connect: number
  readonly silence: number
}

const usual: Patience = { connect: 10_000, silence: 30_000 }

/**
 * Mail over SMTP, a connection for each. `rejected` is what the server says of this mail (5yz to its recipient or its content,
 * RFC 5321, 4.2.1); anything else that goes wrong is about us, the server or the line, and throws.
 * A login never crosses the network in the clear: without STARTTLS the mail waits.
 */
export const openSmtp = (config: SmtpConfig, patience: Patience = usual): Mailer => {
  const transport = transportOf(config, patience)
  return {
    send: async (mail) => {
      const message = compose(mail, config.from)
      if (message === undefined) return 'rejected'
      try {
        await transport.sendMail({ ...message, envelope: { from: config.from.address, to: [message.to.address] } })
        return 'accepted'
      } catch (fault) {
        if (isAboutThisMail(fault)) return 'rejected'
        throw fault
      }
    },
  }
}

const transportOf = (config: SmtpConfig, patience: Patience) => {
  const local = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(config.host)
  return createTransport({
    host: config.host,
    port: config.port,
    secure: config.secure,
    requireTLS: config.login !== undefined && !local,
    // A server on this machine mostly has a certificate that nobody signed.
    tls: { rejectUnauthorized: !local },
    auth: config.login && { user: config.login.user, pass: config.login.password },
    dnsTimeout: patience.connect,
    connectionTimeout: patience.connect,
    greetingTimeout: patience.connect,
    socketTimeout: patience.silence,
  })
}

/** Connects and signs in, sends nothing. Throws what the server or the line says. */
export const trySmtp = async (config: SmtpConfig): Promise<void> => {
  await transportOf(config, usual).verify()
}

// The reply to MAIL FROM is about the sender, and 530 and 535 are about the login: settings that somebody can put right.
const isAboutThisMail = (fault: unknown): boolean => {
  if (!(fault instanceof Error)) return false
  const { responseCode, command } = fault as { responseCode?: unknown; command?: unknown }
  if (typeof responseCode !== 'number' || responseCode < 500 || responseCode === 530 || responseCode === 535)
    return false
  return command === 'RCPT TO' || command === 'DATA'
}
