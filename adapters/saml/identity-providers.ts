import type { IdentityProvider } from '../../src/sign-in/connection.ts'
import { type MessageFault, messageFaults } from '../../src/sign-in/trace.ts'
import { claimOf } from './claim.ts'
import type { SamlFacts } from './facts.ts'
import type { Fault } from './fault.ts'
import { fetchMetadata } from './fetch-metadata.ts'
import { expectedOf, unpackMessage } from './judge-response.ts'
import { type Links, linksOf } from './links.ts'
import { type LogoutOf, logoutRequestUrl } from './logout-message.ts'
import { readIdpMetadata } from './metadata.ts'
import type { Scene } from './scene.ts'

/** What an identity provider said in a message, or why the message is not believed. */
type Said =
  | (SamlFacts & { readonly ok: true; readonly attributes: ReadonlyMap<string, readonly string[]> })
  | (Omit<Fault, 'code'> & { readonly reason: MessageFault })

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
  /** Judges a message of a trace, as it was at that moment, with the settings of now. Nothing is written. */
  judgeAgain(connectionId: string, message: string, at: Date): Promise<Said | undefined>
  /** Where to send a browser so that the identity provider ends its session too; nothing where it offers no logout. */
  logoutUrl(of: LogoutOf & { readonly connectionId: string }): Promise<string | undefined>
}

export const openIdentityProviders = (scene: Scene, allowLoopback: boolean): IdentityProviders => {
  const { baseUrl, core, judge, keysOf } = scene
  return {
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
    async judgeAgain(connectionId, message, at) {
      const found = await core.ask('sign_in.connection', claimOf(connectionId), {})
      if (!found.ok) return undefined
      const expected = expectedOf(found.result, scene, at)
      const judged = await judge(unpackMessage(message), expected, found.result.attributes)
      if (judged.ok) return { ok: true, ...judged.facts, attributes: judged.assertion.attributes }
      const { code, ...seen } = judged
      return { ...seen, reason: messageFaults.find((fault) => fault === code) ?? 'xml.malformed' }
    },
    async logoutUrl({ connectionId, ...of }) {
      const found = await core.ask('sign_in.connection', claimOf(connectionId), {})
      const destination = found.ok ? found.result.identityProvider.sloUrl : undefined
      if (!found.ok || !destination) return undefined
      const way = { destination, issuer: linksOf(baseUrl, connectionId).entityId }
      return logoutRequestUrl(way, of, (await keysOf(found.result)).privateKey)
    },
  }
}

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
