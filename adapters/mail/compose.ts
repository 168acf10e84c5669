import { createHash } from 'node:crypto'
import type { SendMailOptions } from 'nodemailer'
import type { Mail } from '../../src/ports/mailer.ts'

export interface Sender {
  readonly name: string
  readonly address: string
}

/**
 * What nodemailer is given for a mail; `undefined` when the address is not exactly one plain mailbox.
 * The Message-ID follows from the key, so that a repeat is the same mail (RFC 5322, 3.6.4). Machines are told not to answer
 * (RFC 3834, section 5), and the language is named (RFC 3282).
 */
export const compose = (mail: Mail, from: Sender): (SendMailOptions & { to: Sender }) | undefined => {
  // nodemailer reads commas and line breaks in an address as more recipients, so such a one must not reach it.
  if (!mailbox.test(mail.to.address) || mail.to.address.length > 254) return undefined
  return {
    messageId: `<${fileSafe(mail.key)}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    from: { name: oneLine(from.name), address: from.address },
    to: { name: oneLine(mail.to.name), address: mail.to.address },
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** The key itself where it can stand in a Message-ID and a file name as it is, else its hash. */
export const fileSafe = (key: string): string =>
  /^[A-Za-z0-9_-]{1,128}$/.test(key) ? key : createHash('sha256').update(key).digest('hex')

const mailbox = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
