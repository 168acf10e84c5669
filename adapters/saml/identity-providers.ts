import type { IdentityProvider } from '../../src/sign-in/connection.ts'
import { claimOf } from './claim.ts'
import { fetchMetadata } from './fetch-metadata.ts'
import { type Links, linksOf } from './links.ts'
import { type LogoutOf, logoutRequestUrl } from './logout-message.ts'
import { readIdpMetadata } from './metadata.ts'
import type { Scene } from './scene.ts'

interface Read {
  readonly identityProvider: IdentityProvider
  readonly metadataUrl?: string
  /** How long it is good, as it says itself. */
  readonly cacheSeconds?: number
}

/** What other adapters need of single sign-on. */
export interface IdentityProviders {
  links(connectionId: string): Links
  /** Reads an identity provider from its metadata, pasted or fetched; `why` says in English what is wrong with it. */
  read(from: {
    readonly metadataXml?: unknown
    readonly metadataUrl: unknown
  }): Promise<Read | { readonly why: string } | undefined>
  /** Where to send a browser so that the identity provider ends its session too; nothing where it offers no logout. */
  logoutUrl(of: LogoutOf & { readonly connectionId: string }): Promise<string | undefined>
}

export const openIdentityProviders = ({ baseUrl, core, keysOf }: Scene, allowLoopback: boolean): IdentityProviders => ({
  links: (connectionId) => linksOf(baseUrl, connectionId),
  async read({ metadataXml, metadataUrl }) {
    if (typeof metadataUrl === 'string' && metadataUrl !== '') {
      const fetched = await fetchMetadata(metadataUrl, { allowLoopback })
      if (!fetched.ok) return { why: `${fetched.code}: ${fetched.detail}` }
      const read = identityProviderIn(fetched.xml, allowLoopback)
      return 'why' in read ? read : { ...read, metadataUrl }
    }
    if (typeof metadataXml === 'string' && metadataXml !== '') return identityProviderIn(metadataXml, allowLoopback)
    return undefined
  },
  async logoutUrl({ connectionId, ...of }) {
    const found = await core.ask('sign_in.connection', claimOf(connectionId), {})
    const destination = found.ok ? found.result.identityProvider.sloUrl : undefined
    if (!found.ok || !destination) return undefined
    const way = { destination, issuer: linksOf(baseUrl, connectionId).entityId }
    return logoutRequestUrl(way, of, (await keysOf(found.result)).privateKey)
  },
})

const identityProviderIn = (xml: string, allowLoopback: boolean): Read | { readonly why: string } => {
  const read = readIdpMetadata(xml, new Date(), { allowLoopback })
  if (!read.ok) return { why: `${read.code}: ${read.detail}` }
  const { entityId, ssoUrl, ssoBinding, sloUrl, sloResponseUrl, certificates, cacheDuration } = read
  const last = Math.max(...certificates.map(({ notAfter }) => notAfter.getTime()))
  return {
    identityProvider: {
      entityId,
      ssoUrl,
      ssoBinding,
      certificates: certificates.map(({ pem }) => pem),
      endsAt: new Date(last).toISOString(),
      ...(sloUrl && { sloUrl }),
      ...(sloResponseUrl && { sloResponseUrl }),
      ...(read.wantsSignedRequests && { wantsSignedRequests: true }),
    },
    ...(cacheDuration !== undefined && { cacheSeconds: cacheDuration }),
  }
}
