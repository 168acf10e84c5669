interface Quota {
  readonly calls: number
  readonly seconds: number
}

export interface Quotas {
  /** Sends (create, post, reply, update, delete) per conversation. */
  readonly send: readonly Quota[]
  /** Reading the roster, per conversation. */
  readonly members: readonly Quota[]
  /** Everything, per app and tenant. */
  readonly tenant: readonly Quota[]
}

/** "Optimize your bot with rate limiting" in Microsoft's Teams documentation: per bot and conversation. */
export const documentedQuotas: Quotas = {
  send: [
    { calls: 7, seconds: 1 },
    { calls: 8, seconds: 2 },
    { calls: 60, seconds: 30 },
    { calls: 1800, seconds: 3600 },
  ],
  members: [{ calls: 14, seconds: 1 }],
  tenant: [{ calls: 50, seconds: 1 }],
}

/** Counts calls in sliding windows. Answers the seconds to wait when a call is one too many; that call is not counted. */
export const openThrottle = (quotas: Quotas | false) => {
  const times = new Map<string, number[]>()
  return (kind: keyof Quotas, subject: string, now = Date.now()): number | undefined => {
    if (!quotas) return undefined
    const key = `${kind} ${subject}`
    const past = times.get(key) ?? []
    const waits = quotas[kind].flatMap(({ calls, seconds }) => {
      const oldest = past.filter((time) => time > now - seconds * 1000).at(-calls)
      return oldest === undefined ? [] : [Math.max(1, Math.ceil((oldest + seconds * 1000 - now) / 1000))]
    })
    if (waits.length > 0) return Math.max(...waits)
    times.set(key, [...past.slice(-2000), now])
    return undefined
  }
}

export type Throttle = ReturnType<typeof openThrottle>
