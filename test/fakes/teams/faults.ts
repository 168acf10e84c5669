/** Every address of the fake, by name. */
export type Route =
  | 'token'
  | 'metadata'
  | 'keys'
  | 'createConversation'
  | 'post'
  | 'reply'
  | 'update'
  | 'delete'
  | 'members'
  | 'member'
  | 'pagedMembers'
  | 'graphUser'
  | 'graphUsers'
  | 'teamsApps'
  | 'installApp'
  | 'installedApps'
  | 'installedChat'
  | 'chatMessages'

export type Fault =
  /** Refused before anything happens: 429 (with Retry-After in seconds), 412, 500, 502, 504, … */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly retryAfter?: number
    }
  /** 403 in the shape of a person who blocked or removed the bot. */
  | { readonly kind: 'blocked' }
  /** The connection breaks before anything happens. */
  | { readonly kind: 'reset' }
  /** It happens, and the connection breaks before the answer. */
  | { readonly kind: 'unheard' }
  /** It happens, and the answer comes late. */
  | { readonly kind: 'slow'; readonly ms: number }

interface FaultPlan {
  /** Which calls; absent = every route except token, metadata and keys. */
  readonly route?: Route | readonly Route[]
  /** Counted from 1 at the moment of planning: the first call that goes wrong. Absent = 1. */
  readonly call?: number
  /** How many calls in a row; absent = 1, or all when `chance` is given. */
  readonly times?: number
  /** Between 0 and 1: each call in reach goes wrong with this chance; the same `seed` gives the same run. */
  readonly chance?: number
  readonly seed?: number
  /** One of these, in turn. */
  readonly fault: Fault | readonly Fault[]
}

export interface Faults {
  plan(plan: FaultPlan): void
  /** Recovery: nothing planned goes wrong any more. */
  clear(): void
  /** How many faults have been dealt. */
  readonly dealt: number
}

// Small and repeatable; quality of chance does not matter here.
const dice = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

const infrastructure: readonly Route[] = ['token', 'metadata', 'keys']

/** The list of what will go wrong; `next` is asked once for each call that comes in. */
export const openFaults = (): Faults & {
  next(route: Route): Fault | undefined
} => {
  let plans: ((route: Route) => Fault | undefined)[] = []
  let dealt = 0
  const follow = (plan: FaultPlan) => {
    const faults = [plan.fault].flat()
    const routes = plan.route === undefined ? undefined : [plan.route].flat()
    const first = plan.call ?? 1
    const last = first + (plan.times ?? (plan.chance === undefined ? 1 : Number.POSITIVE_INFINITY)) - 1
    const throwDice = dice(plan.seed ?? 1)
    let seen = 0
    let given = 0
    return (route: Route): Fault | undefined => {
      if (routes ? !routes.includes(route) : infrastructure.includes(route)) return undefined
      seen += 1
      if (seen < first || seen > last) return undefined
      if (plan.chance !== undefined && throwDice() >= plan.chance) return undefined
      given += 1
      return faults[(given - 1) % faults.length]
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
    next: (route) => {
      const found = plans.map((plan) => plan(route)).find((fault) => fault !== undefined)
      if (found) dealt += 1
      return found
    },
  }
}
