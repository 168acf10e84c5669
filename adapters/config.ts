import { isIP } from 'node:net'
import { type Environment, EnvironmentReader } from './config/environment.ts'
import { readSmtp, type SmtpConfig } from './config/mail.ts'
import { readSlack, type SlackConfig } from './config/slack.ts'
import { readTeams, type TeamsConfig } from './config/teams.ts'
import { type LogLevel, logLevels } from './log.ts'

export type { SlackConfig, SmtpConfig, TeamsConfig }

/** What the process is told by its environment. An integration without settings is absent, and its adapter is not loaded. */
export interface Config {
  /** Absent: every interface. */
  readonly host?: string
  readonly port: number
  /** Scheme, host and port only; no slash at the end. */
  readonly baseUrl: string
  readonly dataDir: string
  /** Absent: the embedded store in `dataDir`. */
  readonly databaseUrl?: string
  /** The first seals, all open. Empty only in a demonstration, which makes a key of its own. */
  readonly secretKeys: readonly Buffer[]
  readonly operatorToken?: string
  readonly accessToken?: string
  readonly smtp?: SmtpConfig
  readonly slack?: SlackConfig
  readonly teams?: TeamsConfig
  /** Requests that may wait for an answer at once; above that, new work is asked to come back. */
  readonly mostInProgress?: number
  readonly logLevel: LogLevel
  /** Absent: no traces. */
  readonly tracesUrl?: string
}

export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly mistakes: readonly string[] }

/**
 * Environment in, settings out. All mistakes are reported together, each naming its variable and what to do about it; a half
 * configured integration and a value outside what is documented are mistakes, never guesses. `demo` lifts the need for `SECRET_KEY`.
 */
export const readConfig = (values: Environment, { demo = false }: { demo?: boolean } = {}): ReadConfig => {
  const read = new EnvironmentReader(values)
  if (!demo) read.required('SECRET_KEY')
  const port = read.parsed('PORT', portNumber) ?? 3000
  const host = read.parsed('HOST', (value) => (isIP(value) || value === 'localhost' ? value : undefined))
  const config: Config = {
    host,
    port,
    baseUrl: baseUrl(read) ?? `http://localhost:${port}`,
    dataDir: read.text('DATA_DIR') ?? './data',
    databaseUrl: read.parsed('DATABASE_URL', postgresAddress),
    secretKeys: read.parsed('SECRET_KEY', secretKeys) ?? [],
    operatorToken: read.parsed('OPERATOR_TOKEN', bearerToken),
    accessToken: read.parsed('ACCESS_TOKEN', bearerToken),
    smtp: readSmtp(read),
    slack: readSlack(read),
    teams: readTeams(read, host),
    tracesUrl: read.parsed('OTEL_EXPORTER_OTLP_ENDPOINT', collector),
    mostInProgress: read.parsed('MOST_IN_PROGRESS', wholeNumber),
    logLevel: read.parsed('LOG_LEVEL', (value) => logLevels.find((level) => level === value)) ?? 'info',
  }
  return read.mistakes.length === 0 ? { ok: true, config } : { ok: false, mistakes: read.mistakes }
}

const wholeNumber = (value: string): number | undefined => (/^[1-9]\d{0,6}$/.test(value) ? Number(value) : undefined)

const portNumber = (value: string): number | undefined =>
  /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535 ? Number(value) : undefined

const baseUrl = (read: EnvironmentReader): string | undefined => {
  const url = read.url('BASE_URL')
  if (url === undefined || url === new URL(url).origin) return url
  return read.wrong('BASE_URL', 'must end after the host and port: the pages have fixed places below it')
}

const postgresAddress = (value: string): string | undefined =>
  /^postgres(ql)?:\/\//.test(value) && URL.canParse(value) ? value : undefined

/** Usually beside Toegang, on a network of its own without TLS; what is sent names nobody. */
const collector = (value: string): string | undefined =>
  /^https?:\/\//.test(value) && URL.canParse(value) ? value : undefined

const secretKeys = (value: string): readonly Buffer[] | undefined => {
  const written = value.split(',').map((key) => key.trim())
  const keys = written.map((key) => Buffer.from(key, 'base64'))
  // Node reads base64 in both alphabets and skips what is neither.
  const sound = written.every((key) => /^[A-Za-z0-9+/_-]+={0,2}$/.test(key)) && keys.every((key) => key.length >= 32)
  return sound ? keys : undefined
}

/** What fits in an `Authorization: Bearer` header (RFC 6750, section 2.1). */
const bearerToken = (value: string): string | undefined => (/^[A-Za-z0-9._~+/-]+=*$/.test(value) ? value : undefined)
