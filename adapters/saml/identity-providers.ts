import type { IdentityProvider } from '../../src/sign-in/connection.ts'
import { fetchMetadata } from './fetch-metadata.ts'
import { linksOf } from './links.ts'
import { readIdpMetadata } from './metadata.ts'

type Read =
  | { readonly identityProvider: IdentityProvider; readonly metadataUrl?: string }
  | { readonly why: string }
  | undefined

/** Reads an identity provider from its metadata, pasted or fetched; `why` says in English what is wrong with it. */
export const openIdentityProviders = (baseUrl: string, allowLoopback: boolean) => ({
  links: (connectionId: string) => linksOf(baseUrl, connectionId),
  async read({
    metadataXml,
    metadataUrl,
  }: {
    readonly metadataXml: unknown
    readonly metadataUrl: unknown
  }): Promise<Read> {
    if (typeof metadataUrl === 'string' && metadataUrl !== '') {
      const fetched = await fetchMetadata(metadataUrl, { allowLoopback })
      if (!fetched.ok) return { why: `${fetched.code}: ${fetched.detail}` }
      const read = identityProviderIn(fetched.xml, allowLoopback)
      return 'why' in read ? read : { ...read, metadataUrl }
    }
    if (typeof metadataXml === 'string' && metadataXml !== '') return identityProviderIn(metadataXml, allowLoopback)
    return undefined
  },
})

const identityProviderIn = (xml: string, allowLoopback: boolean) => {
  const read = readIdpMetadata(xml, new Date(), { allowLoopback })
  if (!read.ok) return { why: `${read.code}: ${read.detail}` }
  const { entityId, ssoUrl, ssoBinding, sloUrl, certificates } = read
  const pems = certificates.map(({ pem }) => pem)
  return { identityProvider: { entityId, ssoUrl, ssoBinding, certificates: pems, ...(sloUrl && { sloUrl }) } }
}
