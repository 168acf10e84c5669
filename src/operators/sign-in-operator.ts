import * as z from 'zod'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import { typedAddress } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import { languages } from '../texts/language.ts'
import { readAddress } from '../users/address.ts'
import { isLocked, type Operator } from './operator.ts'
import { endOf, idleFrom, isWorthTouching, type OperatorSession } from './operator-session.ts'

/** Waiting links of one operator; who asks for more gets none, and the same answer. */
const mostLinks = 3

/** A session of this stage, and its secret. */
export const startOperatorSession = (
  { id: operatorId }: Operator,
  stage: OperatorSession['stage'],
  { now, newId, secrets }: Context,
): { readonly session: OperatorSession; readonly secret: string } => {
  const secret = secrets.make()
  const secretHash = secrets.hash(secret)
  const session = { id: newId(), secretHash, operatorId, stage, expiresAt: endOf(stage, now) }
  return { session: stage === 'in' ? { ...session, idleAt: idleFrom(now) } : session, secret }
}

/** The first step: a mail with a link, to operators alone. The answer is the same for everybody. */
export const startOperatorSignIn = defineCommand({
  name: 'operators.start_sign_in',
  input: z.object({ email: typedAddress, language: z.enum(languages) }),
  who: ['anyone'],
  load: async (tx, { email }, { names, now }) => {
    const address = readAddress(email, names)?.address
    const [operator] = address ? await tx.operators.list({ email: address }) : []
    const sessions = operator ? await tx.operatorSessions.list({ operatorId: operator.id }) : []
    const waiting = sessions.filter(({ stage, expiresAt }) => stage === 'mailed' && expiresAt > now).length
    return { address, operator: waiting < mostLinks ? operator : undefined }
  },
  decide: ({ address, operator }, { email, language }, context) => {
    if (context.actor.channel !== 'web') return refuse('not_allowed')
    if (!address) return refuse('email_malformed', { email })
    if (!operator || isLocked(operator)) return accept({}, {})
    const { session, secret } = startOperatorSession(operator, 'mailed', context)
    return accept(
      {
        save: { operatorSessions: [session] },
        send: [
          {
            kind: 'link_mail',
            mail: 'sign_in',
            to: { name: operator.name, address: operator.email },
            language,
            link: context.secrets.seal(`/operator/link?secret=${secret}`),
            about: { until: session.expiresAt },
          },
        ],
      },
      {},
    )
  },
})

/**
 * The second step: the link from the mail, once, when a button is pressed. The secret that it gives opens nothing but the question
 * for a code; for who has no app yet, it comes with a new key for one.
 */
export const openOperatorLink = defineCommand({
  name: 'operators.open_link',
  input: z.object({ secret: z.string().min(1).max(200) }),
  who: ['anyone'],
  load: async (tx, { secret }, { secrets }) => {
    const [link] = await tx.operatorSessions.list({ secretHash: secrets.hash(secret) })
    return { link, operator: link && (await tx.operators.get(link.operatorId)) }
  },
  decide: ({ link, operator }, _input, context) => {
    if (context.actor.channel !== 'web') return refuse('not_allowed')
    if (link?.stage !== 'mailed' || link.expiresAt <= context.now || !operator) return refuse('link_used_or_expired')
    const { session, secret } = startOperatorSession(operator, 'opened', context)
    const newKey = operator.key ? {} : { newKey: context.secrets.seal(context.secrets.codes.make()) }
    return accept(
      { save: { operatorSessions: [{ ...session, ...newKey }] }, remove: { operatorSessions: [link.id] } },
      { session: secret },
    )
  },
})

/** An operator uses a session: it stays, though never beyond its own end. */
export const touchOperatorSession = defineCommand({
  name: 'operators.touch',
  input: z.object({}),
  who: ['operator'],
  load: async () => undefined,
  decide: (_facts, _input, { actor: { session }, now }) =>
    accept(
      {
        save: {
          operatorSessions: session && isWorthTouching(session, now) ? [{ ...session, idleAt: idleFrom(now) }] : [],
        },
      },
      {},
    ),
})

/** Ends an operator's session in this browser. */
export const signOutOperator = defineCommand({
  name: 'operators.sign_out',
  input: z.object({}),
  who: ['operator'],
  load: async () => undefined,
  decide: (_facts, _input, { actor: { session } }) =>
    session ? accept({ remove: { operatorSessions: [session.id] } }, {}) : refuse('not_signed_in'),
})
