import { Strategy } from '@node-saml/passport-saml'
import type { Connection } from '../../src/sign-in/connection.ts'
import type { Links } from './links.ts'

/**
 * A passport strategy that sends a browser to the identity provider of this connection, with an AuthnRequest whose id is ours.
 * What comes back is judged by `verifyResponse`, so this one never signs anybody in.
 */
export const strategyFor = (
  { identityProvider, forceAuthn = false }: Connection,
  { acsUrl, entityId }: Links,
  requestId: string,
  /** PEM; the request is signed when it is given. */
  privateKey?: string,
): Strategy => {
  const post = identityProvider.ssoBinding === 'post'
  const nobody = (_profile: unknown, done: (error: Error | null) => void) => done(new Error('this strategy only asks'))
  return new Strategy(
    {
      entryPoint: identityProvider.ssoUrl,
      callbackUrl: acsUrl,
      issuer: entityId,
      idpCert: [...identityProvider.certificates],
      generateUniqueId: () => requestId,
      authnRequestBinding: post ? 'HTTP-POST' : 'HTTP-Redirect',
      // Requests by POST are otherwise deflated too, which no identity provider expects (Bindings 3.5.4).
      skipRequestCompression: post,
      signatureAlgorithm: 'sha256',
      digestAlgorithm: 'sha256',
      forceAuthn,
      ...(privateKey && { privateKey }),
      identifierFormat: null,
      // Entra refuses a request that asks for password sign-in while the person uses something better.
      disableRequestedAuthnContext: true,
    },
    nobody,
    nobody,
  )
}
