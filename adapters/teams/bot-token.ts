import * as z from 'zod'

export interface TokenSettings {
  readonly clientId: string
  readonly clientSecret: string
  readonly tenantId: string
  readonly loginUrl?: string | undefined
}

export const connectorScope = 'https://api.botframework.com/.default'
export const graphScope = 'https://graph.microsoft.com/.default'

const publicLogin = 'https://login.microsoftonline.com'
const earlyMs = 5 * 60 * 1000
const timeoutMs = 10_000
const answerShape = z.object({ access_token: z.string().min(1), expires_in: z.number() })

/**
 * Our own tokens, for the Bot Connector and for Graph: the OAuth 2.0 client credentials grant (RFC 6749, 4.4) at the tenant's
 * endpoint, kept until five minutes before they end. The library's own way takes no login service on this machine. Throws when
 * none is given.
 */
export const openBotTokens = (settings: TokenSettings): ((scope: string) => Promise<string>) => {
  const kept = new Map<string, { readonly token: Promise<string>; until: number }>()
  return (scope) => {
    const known = kept.get(scope)
    if (known && known.until > Date.now()) return known.token
    const asked = ask(settings, scope)
    const entry = { token: asked.then(({ token }) => token), until: Date.now() + timeoutMs }
    kept.set(scope, entry)
    asked.then(
      ({ seconds }) => {
        entry.until = Date.now() + seconds * 1000 - earlyMs
      },
      () => kept.delete(scope),
    )
    return entry.token
  }
}

const ask = async (settings: TokenSettings, scope: string): Promise<{ token: string; seconds: number }> => {
  const response = await fetch(`${settings.loginUrl ?? publicLogin}/${settings.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: settings.clientId,
      client_secret: settings.clientSecret,
      scope,
    }),
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok) throw new Error(`Microsoft gave no token (${response.status})`)
  const { access_token: token, expires_in: seconds } = answerShape.parse(await response.json())
  return { token, seconds }
}
