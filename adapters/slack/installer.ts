import { type OauthV2AccessResponse, WebClient, type WebClientOptions } from '@slack/web-api'
import type { Installed, Installer } from '../channel.ts'
import type { SlackConfig } from '../config.ts'
import { botScopes } from './scopes.ts'
import { slackError } from './web-api.ts'

/** What Slack knows the app by, and where it sends a browser that comes back. */
export interface AppSettings {
  readonly config: Extract<SlackConfig, { mode: 'oauth' }>
  readonly baseUrl: string
  readonly options: WebClientOptions
}

const slackApi = 'https://slack.com/api/'

/**
 * Installing the app in a workspace, or in all of an organisation (docs.slack.dev/authentication/installing-with-oauth). The state
 * is the portal's to make and to judge.
 */
export const openInstaller = ({ config, baseUrl, options }: AppSettings): Installer => {
  const redirect_uri = `${baseUrl}/slack/oauth_redirect`
  const { clientId: client_id, clientSecret: client_secret, apiUrl = slackApi } = config
  return {
    authorizeUrl: (state) => {
      const url = new URL('/oauth/v2/authorize', apiUrl)
      url.search = new URLSearchParams({ client_id, scope: botScopes.join(','), state, redirect_uri }).toString()
      return url.href
    },
    exchange: async (code) => {
      const client = new WebClient(undefined, options)
      try {
        return installedIn(await client.oauth.v2.access({ client_id, client_secret, code, redirect_uri }))
      } catch (error) {
        const why = slackError(error)
        if (why === undefined) throw error
        return { why }
      }
    },
    revoke: async (token) => {
      const client = new WebClient(token, options)
      await client.auth.revoke()
    },
  }
}

const installedIn = (answer: OauthV2AccessResponse): Installed | { readonly why: string } => {
  const { access_token: token, team, enterprise, is_enterprise_install, refresh_token, expires_in } = answer
  const { id: workspaceId, name } = (is_enterprise_install ? enterprise : team) ?? {}
  if (!token || !workspaceId) return { why: 'no_bot_token' }
  return {
    workspaceId,
    name: name ?? workspaceId,
    token,
    ...(refresh_token && { refreshToken: refresh_token }),
    ...(expires_in && { expiresInSeconds: expires_in }),
  }
}

/** The token after this one (docs.slack.dev/authentication/using-token-rotation). A refresh token works once. */
export const nextToken = async (
  refreshToken: string,
  { config, options }: AppSettings,
): Promise<Pick<Installed, 'token' | 'refreshToken' | 'expiresInSeconds'>> => {
  const { clientId: client_id, clientSecret: client_secret } = config
  const client = new WebClient(undefined, options)
  const answer = await client.oauth.v2.access({
    client_id,
    client_secret,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  })
  const { access_token: token, refresh_token, expires_in } = answer
  if (!token) throw new Error('Slack gave no token')
  return {
    token,
    ...(refresh_token && { refreshToken: refresh_token }),
    ...(expires_in && { expiresInSeconds: expires_in }),
  }
}
