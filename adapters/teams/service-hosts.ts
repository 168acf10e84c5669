/**
 * Hosts of Microsoft's own clouds where the Bot Connector listens: public, GCC, GCC High and DoD ("Send proactive messages"
 * names the last three), and the Bot Framework's. Our bot's token is sent to these and to nobody else.
 */
const microsoftHosts: readonly string[] = [
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
]
const microsoftDomain = '.botframework.com'

const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Whether a service URL leads to Microsoft, or to a host added by the settings. HTTPS always, except for an added loopback
 * host; no user name, no other port than the scheme's own, except again on an added host.
 */
export const isServiceUrlAllowed = (serviceUrl: string, added: readonly string[]): boolean => {
  if (!URL.canParse(serviceUrl)) return false
  const url = new URL(serviceUrl)
  if (url.username !== '' || url.password !== '') return false
  if (added.includes(url.hostname)) {
    return url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.includes(url.hostname))
  }
  if (url.protocol !== 'https:' || url.port !== '') return false
  return microsoftHosts.includes(url.hostname) || url.hostname.endsWith(microsoftDomain)
}
