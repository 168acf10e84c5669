import { decodeProtectedHeader, errors, jwtVerify } from 'jose'
import * as z from 'zod'
import { isServiceUrlAllowed } from './service-hosts.ts'
import { openSigningKeys } from './signing-keys.ts'

/** Why a caller is not who it says: for the log and for tests, never for the caller. */
export type TokenFault =
  | 'no_token'
  | 'malformed_token'
  | 'wrong_algorithm'
  | 'unknown_key'
  | 'wrong_signature'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'expired'
  | 'not_yet_valid'
  | 'missing_claim'
  | 'malformed_activity'
  | 'wrong_service_url'
  | 'foreign_service_host'
  | 'wrong_channel'
  | 'not_endorsed'
  | 'keys_unavailable'

type TokenVerdict =
  | { readonly ok: true }
  /** 503 only for `keys_unavailable`: nobody is let in, and Microsoft may try again. */
  | { readonly ok: false; readonly status: 401 | 403 | 503; readonly why: TokenFault }

interface TokenCheckSettings {
  /** Our app id in Entra: the only audience. */
  readonly clientId: string
  /** Where the signing keys are announced; Microsoft's public cloud unless given. */
  readonly openIdMetadataUrl?: string
  /** Host names beside Microsoft's that may be a service URL, such as 127.0.0.1 for tests. */
  readonly allowedServiceHosts?: readonly string[]
}

const publicMetadataUrl = 'https://login.botframework.com/v1/.well-known/openidconfiguration'
const issuer = 'https://api.botframework.com'
const skewSeconds = 5 * 60
// People's own ids can be trusted in Teams only: in the Bot Framework's other channels a client may choose them itself.
const channel = 'msteams'

const activityShape = z.looseObject({ channelId: z.string(), serviceUrl: z.string().min(1) })
const claimsShape = z.looseObject({ aud: z.string(), serviceurl: z.string().min(1) })

const refuse = (why: TokenFault, status: 401 | 403 | 503 = 401): TokenVerdict => ({ ok: false, status, why })

const claimFaults: Readonly<Record<string, TokenFault>> = {
  iss: 'wrong_issuer',
  aud: 'wrong_audience',
  nbf: 'not_yet_valid',
}

/** What jose's refusal means; anything that is not a refusal is thrown on. */
const faultOf = (error: unknown): TokenFault => {
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.reason === 'missing' ? 'missing_claim' : (claimFaults[error.claim] ?? 'malformed_token')
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'wrong_signature'
  if (error instanceof errors.JOSEAlgNotAllowed) return 'wrong_algorithm'
  if (error instanceof errors.JWKSNoMatchingKey) return 'unknown_key'
  if (error instanceof errors.JOSEError) return 'malformed_token'
  throw error
}

const keyIdOf = (token: string): string | undefined => {
  try {
    return decodeProtectedHeader(token).kid
  } catch {
    return undefined
  }
}

/**
 * Checks that an activity comes from Microsoft Teams and is meant for us, before anything else reads it: "Authenticate
 * requests from the Bot Connector service to your bot" in Microsoft's Bot Framework documentation, and stricter. In goes the
 * Authorization header and the parsed body. Refused with 401: no bearer, another algorithm than RS256, a key that is not in
 * Microsoft's metadata, a wrong signature, issuer or audience, a time more than five minutes out, no service URL in token or
 * body, two that differ, one that is not Microsoft's. Refused with 403: another channel than Teams, or a key that is not
 * endorsed for it. Refused with 503: no keys could be read.
 */
export const openTokenCheck = (settings: TokenCheckSettings) => {
  const keysFor = openSigningKeys(settings.openIdMetadataUrl ?? publicMetadataUrl)
  const allowedHosts = settings.allowedServiceHosts ?? []
  return async (authorization: string | undefined, activity: unknown, now: Date): Promise<TokenVerdict> => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/.exec(authorization ?? '')?.[1]
    if (token === undefined) return refuse(authorization?.startsWith('Bearer ') ? 'malformed_token' : 'no_token')
    const kid = keyIdOf(token)
    if (kid === undefined) return refuse('malformed_token')

    const keys = await keysFor(kid, now).catch(() => undefined)
    if (!keys) return refuse('keys_unavailable', 503)
    const verified = await jwtVerify(token, keys.find, {
      algorithms: ['RS256'],
      issuer,
      audience: settings.clientId,
      clockTolerance: skewSeconds,
      currentDate: now,
      requiredClaims: ['exp', 'serviceurl'],
    }).catch(faultOf)
    if (typeof verified === 'string') return refuse(verified)
    const claims = claimsShape.safeParse(verified.payload)
    if (!claims.success) return refuse(Array.isArray(verified.payload.aud) ? 'wrong_audience' : 'malformed_token')

    const said = activityShape.safeParse(activity)
    if (!said.success) return refuse('malformed_activity')
    if (claims.data.serviceurl !== said.data.serviceUrl) return refuse('wrong_service_url')
    if (!isServiceUrlAllowed(said.data.serviceUrl, allowedHosts)) return refuse('foreign_service_host')
    if (said.data.channelId !== channel) return refuse('wrong_channel', 403)
    if (!keys.endorsements.get(kid)?.includes(channel)) return refuse('not_endorsed', 403)
    return { ok: true }
  }
}
