import { type EnvironmentReader, isLoopback } from './environment.ts'

export interface TeamsConfig {
  readonly clientId: string
  readonly clientSecret: string
  readonly tenantId: string
  /** `off`: unsigned activities are accepted. Only ever on a loopback address. */
  readonly auth: 'on' | 'off'
  readonly loginUrl?: string
  readonly openIdMetadataUrl?: string
  readonly graphUrl?: string
  /** Host names (as in `URL.hostname`) that may be replied to besides Microsoft's: emulators on this machine. */
  readonly serviceHosts: readonly string[]
}

const registration = ['TEAMS_CLIENT_ID', 'TEAMS_CLIENT_SECRET', 'TEAMS_TENANT_ID'] as const
const extras = [
  'TEAMS_AUTH',
  'TEAMS_LOGIN_URL',
  'TEAMS_OPENID_METADATA_URL',
  'TEAMS_GRAPH_URL',
  'TEAMS_SERVICE_HOSTS',
] as const

/** The bot's registration; absent when nothing of Teams is set. `host` is the address to listen on. */
export const readTeams = (read: EnvironmentReader, host: string | undefined): TeamsConfig | undefined => {
  const auth = read.parsed('TEAMS_AUTH', (value) => (['on', 'off'] as const).find((known) => known === value)) ?? 'on'
  if (auth === 'off' && !(host && isLoopback(host)))
    read.wrong(
      'TEAMS_AUTH',
      'can only be off while HOST is a loopback address such as 127.0.0.1: anybody could pose as anybody',
    )
  const others = {
    loginUrl: read.url('TEAMS_LOGIN_URL'),
    openIdMetadataUrl: read.url('TEAMS_OPENID_METADATA_URL'),
    graphUrl: read.url('TEAMS_GRAPH_URL'),
    serviceHosts: read.parsed('TEAMS_SERVICE_HOSTS', loopbackHosts) ?? [],
  }
  if (!read.some(registration)) {
    read.without(extras, 'Teams is off without TEAMS_CLIENT_ID')
    return undefined
  }
  const values = read.together(registration)
  if (!values) return undefined
  const { TEAMS_CLIENT_ID: clientId, TEAMS_CLIENT_SECRET: clientSecret, TEAMS_TENANT_ID: tenantId } = values
  return { clientId, clientSecret, tenantId, auth, ...others }
}

const loopbackHosts = (value: string): readonly string[] | undefined => {
  const hosts = value.split(',').map((text) => text.trim())
  const sound = hosts.every((host) => {
    const url = `http://${host}/`
    return URL.canParse(url) && new URL(url).host === host && new URL(url).port === '' && isLoopback(host)
  })
  return sound ? hosts : undefined
}
