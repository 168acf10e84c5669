import type { IdentityProvider } from '../../src/sign-in/connection.ts'

/** What the portal needs of single sign-on, given by the adapter that knows SAML. */
export interface IdentityProviders {
  /** Reads pasted metadata, or what is found at an address; `why` says what is wrong with it, nothing given is `undefined`. */
  read(from: {
    readonly metadataXml: unknown
    readonly metadataUrl: unknown
  }): Promise<
    | { readonly identityProvider: IdentityProvider; readonly metadataUrl?: string }
    | { readonly why: string }
    | undefined
  >
  /** Where to send a browser so that the identity provider ends its session too; nothing where it offers no logout. */
  logoutUrl(of: {
    readonly connectionId: string
    readonly nameId: string
    readonly nameIdFormat?: string | undefined
    readonly nameQualifier?: string | undefined
    readonly spNameQualifier?: string | undefined
    readonly sessionIndex?: string | undefined
  }): Promise<string | undefined>
  /** The addresses that an identity provider is set up with. */
  links(connectionId: string): { readonly acsUrl: string; readonly entityId: string; readonly metadataUrl: string }
}
