import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import type { StepUp } from './step-up.ts'
import { isProved } from './step-up-gate.ts'

const secret = z.string().min(1).max(200)
const browserHash = z.string().min(16).max(100)

/** What waits for a sign-in, for the page before it: the command and where it was asked, and no more. */
export const showStepUp = defineQuery({
  name: 'step_ups.show',
  input: z.object({ secret }),
  who: ['anyone'],
  answer: async (tx, input, { hash, now }) => {
    const stepUp = await waiting(tx, hash(input.secret), now)
    return 'ok' in stepUp ? stepUp : found({ command: stepUp.command, channel: stepUp.channel })
  },
})

/** Whoever holds the link saw what would be done, and goes to sign in for it. */
export const agreeStepUp = defineCommand({
  name: 'step_ups.agree',
  input: z.object({ secret, browserHash }),
  who: ['anyone'],
  load: (tx, input, { secrets, now }) => waiting(tx, secrets.hash(input.secret), now),
  decide: (stepUp, { browserHash: hash }, { actor, now }) => {
    if (actor.channel !== 'web') return refuse('not_allowed')
    if ('ok' in stepUp) return stepUp
    return accept({ save: { stepUps: [{ ...stepUp, agreed: { browserHash: hash, at: now } }] } }, {})
  },
})

export interface Waiting {
  readonly ready?: Pick<StepUp, 'command' | 'sealedInput'>
}

/**
 * After the sign-in: what is to be done now, and with what; nothing when this browser's sign-in is not the one that it waits for. The
 * chat account that it was asked from counts as freshly signed in, whatever comes of it. Refuses `not_allowed` when it is somebody
 * else's.
 */
export const returnToStepUp = defineCommand({
  name: 'step_ups.return',
  input: z.object({ secret, browserHash }),
  who: ['user'],
  load: async (tx, input, { secrets, now }) => {
    const stepUp = await waiting(tx, secrets.hash(input.secret), now)
    const accountId = 'ok' in stepUp ? undefined : stepUp.chatAccountId
    return { stepUp, account: accountId === undefined ? undefined : await tx.chatAccounts.get(accountId) }
  },
  decide: ({ stepUp, account }, input, { actor, now }) => {
    if ('ok' in stepUp) return stepUp
    const { user, session } = actor
    if (stepUp.agreed && stepUp.userId !== user.id) return refuse('not_allowed')
    if (stepUp.userId !== user.id || !isProved(stepUp, input.browserHash, session?.signedInAt))
      return accept<Waiting>({}, {})
    const { command, sealedInput } = stepUp
    const proved = account?.userId === user.id ? [{ ...account, provedAt: now }] : []
    return accept<Waiting>({ save: { chatAccounts: proved } }, { ready: { command, sealedInput } })
  },
})

const waiting = async (tx: ReadTx, secretHash: string, now: Instant): Promise<StepUp | Refused> => {
  const [stepUp] = await tx.stepUps.list({ secretHash })
  return stepUp && stepUp.expiresAt > now ? stepUp : refuse('link_used_or_expired')
}
