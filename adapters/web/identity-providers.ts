import type { IdentityProvider } from '../../src/sign-in/connection.ts'
import type { SignInFault } from '../../src/sign-in/trace.ts'

/** What an identity provider said in a message, or why the message is not believed. */
export type Said =
  | {
      readonly ok: true
      readonly nameId: string
      readonly email?: string | undefined
      readonly name?: string | undefined
      readonly groups: readonly string[]
      /** Values by the name of the attribute. */
      readonly attributes: ReadonlyMap<string, readonly string[]>
    }
  | {
      readonly ok: false
      readonly reason: SignInFault
      readonly detail: string
      readonly expected?: string | undefined
      readonly received?: string | undefined
    }

/** What the portal needs of single sign-on, given by the adapter that knows SAML. */
export interface IdentityProviders {
  /** Reads pasted metadata, or what is found at an address; `why` says what is wrong with it, nothing given is `undefined`. */
  read(from: {
    readonly metadataXml: unknown
    readonly metadataUrl: unknown
  }): Promise<
    | { readonly identityProvider: IdentityProvider; readonly metadataUrl?: string; readonly cacheSeconds?: number }
    | { readonly why: string }
    | undefined
  >
  /** Judges a message of a trace, as it was at that moment, with the settings of now. Nothing is written. */
  judgeAgain(connectionId: string, message: string, at: Date): Promise<Said | undefined>
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
