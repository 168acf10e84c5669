import { BlockList, isIP } from 'node:net'

export type Environment = Readonly<Record<string, string | undefined>>

/** Every variable, with where its value comes from: what somebody is told who forgot it. */
export const variables = {
  HOST: 'the address to listen on, such as 127.0.0.1',
  PORT: 'a number from 1 to 65535',
  BASE_URL: 'how browsers reach this server, such as https://toegang.example',
  DATA_DIR: 'a folder',
  DATABASE_URL: 'postgres://user:password@host/database',
  SECRET_KEY: '32 or more random bytes in base64; make one with: openssl rand -base64 32',
  OPERATOR_TOKEN: 'a long random text; make one with: openssl rand -hex 32',
  ACCESS_TOKEN: 'a long random text; make one with: openssl rand -hex 32',
  SMTP_URL: 'smtp://user:password@host:587, or smtps:// for TLS from the start',
  MAIL_FROM: 'the sender, such as: Toegang <noreply@toegang.example>',
  SLACK_SIGNING_SECRET: 'in Slack under Basic Information, App Credentials',
  SLACK_BOT_TOKEN: 'in Slack under OAuth & Permissions; it begins with xoxb-',
  SLACK_APP_TOKEN: 'in Slack under Basic Information, App-Level Tokens; it begins with xapp-',
  SLACK_CLIENT_ID: 'in Slack under Basic Information, App Credentials',
  SLACK_CLIENT_SECRET: 'in Slack under Basic Information, App Credentials',
  SLACK_API_URL: 'the root of a Slack Web API',
  TEAMS_CLIENT_ID: 'the application (client) id of the bot, in Entra under App registrations',
  TEAMS_CLIENT_SECRET: 'in Entra under App registrations, Certificates & secrets',
  TEAMS_TENANT_ID: 'the directory (tenant) id, in Entra under App registrations',
  TEAMS_AUTH: 'on, or off to try it out on this machine',
  TEAMS_LOGIN_URL: 'the root of the service that hands out tokens',
  TEAMS_OPENID_METADATA_URL: 'the OpenID metadata of the Bot Connector',
  TEAMS_GRAPH_URL: 'the root of Microsoft Graph',
  TEAMS_SERVICE_HOSTS: 'names or addresses of this machine, without ports, separated by commas',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'the root of an OpenTelemetry collector over HTTP, such as http://localhost:4318',
  MOST_IN_PROGRESS: 'a number of requests, such as 1000',
  LOG_LEVEL: 'one of fatal, error, warn, info, debug, trace and silent',
} as const

export type Variable = keyof typeof variables

// Names that begin like this are meant for this product, so one that it doesn't know is a slip of the pen.
const ours = /^(SLACK|TEAMS|SMTP|MAIL|DATABASE|OPERATOR|ACCESS)_/

const isVariable = (name: string): name is Variable => Object.hasOwn(variables, name)

/**
 * Reads an environment and gathers every mistake in it, for a person to read. A mistake names its variable and never shows the
 * value, which may be a secret. An empty value is an absent one, as composed containers pass them.
 */
export class EnvironmentReader {
  readonly mistakes: string[] = []
  readonly #values: Environment

  constructor(values: Environment) {
    this.#values = values
    for (const [name, value] of Object.entries(values)) {
      if (!value) continue
      if (ours.test(name) && !isVariable(name))
        this.mistakes.push(`${name} is not a setting of Toegang: correct the name or remove it`)
      if (isVariable(name) && (value.trim() !== value || /\p{Cc}/u.test(value)))
        this.wrong(name, 'has spaces around it, or a line break in it: remove them')
    }
  }

  has(name: Variable): boolean {
    return Boolean(this.#values[name])
  }

  /** Notes that `name` is wrong, and how to put it right. */
  wrong(name: Variable, what: string): undefined {
    this.mistakes.push(`${name} ${what}`)
  }

  /** The value as it was written. */
  text(name: Variable): string | undefined {
    return this.#values[name] || undefined
  }

  /** A value that must be there. */
  required(name: Variable, because = ''): string | undefined {
    return this.text(name) ?? this.wrong(name, `is missing${because}: ${variables[name]}`)
  }

  /** Whether any of these is there. */
  some(names: readonly Variable[]): boolean {
    return names.some((name) => this.has(name))
  }

  /** The values of variables that only work together; each one that is missing is a mistake. */
  together<V extends Variable>(names: readonly V[]): Record<V, string> | undefined {
    const present = names.filter((name) => this.has(name))
    const values = names.map((name) => [name, this.required(name, ` (needed with ${present.join(' and ')})`)] as const)
    const complete = values.every(([, value]) => value !== undefined)
    return complete ? (Object.fromEntries(values) as Record<V, string>) : undefined
  }

  /** Refuses variables that mean nothing the way the rest is set up. */
  without(names: readonly Variable[], why: string): void {
    for (const name of names) if (this.has(name)) this.wrong(name, `must be removed: ${why}`)
  }

  /** What `form` makes of the value; a value that it makes nothing of is a mistake. */
  parsed<T>(name: Variable, form: (value: string) => T | undefined): T | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    return form(value) ?? this.wrong(name, `is not right: ${variables[name]}`)
  }

  /** The address of a web service, without a slash at the end. It is reached over TLS, unless it is this machine. */
  url(name: Variable): string | undefined {
    const url = this.parsed(name, webAddress)
    if (url?.protocol === 'http:' && !isLoopback(url.hostname)) return this.wrong(name, 'must begin with https://')
    return url?.href.replace(/\/+$/, '')
  }
}

const webAddress = (value: string): URL | undefined => {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    return undefined
  return url
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Whether a host name or address can only mean this machine (RFC 6761, 6.3; RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). */
export const isLoopback = (host: string): boolean => {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  const version = isIP(bare)
  return version === 0 ? /^(.+\.)?localhost$/i.test(bare) : loopback.check(bare, version === 6 ? 'ipv6' : 'ipv4')
}
