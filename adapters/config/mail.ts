import type { EnvironmentReader } from './environment.ts'

export interface SmtpConfig {
  readonly host: string
  readonly port: number
  /** TLS from the first byte, instead of by STARTTLS. */
  readonly secure: boolean
  readonly login?: { readonly user: string; readonly password: string }
  readonly from: { readonly name: string; readonly address: string }
}

/** The mail server and the sender; absent when neither is set. */
export const readSmtp = (read: EnvironmentReader): SmtpConfig | undefined => {
  if (!read.some(['SMTP_URL', 'MAIL_FROM'])) return undefined
  read.together(['SMTP_URL', 'MAIL_FROM'])
  const server = read.parsed('SMTP_URL', mailServer)
  const from = read.parsed('MAIL_FROM', sender)
  return server && from && { ...server, from }
}

/** Nothing but scheme, login, host and port: no option of the mail library can come in through the address. */
const mailServer = (value: string): Omit<SmtpConfig, 'from'> | undefined => {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url?.hostname || !/^smtps?:$/.test(url.protocol)) return undefined
  if (!/^\/?$/.test(url.pathname) || url.search || url.hash) return undefined
  const secure = url.protocol === 'smtps:'
  const [user, password] = [decoded(url.username), decoded(url.password)]
  if (user === undefined || password === undefined || (user === '') !== (password === '')) return undefined
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    login: user ? { user, password } : undefined,
  }
}

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** `address`, `Name <address>` or `"Name" <address>`. */
const sender = (value: string): SmtpConfig['from'] | undefined => {
  const [, quoted, plain, named, bare] = mailbox.exec(value) ?? []
  const address = named ?? bare ?? ''
  if (!plainAddress.test(address)) return undefined
  return { name: quoted || plain || 'Toegang', address }
}

const mailbox = /^\s*(?:(?:"([^"\p{Cc}]*)"|([^"<>\p{Cc}]*?))\s*<([^<>\s]+)>|([^<>\s]+))\s*$/u
const plainAddress = /^[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/
