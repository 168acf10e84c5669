import type { Probe } from './finding.ts'

const timeoutMs = 10_000
/** Slack refuses what is five minutes off, SAML what is a minute off. */
const mostDriftSeconds = 30

/** Whether the server answers where the world looks for it, and its store answers it. */
export const probeAddress: Probe = {
  about: 'address',
  todo: 'Start Toegang; then check DNS, the certificate and the proxy of BASE_URL.',
  look: async ({ baseUrl }) => {
    const response = await fetch(`${baseUrl}/readyz`, { signal: AbortSignal.timeout(timeoutMs) })
    const { ok, reason } = (await response.json()) as { ok: boolean; reason?: string }
    if (ok) return { about: 'address', state: 'good', says: `${baseUrl} answers, and so does its store` }
    return {
      about: 'store',
      state: 'bad',
      says: reason ?? 'does not answer',
      todo: 'Look at DATABASE_URL or DATA_DIR.',
    }
  },
}

/** Compares this machine's clock with that of a server which everybody trusts for it, by the Date header (RFC 9110, 6.6.1). */
export const probeClock = (url: string): Probe => ({
  about: 'clock',
  todo: `Let this machine reach ${url}, or compare its clock by hand.`,
  look: async () => {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) })
    const theirs = Date.parse(response.headers.get('date') ?? '')
    const drift = Math.round((Date.now() - theirs) / 1000)
    if (Math.abs(drift) <= mostDriftSeconds) return { about: 'clock', state: 'good', says: 'agrees with the world' }
    return {
      about: 'clock',
      state: 'bad',
      says: `is ${Math.abs(drift)} seconds ${drift > 0 ? 'ahead' : 'behind'}; sign-ins and Slack's calls are refused`,
      todo: 'Switch on time synchronisation (timedatectl set-ntp true).',
    }
  },
})
