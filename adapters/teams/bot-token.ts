import * as z from 'zod'

export interface TokenSettings {
  readonly clientId: string
  readonly clientSecret: string
  readonly tenantId: string
  readonly loginUrl?: string | undefined
}

const publicLogin = 'https://login.microsoftonline.com'
const early = 5 * 60 * 1000
const answer = z.object({ access_token: z.string().min(1), expires_in: z.number() })

/**
 * Our own tokens, for the Bot Connector and for Graph: the OAuth 2.0 client credentials grant (RFC 6749, 4.4) at the tenant's
 * endpoint, kept until five minutes before they end. Throws when Microsoft gives none.
 */
export const openBotTokens = (settings: TokenSettings): ((scope: string) => Promise<string>) => {
  const kept = new Map<string, { readonly token: string; readonly until: number }>()
  return async (scope) => {
    const known = kept.get(scope)
    if (known && known.until > Date.now()) return known.token
    const response = await fetch(`${settings.loginUrl ?? publicLogin}/${settings.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: settings.clientId,
        client_secret: settings.clientSecret,
        scope,
      }),
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok) throw new Error(`Microsoft gave no token (${response.status})`)
    const { access_token: token, expires_in: seconds } = answer.parse(await response.json())
    kept.set(scope, { token, until: Date.now() + seconds * 1000 - early })
    return token
  }
}

export const connectorScope = 'https://api.botframework.com/.default'
export const graphScope = 'https://graph.microsoft.com/.default'
