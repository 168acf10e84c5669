import { createLocalJWKSet, jwtVerify, SignJWT } from 'jose'
import { asText } from './json.ts'
import type { KeyRing } from './keys.ts'
import { type Reply, type Router, refuse } from './server.ts'

export type Audience = 'https://api.botframework.com' | 'https://graph.microsoft.com'

const audiences: Readonly<Record<string, Audience>> = {
  'https://api.botframework.com/.default': 'https://api.botframework.com',
  'https://graph.microsoft.com/.default': 'https://graph.microsoft.com',
}

const no = (status: number, error: string, code: string, about: string): Reply => ({
  status,
  body: {
    error,
    error_description: `${code}: ${about}`,
    error_codes: [Number(code.replace(/\D/g, ''))],
  },
})

export interface Login {
  readonly appId: string
  readonly appPassword: string
  /** The only directory that knows the app: new bots are single-tenant. */
  readonly tenantId: string
  /** Application permissions that an administrator consented to. */
  readonly graphPermissions: readonly string[]
}

/**
 * Microsoft's published metadata, and the token endpoint for client credentials (RFC 6749, section 4.4).
 * Metadata at `/v1/.well-known/openidconfiguration` and `/v1/.well-known/keys`; tokens at `/:tenant/oauth2/v2.0/token`.
 */
export const serveLogin = (on: Router, keys: KeyRing, login: Login, baseUrl: () => string): void => {
  on('get', '/v1/.well-known/openidconfiguration', 'metadata', () => ({
    status: 200,
    body: {
      issuer: 'https://api.botframework.com',
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: `${baseUrl()}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    },
  }))
  on('get', '/v1/.well-known/keys', 'keys', () => ({
    status: 200,
    body: { keys: keys.botFramework.map((key) => key.published) },
  }))
  on('get', '/:tenant/discovery/v2.0/keys', 'keys', () => ({
    status: 200,
    body: { keys: [keys.entra.published] },
  }))
  on('post', '/:tenant/oauth2/v2.0/token', 'token', async ({ params, body }) => {
    const audience = audiences[asText(body['scope']) ?? '']
    if (params['tenant'] !== login.tenantId || body['client_id'] !== login.appId)
      return no(400, 'unauthorized_client', 'AADSTS700016', 'Application was not found in the directory.')
    if (body['grant_type'] !== 'client_credentials')
      return no(400, 'unsupported_grant_type', 'AADSTS70003', 'The grant type is not supported.')
    if (body['client_secret'] !== login.appPassword)
      return no(401, 'invalid_client', 'AADSTS7000215', 'Invalid client secret provided.')
    if (!audience) return no(400, 'invalid_scope', 'AADSTS70011', 'The provided value for scope is not valid.')
    const roles = audience === 'https://graph.microsoft.com' ? [...login.graphPermissions] : undefined
    const token = await new SignJWT({
      appid: login.appId,
      tid: login.tenantId,
      ...(roles && { roles }),
    })
      .setProtectedHeader({ alg: 'RS256', kid: keys.entra.kid, typ: 'JWT' })
      .setIssuer(`https://sts.windows.net/${login.tenantId}/`)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(keys.entra.privateKey)
    return {
      status: 200,
      body: {
        token_type: 'Bearer',
        expires_in: 3599,
        ext_expires_in: 3599,
        access_token: token,
      },
    }
  })
}

/** Judges the bearer that comes with a call: the refusal, or the permissions it carries. */
export const openBearerCheck = (keys: KeyRing, appId: string) => {
  const known = createLocalJWKSet({ keys: [keys.entra.published] })
  return async (authorization: string | undefined, audience: Audience): Promise<Reply | { roles: string[] }> => {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1]
    const denied = refuse(401, 'Unauthorized', 'Authorization has been denied for this request.')
    if (!token) return denied
    try {
      const { payload } = await jwtVerify(token, known, {
        audience,
        requiredClaims: ['exp', 'tid'],
      })
      if (payload['appid'] !== appId) return denied
      return {
        roles: Array.isArray(payload['roles']) ? payload['roles'].map(String) : [],
      }
    } catch {
      return denied
    }
  }
}

export type BearerCheck = ReturnType<typeof openBearerCheck>
