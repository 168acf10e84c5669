import * as z from 'zod'
import type { OperatorActor } from '../kernel/actor.ts'
import { accept, defineCommand } from '../kernel/command.ts'
import { id, line, typedAddress } from '../kernel/input.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { readAddress } from '../users/address.ts'
import { isLocked, type Operator } from './operator.ts'

/** Only with the token: whoever got hold of an operator's session must not be able to stay. */
const hasToken = ({ operator }: OperatorActor): boolean => operator === undefined

/** Adds an operator, who sets up the second factor at the first sign-in. */
export const addOperator = defineCommand({
  name: 'operators.add',
  input: z.object({ email: typedAddress, name: line(100) }),
  who: ['operator'],
  load: async (tx, { email }, { names }) => {
    const address = readAddress(email, names)?.address
    return { address, taken: address !== undefined && (await tx.operators.count({ email: address })) > 0 }
  },
  decide: ({ address, taken }, { email, name }, { actor, newId, now }) => {
    if (!hasToken(actor)) return refuse('not_allowed')
    if (!address) return refuse('email_malformed', { email })
    if (taken) return refuse('already_operator', { email: address })
    const operator: Operator = { id: newId(), email: address, name, recovery: [], wrongCodes: 0, addedAt: now }
    return accept(
      {
        save: { operators: [operator] },
        events: [{ type: 'operator.added', operatorId: operator.id, companyIds: [] }],
      },
      viewOf(operator),
    )
  },
})

/** Removes an operator, whose sessions end at once. Who lost app and recovery codes is removed and added anew. */
export const removeOperator = defineCommand({
  name: 'operators.remove',
  input: z.object({ operatorId: id }),
  who: ['operator'],
  load: async (tx, { operatorId }) => ({
    operator: await tx.operators.get(operatorId),
    sessions: await tx.operatorSessions.list({ operatorId }),
  }),
  decide: ({ operator, sessions }, { operatorId }, { actor }) => {
    if (!hasToken(actor)) return refuse('not_allowed')
    if (!operator) return refuse('not_found')
    return accept(
      {
        remove: { operators: [operatorId], operatorSessions: sessions.map((session) => session.id) },
        events: [{ type: 'operator.removed', operatorId, companyIds: [] }],
      },
      { id: operatorId, email: operator.email },
    )
  },
})

/** Lets an operator who gave too many wrong codes try again. */
export const unlockOperator = defineCommand({
  name: 'operators.unlock',
  input: z.object({ operatorId: id }),
  who: ['operator'],
  load: (tx, { operatorId }) => tx.operators.get(operatorId),
  decide: (operator, { operatorId }, { actor }) => {
    if (!hasToken(actor)) return refuse('not_allowed')
    if (!operator) return refuse('not_found')
    const unlocked = { ...operator, wrongCodes: 0 }
    return accept(
      {
        save: { operators: [unlocked] },
        events: isLocked(operator) ? [{ type: 'operator.unlocked', operatorId, companyIds: [] }] : [],
      },
      viewOf(unlocked),
    )
  },
})

/** An operator without what is nobody's to see. */
export interface OperatorView {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly hasSecondFactor: boolean
  readonly recoveryCodesLeft: number
  readonly isLocked: boolean
  readonly addedAt: Instant
}

const viewOf = (operator: Operator): OperatorView => ({
  id: operator.id,
  email: operator.email,
  name: operator.name,
  hasSecondFactor: operator.key !== undefined,
  recoveryCodesLeft: operator.recovery.length,
  isLocked: isLocked(operator),
  addedAt: operator.addedAt,
})

/** All operators, in the order they were added in. */
export const listOperators = defineQuery({
  name: 'operators.list',
  input: z.object({}),
  who: ['operator'],
  answer: async (tx) => found({ operators: (await tx.operators.list({})).map(viewOf) }),
})
