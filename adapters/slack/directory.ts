import type { ChatDirectory } from '../../src/ports/chat.ts'
import { languageOf } from '../../src/texts/language.ts'
import { type ClientFor, type Insist, slackError } from './web-api.ts'

const unknown = new Set(['user_not_found', 'user_not_visible'])

/**
 * What Slack vouches for about an account, asked at the moment it acts (Web API `users.info`). Guests, bots, people of other
 * organisations, deactivated accounts and unconfirmed addresses come without `email`.
 */
export const openDirectory = (clientFor: ClientFor, insist: Insist): ChatDirectory => ({
  channel: 'slack',
  async person(workspaceId, accountId) {
    const client = await clientFor(workspaceId)
    if (!client) return undefined
    try {
      const { user } = await insist(() => client.users.info({ user: accountId, include_locale: true }))
      if (!user) return undefined
      const outsider =
        user.deleted ||
        user.is_bot ||
        user.is_app_user ||
        user.is_restricted ||
        user.is_ultra_restricted ||
        user.is_stranger ||
        user.is_invited_user ||
        ![user.team_id, user.enterprise_user?.enterprise_id].includes(workspaceId)
      const email = outsider || user.is_email_confirmed !== true ? undefined : user.profile?.email
      const language = languageOf(user.locale)
      return {
        name: user.real_name || user.name || accountId,
        ...(email && { email }),
        ...(language && { language }),
      }
    } catch (error) {
      if (unknown.has(slackError(error) ?? '')) return undefined
      throw error
    }
  },
})
