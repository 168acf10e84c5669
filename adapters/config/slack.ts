import type { EnvironmentReader } from './environment.ts'

export type SlackConfig = { readonly apiUrl?: string } & (
  | { readonly mode: 'http'; readonly signingSecret: string; readonly botToken: string }
  | { readonly mode: 'socket'; readonly appToken: string; readonly botToken: string }
  | {
      readonly mode: 'oauth'
      readonly signingSecret: string
      readonly clientId: string
      readonly clientSecret: string
    }
)

/**
 * One workspace over HTTP or by Socket Mode, or many installed with OAuth; absent when nothing of Slack is set.
 * Socket Mode needs no signing secret, and none is asked for; one that is there is left alone.
 */
export const readSlack = (read: EnvironmentReader): SlackConfig | undefined => {
  const apiUrl = read.url('SLACK_API_URL')
  const appToken = read.parsed('SLACK_APP_TOKEN', startingWith(/^xapp-/))
  const botToken = read.parsed('SLACK_BOT_TOKEN', startingWith(/^xox[be]/))

  if (read.has('SLACK_APP_TOKEN')) {
    read.together(['SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN'])
    read.without(['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'], 'Socket Mode (SLACK_APP_TOKEN) serves one workspace')
    return appToken && botToken ? { mode: 'socket', appToken, botToken, apiUrl } : undefined
  }
  if (read.some(['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'])) {
    const values = read.together(['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_SIGNING_SECRET'])
    read.without(['SLACK_BOT_TOKEN'], 'with SLACK_CLIENT_ID each workspace brings a token of its own')
    if (!values) return undefined
    const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_SIGNING_SECRET: signingSecret } = values
    return { mode: 'oauth', clientId, clientSecret, signingSecret, apiUrl }
  }
  if (read.some(['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN'])) {
    const values = read.together(['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN'])
    return values && botToken
      ? { mode: 'http', signingSecret: values.SLACK_SIGNING_SECRET, botToken, apiUrl }
      : undefined
  }
  read.without(['SLACK_API_URL'], 'Slack is off without SLACK_BOT_TOKEN or SLACK_CLIENT_ID')
  return undefined
}

// Tokens are easily swapped, and Slack would only say so at the first call.
const startingWith = (start: RegExp) => (value: string) => (start.test(value) ? value : undefined)
