import { randomBytes } from 'node:crypto'

const livesMs = 3000

export interface Trigger {
  readonly userId: string
  readonly teamId: string
  /** The modal in which the person acted: only such a trigger can push a view. */
  readonly viewId: string | undefined
}

interface Given extends Trigger {
  readonly at: number
  used: boolean
}

/** Trigger ids: three seconds, one use (docs.slack.dev/interactivity/handling-user-interaction). */
export const openTriggers = (now: () => number) => {
  const given = new Map<string, Given>()
  return {
    give: (trigger: Trigger): string => {
      const id = `${given.size + 1}.${Math.floor(now())}.${randomBytes(16).toString('hex')}`
      given.set(id, { ...trigger, at: now(), used: false })
      return id
    },
    /** The trigger, used up from now on; or Slack's name for what is wrong with it. */
    exchange: (id: unknown): Trigger | string => {
      const trigger = typeof id === 'string' ? given.get(id) : undefined
      if (!trigger) return 'invalid_trigger_id'
      if (trigger.used) return 'exchanged_trigger_id'
      if (now() - trigger.at > livesMs) return 'expired_trigger_id'
      trigger.used = true
      return trigger
    },
  }
}

export type Triggers = ReturnType<typeof openTriggers>
