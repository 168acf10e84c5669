import type { Config } from '../config.ts'
import type { Finding, Probe } from './finding.ts'

interface Company {
  readonly id: string
  readonly name: string
}
interface Details extends Company {
  readonly domains: readonly { readonly domain: string; readonly state: string; readonly missingSince?: string }[]
}
interface Connection {
  readonly id: string
  readonly identityProvider: { readonly endsAt?: string }
}

const day = 86_400_000
const warnDays = 30

/** Asks the running server, as the operator: DNS proofs that are missing, and identity providers whose last certificate ends. */
export const probeCompanies: Probe = {
  about: 'companies',
  todo: 'Start Toegang with the same OPERATOR_TOKEN.',
  look: async (config) => {
    if (!config.operatorToken)
      return { about: 'companies', state: 'off', says: 'OPERATOR_TOKEN is not set, so nothing is known about them' }
    const findings: Finding[] = []
    const companies = await allCompanies(config)
    for (const company of companies)
      findings.push(...(await proofsOf(config, company)), ...(await certificatesOf(config, company)))
    if (findings.length > 0) return findings
    return { about: 'companies', state: 'good', says: `${companies.length}, with all proofs and certificates in order` }
  },
}

const ask = async <T>({ baseUrl, operatorToken }: Config, path: string): Promise<T> => {
  const response = await fetch(`${baseUrl}/operator/v1${path}`, {
    headers: { authorization: `Bearer ${operatorToken}` },
    signal: AbortSignal.timeout(30_000),
  })
  if (!response.ok) throw new Error(`the operator API answered ${response.status}`)
  return (await response.json()) as T
}

const allCompanies = async (config: Config): Promise<Company[]> => {
  const found: Company[] = []
  let cursor: string | undefined
  do {
    const path: string = `/companies?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
    const page = await ask<{ companies: Company[]; next?: string }>(config, path)
    found.push(...page.companies)
    cursor = page.next
  } while (cursor)
  return found
}

const proofsOf = async (config: Config, { id, name }: Company): Promise<Finding[]> => {
  const { domains } = await ask<Details>(config, `/companies/${id}`)
  return domains
    .filter(({ missingSince }) => missingSince)
    .map(({ domain, missingSince }) => ({
      about: 'domain',
      state: 'warning',
      says: `${name}: the DNS proof of ${domain} is missing since ${missingSince}`,
      todo: 'Ask the company to put the TXT record back; after the grace period the domain is lost.',
    }))
}

const certificatesOf = async (config: Config, { id, name }: Company): Promise<Finding[]> => {
  const { connections } = await ask<{ connections: readonly Connection[] }>(config, `/companies/${id}/connections`)
  return connections.flatMap(({ identityProvider }): Finding[] => {
    const { endsAt } = identityProvider
    const left = endsAt ? Math.floor((Date.parse(endsAt) - Date.now()) / day) : Number.POSITIVE_INFINITY
    if (left > warnDays) return []
    return [
      {
        about: 'certificate',
        state: left < 0 ? 'bad' : 'warning',
        says: `${name}: the last certificate of its identity provider ${left < 0 ? 'has ended' : `ends in ${left} days`}`,
        todo: "Ask for the identity provider's new metadata.",
      },
    ]
  })
}
