import { botScopes } from './scopes.ts'

/** Where Slack says which scopes a token has: the header `x-oauth-scopes` of every answer. */
const header = 'x-oauth-scopes'

/**
 * Asks Slack whose a bot token is and what it may do (auth.test). Answers the team's name and the scopes that are missing; throws
 * with Slack's own word when it does not know the token.
 */
export const lookAtToken = async (
  botToken: string,
  apiUrl = 'https://slack.com/api',
): Promise<{ readonly team: string; readonly missing: readonly string[] }> => {
  const response = await fetch(`${apiUrl.replace(/\/+$/, '')}/auth.test`, {
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}` },
    signal: AbortSignal.timeout(10_000),
  })
  const answer = (await response.json()) as { ok: boolean; error?: string; team?: string }
  if (!answer.ok) throw new Error(`Slack answers ${answer.error ?? response.status}`)
  const granted = (response.headers.get(header) ?? '').split(',').map((scope) => scope.trim())
  return { team: answer.team ?? '', missing: botScopes.filter((scope) => !granted.includes(scope)) }
}
