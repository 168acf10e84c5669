import type { IdentityProvider } from '../../src/sign-in/connection.ts'

/** What the API needs of single sign-on, given by the adapter that knows SAML. */
export interface IdentityProviders {
  /**
   * Reads metadata from text or from an address. Answers `undefined` when neither is given, and `why` in words for a person when
   * it can't be used.
   */
  read(from: {
    readonly metadataXml: unknown
    readonly metadataUrl: unknown
  }): Promise<
    | { readonly identityProvider: IdentityProvider; readonly metadataUrl?: string }
    | { readonly why: string }
    | undefined
  >
  /** The addresses that an identity provider is set up with. */
  links(connectionId: string): {
    readonly acsUrl: string
    readonly entityId: string
    readonly metadataUrl: string
    readonly loginUrl: string
  }
}
