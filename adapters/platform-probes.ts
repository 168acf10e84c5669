import type { Probe } from './doctor/finding.ts'
import { trySmtp } from './mail/smtp.ts'
import { lookAtToken } from './slack/probe.ts'
import { connectorScope, openBotTokens } from './teams/bot-token.ts'

const off = (about: string, says: string) => ({ about, state: 'off', says }) as const

/** What the adapters can find out about their platforms. */
export const platformProbes: readonly Probe[] = [
  {
    about: 'slack',
    todo: 'Copy the tokens again: OAuth & Permissions in the settings of the Slack app.',
    look: async ({ slack }) => {
      if (!slack) return off('slack', 'not set up')
      if (slack.mode === 'oauth') return off('slack', 'each workspace brings its own token; nothing to ask for')
      const { team, missing } = await lookAtToken(slack.botToken, slack.apiUrl)
      if (missing.length === 0) return { about: 'slack', state: 'good', says: `${team}, with every scope` }
      return {
        about: 'slack',
        state: 'bad',
        says: `${team} did not grant ${missing.join(', ')}`,
        todo: 'Paste manifest/slack.json as the manifest of the app, and install it again.',
      }
    },
  },
  {
    about: 'teams',
    todo: 'Check TEAMS_CLIENT_ID, TEAMS_TENANT_ID and the end date of the client secret in Entra.',
    look: async ({ teams }) => {
      if (!teams) return off('teams', 'not set up')
      await openBotTokens(teams)(connectorScope)
      return { about: 'teams', state: 'good', says: 'Microsoft gives our registration a token' }
    },
  },
  {
    about: 'mail',
    todo: 'Check SMTP_URL; some providers want an app password.',
    look: async ({ smtp }) => {
      if (!smtp) return off('mail', 'SMTP_URL is not set: mails are kept as files')
      await trySmtp(smtp)
      return { about: 'mail', state: 'good', says: `${smtp.host} takes our mail` }
    },
  },
]
