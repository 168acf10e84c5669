import type { Json } from '../../teams/json.ts'
import { needText, textArgument } from '../arguments.ts'
import { install, newToken } from '../population.ts'
import { Refused } from '../refused.ts'
import { botScopes, type Installation, manifestAt, type SlackUser, teamOf, type World } from '../world.ts'
import type { Methods } from './call.ts'

const tokenLivesMs = 12 * 60 * 60_000
const codeLivesMs = 10 * 60_000

export interface OAuthClient {
  readonly id: string
  readonly secret: string
}

interface Code {
  readonly user: SlackUser
  readonly redirect: string | undefined
  readonly scopes: string[]
  /** For all workspaces of the organisation. */
  readonly wide: boolean
  readonly at: number
  used: boolean
}

/** Installing with OAuth (docs.slack.dev/authentication/installing-with-oauth), with token rotation when the manifest says so. */
export const openOAuth = (world: World, client: OAuthClient) => {
  const codes = new Map<string, Code>()

  const granted = (installation: Installation, user: SlackUser | undefined): Json => {
    const { id, name, enterprise } = teamOf(world, installation.teamId)
    const { organisation } = installation
    const rotates = manifestAt(world, 'settings', 'token_rotation_enabled') === true
    if (rotates) {
      installation.token = newToken('xoxe.xoxb-1')
      installation.refreshToken = newToken('xoxe-1')
      installation.expiresAt = world.now() + tokenLivesMs
    }
    return {
      access_token: installation.token,
      token_type: 'bot',
      scope: installation.scopes.join(','),
      bot_user_id: installation.botUserId,
      app_id: world.appId,
      team: organisation ? null : { id, name },
      enterprise: organisation ?? enterprise ?? null,
      is_enterprise_install: organisation !== undefined,
      ...(user && { authed_user: { id: user.id } }),
      ...(rotates && { refresh_token: installation.refreshToken, expires_in: tokenLivesMs / 1000 }),
    }
  }

  const methods: Methods = {
    'oauth.v2.access': ({ args }) => {
      if (textArgument(args, 'client_id') !== client.id) throw new Refused('invalid_client_id')
      if (textArgument(args, 'client_secret') !== client.secret) throw new Refused('bad_client_secret')
      if (args['grant_type'] === 'refresh_token') {
        const refreshToken = needText(args, 'refresh_token', 'invalid_refresh_token')
        const installation = world.installations.find((one) => one.refreshToken === refreshToken && !one.refused)
        if (!installation) throw new Refused('invalid_refresh_token')
        return granted(installation, undefined)
      }
      const code = codes.get(needText(args, 'code', 'invalid_code'))
      if (!code) throw new Refused('invalid_code')
      if (code.used) throw new Refused('code_already_used')
      if (world.now() - code.at > codeLivesMs) throw new Refused('invalid_code')
      if (code.redirect !== textArgument(args, 'redirect_uri')) throw new Refused('bad_redirect_uri')
      code.used = true
      const { teamId } = code.user
      const organisation = code.wide ? teamOf(world, teamId).enterprise : undefined
      const { scopes } = code
      return granted(
        install(world, teamId, newToken('xoxb'), { scopes, ...(organisation && { organisation }) }),
        code.user,
      )
    },
  }

  /** The person presses "Allow" on Slack's page: where the browser goes next, or what the page says is wrong. */
  const authorize = (query: Json, user: SlackUser, wide = false): { redirect: string } | { refused: string } => {
    if (textArgument(query, 'client_id') !== client.id) return { refused: 'invalid_client_id' }
    const scopes = (textArgument(query, 'scope') ?? '').split(/[ ,]/).filter(Boolean)
    if (scopes.length === 0) return { refused: 'invalid_scope' }
    const manifest = botScopes(world)
    const differ = scopes
      .filter((one) => !manifest.includes(one))
      .concat(manifest.filter((one) => !scopes.includes(one)))
    world.complain(
      'oauth/v2/authorize',
      differ.map((one) => `the scope ${one} is not both asked for and in the manifest`),
    )
    const asked = textArgument(query, 'redirect_uri')
    const registered = manifestAt(world, 'oauth_config', 'redirect_urls')
    const target = asked ?? (Array.isArray(registered) ? String(registered[0]) : undefined)
    if (!target) return { refused: 'missing_redirect_uri' }
    const code = newToken('code')
    if (wide && manifestAt(world, 'settings', 'org_deploy_enabled') !== true) return { refused: 'not_org_deployable' }
    codes.set(code, { user, redirect: asked, scopes, wide, at: world.now(), used: false })
    const redirect = new URL(target)
    redirect.searchParams.set('code', code)
    // From the page of an organisation's administrator there is none.
    const state = textArgument(query, 'state')
    if (state) redirect.searchParams.set('state', state)
    return { redirect: redirect.href }
  }

  return { methods, authorize }
}
