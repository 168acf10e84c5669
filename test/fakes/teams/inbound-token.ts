import { base64url, type JWTPayload, SignJWT } from 'jose'
import type { KeyRing, SigningKey } from './keys.ts'

/** What may be wrong with the bearer of an activity; each is something a stranger could send. */
export type TokenFlaw =
  | 'no-token'
  | 'not-bearer'
  | 'garbage'
  | 'unsigned'
  | 'symmetric'
  | 'wrong-key'
  | 'unknown-key'
  | 'no-key-id'
  | 'wrong-audience'
  | 'several-audiences'
  | 'wrong-issuer'
  | 'expired'
  | 'not-yet-valid'
  | 'no-expiry'
  | 'no-serviceurl'
  | 'other-serviceurl'
  | 'not-endorsed'
  | 'foreign-tenant-other-app'
  | 'foreign-tenant-our-app'

const foreignTenant = '0f0f0f0f-0000-4000-8000-00000000f0f0'
const otherApp = '99999999-0000-4000-8000-000000000999'
const botIssuer = 'https://api.botframework.com'

const sign = (key: SigningKey, claims: JWTPayload, kid = key.kid): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, x5t: kid, typ: 'JWT' }).sign(key.privateKey)

/**
 * The Authorization header that the Bot Connector puts on an activity, or one with a flaw.
 * Claims as in "Authentication with the Bot Connector API" (connector to bot): iss, aud, exp, nbf, serviceurl.
 */
export const inboundAuthorization = async (
  keys: KeyRing,
  claim: { appId: string; serviceUrl: string | undefined },
  flaw?: TokenFlaw,
): Promise<string | undefined> => {
  const now = Math.floor(Date.now() / 1000)
  const good = {
    iss: botIssuer,
    aud: claim.appId,
    nbf: now - 300,
    exp: now + 3600,
    serviceurl: claim.serviceUrl,
  }
  const { exp: _exp, ...withoutExpiry } = good
  const { serviceurl: _serviceUrl, ...withoutServiceUrl } = good
  const key = keys.current()
  const entra = {
    ...good,
    iss: `https://login.microsoftonline.com/${foreignTenant}/v2.0`,
    tid: foreignTenant,
  }
  const make = {
    unsigned: async () =>
      `${[{ alg: 'none', kid: key.kid, typ: 'JWT' }, good].map((part) => base64url.encode(JSON.stringify(part))).join('.')}.`,
    // The public modulus as a shared secret: the classic mix-up of algorithms.
    symmetric: () =>
      new SignJWT(good)
        .setProtectedHeader({ alg: 'HS256', kid: key.kid })
        .sign(new TextEncoder().encode(key.published.n)),
    garbage: async () => 'not.a.token',
    'wrong-key': () => sign(keys.unpublished, good, key.kid),
    'unknown-key': () => sign(keys.unpublished, good),
    'no-key-id': () => new SignJWT(good).setProtectedHeader({ alg: 'RS256' }).sign(key.privateKey),
    'wrong-audience': () => sign(key, { ...good, aud: otherApp }),
    'several-audiences': () => sign(key, { ...good, aud: [otherApp, claim.appId] }),
    'wrong-issuer': () => sign(key, { ...good, iss: 'https://api.botframework.us' }),
    expired: () => sign(key, { ...good, nbf: now - 7200, exp: now - 301 }),
    'not-yet-valid': () => sign(key, { ...good, nbf: now + 330 }),
    'no-expiry': () => sign(key, withoutExpiry),
    'no-serviceurl': () => sign(key, withoutServiceUrl),
    'other-serviceurl': () =>
      sign(key, {
        ...good,
        serviceurl: 'https://smba.trafficmanager.net/elsewhere/',
      }),
    'not-endorsed': () => sign(keys.elsewhere, good),
    'foreign-tenant-other-app': () => sign(keys.entra, { ...entra, aud: otherApp }),
    'foreign-tenant-our-app': () => sign(keys.entra, entra),
  }
  if (flaw === 'no-token') return undefined
  if (flaw === 'not-bearer') return `Basic ${await sign(key, good)}`
  return `Bearer ${flaw ? await make[flaw]() : await sign(key, good)}`
}
