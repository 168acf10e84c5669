import { createLocalJWKSet, type JWK } from 'jose'
import * as z from 'zod'

const metadataShape = z.object({ jwks_uri: z.url() })
const keySetShape = z.object({
  keys: z.array(
    z.looseObject({ kty: z.string(), kid: z.string().optional(), endorsements: z.array(z.string()).optional() }),
  ),
})

/** Keys as published at one moment: jose's look-up, and for each key id the channels that the key may speak for. */
export interface SigningKeys {
  readonly find: ReturnType<typeof createLocalJWKSet>
  readonly endorsements: ReadonlyMap<string, readonly string[]>
}

// Microsoft asks to read its metadata at least once a day, and changes keys without notice.
const lifetimeMs = 24 * 60 * 60 * 1000
// So that a stranger who invents key ids can't make us ask Microsoft at each request.
const patienceMs = 30_000
const timeoutMs = 5_000

const read = async (url: string): Promise<unknown> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return response.json()
}

const fetchKeys = async (metadataUrl: string): Promise<SigningKeys> => {
  const { jwks_uri } = metadataShape.parse(await read(metadataUrl))
  const { keys } = keySetShape.parse(await read(jwks_uri))
  return {
    find: createLocalJWKSet({ keys: keys as JWK[] }),
    endorsements: new Map(keys.map((key) => [key.kid ?? '', key.endorsements ?? []])),
  }
}

/**
 * The signing keys behind an OpenID metadata address, kept for a day. Give the id of the key that is wanted: one that is not
 * among the kept keys makes them be read again, at most every half minute. Rejects when there are no keys to be had, or
 * only keys older than a day.
 */
export const openSigningKeys = (metadataUrl: string) => {
  let kept: { readonly keys: SigningKeys; readonly since: number } | undefined
  let triedAt = Number.NEGATIVE_INFINITY
  let underway: Promise<SigningKeys> | undefined

  const refresh = (now: number): Promise<SigningKeys> => {
    triedAt = now
    underway ??= fetchKeys(metadataUrl)
      .then((keys) => {
        kept = { keys, since: now }
        return keys
      })
      .finally(() => {
        underway = undefined
      })
    return underway
  }

  return async (kid: string, at: Date): Promise<SigningKeys> => {
    const now = at.getTime()
    if (!kept || now - kept.since >= lifetimeMs) return refresh(now)
    const { keys } = kept
    if (keys.endorsements.has(kid) || now - triedAt < patienceMs) return keys
    return refresh(now).catch(() => keys)
  }
}
