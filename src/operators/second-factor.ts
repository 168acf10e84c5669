import * as z from 'zod'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import { line } from '../kernel/input.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { isLocked, mostWrongCodes, type Operator } from './operator.ts'
import type { OperatorSession } from './operator-session.ts'
import { startOperatorSession } from './sign-in-operator.ts'

const secret = z.string().min(1).max(200)

interface Facts {
  readonly session: OperatorSession
  readonly operator: Operator
}

/** A session that waits for a code, with its operator. */
const waitingFor = async (tx: ReadTx, secretHash: string, now: Instant): Promise<Facts | undefined> => {
  const [session] = await tx.operatorSessions.list({ secretHash })
  const operator = session && (await tx.operators.get(session.operatorId))
  const waits = operator && !isLocked(operator) && session.stage === 'opened' && session.expiresAt > now
  return waits ? { session, operator } : undefined
}

/** Whose code is asked for; with the sealed key for the app, where that is still to be set up. */
export const showSecondFactor = defineQuery({
  name: 'operators.show_second_factor',
  input: z.object({ session: secret }),
  who: ['anyone'],
  answer: async (tx, { session: given }, { now, hash }) => {
    const facts = await waitingFor(tx, hash(given), now)
    if (!facts) return refuse('link_used_or_expired')
    const { session, operator } = facts
    return found({ email: operator.email, newKey: operator.key ? undefined : session.newKey })
  },
})

/** What came of a code. A wrong one is counted, so it is no refusal: those keep nothing. */
export type GivenCode =
  | { readonly entered: false; readonly left: number }
  /** `recovery`: the codes for when the app is gone, shown this once. */
  | { readonly entered: true; readonly session: string; readonly recovery?: readonly string[] }

/**
 * The last step: a code of the authenticator app (RFC 6238) or one of the recovery codes. The first code also proves that the app was
 * set up, and brings the recovery codes.
 */
export const giveCode = defineCommand({
  name: 'operators.give_code',
  input: z.object({ session: secret, code: line(60) }),
  who: ['anyone'],
  load: async (tx, { session }, { secrets, now }) => {
    const facts = await waitingFor(tx, secrets.hash(session), now)
    return facts && { ...facts, sessions: await tx.operatorSessions.list({ operatorId: facts.operator.id }) }
  },
  decide: (facts, { code }, context) => {
    if (context.actor.channel !== 'web') return refuse('not_allowed')
    if (!facts) return refuse('link_used_or_expired')
    const { operator, session, sessions } = facts
    const onTheWay = sessions.filter(({ stage }) => stage !== 'in').map(({ id }) => id)
    const { id: operatorId } = operator
    const proved = prove(operator, session, code, context)
    if (!proved) {
      const failed = { ...operator, wrongCodes: operator.wrongCodes + 1 }
      const locked = isLocked(failed)
      return accept<GivenCode>(
        {
          save: { operators: [failed] },
          remove: { operatorSessions: locked ? onTheWay : [] },
          events: locked ? [{ type: 'operator.locked', operatorId, companyIds: [] }] : [],
        },
        { entered: false, left: mostWrongCodes - failed.wrongCodes },
      )
    }
    const enrolled = operator.key ? undefined : enrol(session, context)
    const started = startOperatorSession(operator, 'in', context)
    return accept<GivenCode>(
      {
        save: {
          operators: [{ ...operator, ...proved.changes, ...enrolled?.changes, wrongCodes: 0 }],
          operatorSessions: [started.session],
        },
        remove: { operatorSessions: onTheWay },
        events: [
          ...(enrolled ? [{ type: 'operator.enrolled' as const, operatorId, companyIds: [] }] : []),
          { type: 'operator.signed_in', operatorId, how: proved.how, companyIds: [] },
        ],
      },
      { entered: true, session: started.secret, ...(enrolled && { recovery: enrolled.codes }) },
    )
  },
})

interface Proved {
  readonly how: 'code' | 'recovery'
  readonly changes: Partial<Operator>
}

/** Whether this code counts, and what using it changes: each counts once. */
const prove = (
  { key, lastStep = -1, recovery }: Operator,
  { newKey }: OperatorSession,
  code: string,
  { secrets, now }: Context,
): Proved | undefined => {
  const sealed = key ?? newKey
  const step = sealed && secrets.codes.stepOf(secrets.open(sealed), code.replace(/\s/g, ''), now)
  if (typeof step === 'number' && step > lastStep) return { how: 'code', changes: { lastStep: step } }
  const hash = secrets.hash(recoveryCodeOf(code))
  return recovery.includes(hash)
    ? { how: 'recovery', changes: { recovery: recovery.filter((one) => one !== hash) } }
    : undefined
}

const recoveryCodes = 8
/** Of Crockford's base 32: 80 bits, out of reach of guessing even for who sees the hashes. */
const recoveryLength = 16

/** The key that was just proved becomes the operator's own, with recovery codes beside it. */
const enrol = ({ newKey }: OperatorSession, { newReference, secrets }: Context) => {
  const codes = Array.from({ length: recoveryCodes }, () => newReference('H', recoveryLength))
  const changes = { key: newKey, recovery: codes.map((code) => secrets.hash(recoveryCodeOf(code))) }
  return { codes, changes }
}

/** A recovery code in the one form that is compared, from how somebody copied it. Crockford takes I and L for 1, and O for 0. */
const recoveryCodeOf = (written: string): string =>
  written
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
