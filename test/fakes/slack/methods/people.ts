import type { Json } from '../../teams/json.ts'
import { flag, needText, textArgument } from '../arguments.ts'
import { Refused } from '../refused.ts'
import { type Installation, reaches, type SlackUser, teamOf, type World } from '../world.ts'
import type { Methods } from './call.ts'
import { visibleUser } from './places.ts'

const shownUser = (world: World, user: SlackUser, installation: Installation, withLocale: boolean): Json => ({
  id: user.id,
  team_id: user.teamId,
  name: user.name,
  deleted: user.deleted,
  real_name: user.realName,
  tz: 'Europe/Amsterdam',
  tz_label: 'Central European Time',
  tz_offset: 3600,
  profile: {
    real_name: user.realName,
    real_name_normalized: user.realName,
    display_name: user.name,
    team: user.teamId,
    ...(user.email !== undefined && installation.scopes.includes('users:read.email') && { email: user.email }),
  },
  is_admin: false,
  is_owner: false,
  is_primary_owner: false,
  is_restricted: user.isRestricted,
  is_ultra_restricted: user.isUltraRestricted,
  is_bot: user.isBot,
  is_app_user: user.isAppUser,
  is_email_confirmed: user.isEmailConfirmed,
  ...enterpriseUser(world, user),
  // Slack leaves these two out where they say nothing.
  ...((user.isStranger || !reaches(world, installation, user.teamId)) && { is_stranger: true }),
  ...(user.isInvitedUser && { is_invited_user: true }),
  updated: 0,
  ...(withLocale && { locale: user.locale }),
})

const enterpriseUser = (world: World, { id, teamId }: SlackUser): Json => {
  const { enterprise } = teamOf(world, teamId)
  if (!enterprise) return {}
  return { enterprise_user: { id, enterprise_id: enterprise.id, enterprise_name: enterprise.name, teams: [teamId] } }
}

/** users.*, team.info and auth.test: docs.slack.dev/reference/methods */
export const peopleMethods = (world: World, url: () => string): Methods => ({
  'users.info': ({ args, installation }) => {
    const user = visibleUser(world, installation, needText(args, 'user', 'user_not_found'))
    return { user: shownUser(world, user, installation, flag(args['include_locale'])) }
  },
  'users.lookupByEmail': ({ args, installation }) => {
    const email = needText(args, 'email').toLowerCase()
    const found = world.users.find(
      (one) => one.email?.toLowerCase() === email && one.teamId === installation.teamId && !one.deleted,
    )
    if (!found) throw new Refused('users_not_found')
    return { user: shownUser(world, found, installation, false) }
  },
  'auth.test': ({ installation: { teamId, organisation, botUserId, botId } }) => {
    const team = teamOf(world, teamId)
    return {
      url: `${url()}/`,
      team: team.name,
      user: 'toegang',
      team_id: teamId,
      user_id: botUserId,
      bot_id: botId,
      ...(team.enterprise && { enterprise_id: team.enterprise.id }),
      is_enterprise_install: organisation !== undefined,
    }
  },
  'auth.revoke': ({ installation }) => {
    installation.refused = 'token_revoked'
    return { revoked: true }
  },
  'team.info': ({ args, installation }) => {
    const wanted = textArgument(args, 'team') ?? installation.teamId
    if (wanted !== installation.teamId) throw new Refused('team_not_found')
    const { id, name, domain, enterprise } = teamOf(world, wanted)
    return {
      team: {
        id,
        name,
        domain,
        ...(enterprise && { enterprise_id: enterprise.id, enterprise_name: enterprise.name }),
      },
    }
  },
})
