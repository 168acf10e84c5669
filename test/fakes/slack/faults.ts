export type Fault =
  /** 429 with `Retry-After` in seconds; nothing happens. */
  | { readonly kind: 'ratelimited'; readonly retryAfter: number }
  /** Another HTTP status, such as 500 or 503; nothing happens. */
  | { readonly kind: 'status'; readonly status: number }
  /** HTTP 200 with `ok: false` and this error of Slack's; nothing happens. */
  | { readonly kind: 'error'; readonly error: string }
  /** The connection breaks before anything happens. */
  | { readonly kind: 'reset' }
  /** It happens, and the connection breaks before the answer. */
  | { readonly kind: 'unheard' }
  /** It happens, and the answer comes late. */
  | { readonly kind: 'slow'; readonly ms: number }

export interface FaultPlan {
  /** Which Web API methods (`chat.postMessage`), or `response_url`; absent = all of them. */
  readonly method?: string | readonly string[]
  /** Counted from 1 at the moment of planning: the first call that goes wrong. Absent = 1. */
  readonly call?: number
  /** How many calls in a row; absent = 1. */
  readonly times?: number
  readonly fault: Fault
}

export interface Faults {
  plan(plan: FaultPlan): void
  /** Recovery: nothing planned goes wrong any more. */
  clear(): void
  /** How many faults have been dealt. */
  readonly dealt: number
}

/** The list of what will go wrong; `next` is asked once for each call that comes in. */
export const openFaults = (): Faults & { next(method: string): Fault | undefined } => {
  let plans: ((method: string) => Fault | undefined)[] = []
  let dealt = 0
  const follow = (plan: FaultPlan) => {
    const methods = plan.method === undefined ? undefined : [plan.method].flat()
    const first = plan.call ?? 1
    const last = first + (plan.times ?? 1) - 1
    let seen = 0
    return (method: string): Fault | undefined => {
      if (methods && !methods.includes(method)) return undefined
      seen += 1
      return seen >= first && seen <= last ? plan.fault : undefined
    }
  }
  return {
    plan: (plan) => void plans.push(follow(plan)),
    clear: () => {
      plans = []
    },
    get dealt() {
      return dealt
    },
    next: (method) => {
      // Each plan counts every call, also one that another plan spoils.
      const found = plans.map((plan) => plan(method)).find((fault) => fault !== undefined)
      if (found) dealt += 1
      return found
    },
  }
}
