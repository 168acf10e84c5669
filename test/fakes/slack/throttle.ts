import { asText, type Json } from '../teams/json.ts'

/** So many calls within so many milliseconds, per token; or per token and channel. */
export interface Quota {
  readonly most: number
  readonly ms: number
  readonly perChannel?: boolean
}

export type Quotas = Readonly<Record<string, Quota>>

const perMinute = (most: number): Quota => ({ most, ms: 60_000 })
const [tier1, tier3, tier4] = [perMinute(1), perMinute(50), perMinute(100)]

/** docs.slack.dev/apis/web-api/rate-limits, and the tier on each method's page. Slack lets short bursts pass; here none does. */
export const documentedQuotas: Quotas = {
  'apps.connections.open': tier1,
  'auth.revoke': tier3,
  'chat.delete': tier3,
  'chat.postEphemeral': tier4,
  'chat.postMessage': { most: 1, ms: 1000, perChannel: true },
  'chat.unfurl': tier3,
  'chat.update': tier3,
  'conversations.history': tier3,
  'conversations.info': tier3,
  'conversations.open': tier3,
  'conversations.replies': tier3,
  'oauth.v2.access': tier4,
  'team.info': tier3,
  'users.info': tier4,
  'users.lookupByEmail': tier3,
  'views.open': tier4,
  'views.publish': tier4,
  'views.push': tier4,
  'views.update': tier4,
}

/** Counts calls; answers the seconds of `Retry-After` when one is too many, which then does not count. */
export const openThrottle = (quotas: Quotas, now: () => number) => {
  const seen = new Map<string, number[]>()
  return (method: string, token: string | undefined, args: Json): number | undefined => {
    const quota = quotas[method]
    if (!quota) return undefined
    const key = `${method} ${token ?? ''} ${quota.perChannel ? asText(args['channel']) : ''}`
    const recent = (seen.get(key) ?? []).filter((at) => now() - at < quota.ms)
    const [oldest] = recent
    const full = recent.length >= quota.most && oldest !== undefined
    seen.set(key, full ? recent : [...recent, now()])
    return full ? Math.max(1, Math.ceil((oldest + quota.ms - now()) / 1000)) : undefined
  }
}
