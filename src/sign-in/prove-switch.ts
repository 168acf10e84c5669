import type { ConnectionActor } from '../kernel/actor.ts'
import type { Context } from '../kernel/command.ts'
import { distinctAddresses, type Judged } from './identity.ts'
import { isLive, type Session } from './session.ts'
import type { Asserted } from './sign-in-request.ts'

/**
 * The session of a user of another company that the identity provider knows by the very address of that user: the person is signed
 * in there, and here, in one browser. It changes nothing about the account; it is what switching to this company asks for.
 */
export const provedSession = (
  judged: Judged,
  session: Session | undefined,
  asserted: Asserted,
  { actor, now, names }: Context<ConnectionActor>,
): Session | undefined => {
  if (judged.kind !== 'refused' || !session) return undefined
  const { claimed } = judged
  const isSelf = claimed?.status === 'registered' && claimed.id === session.userId && isLive(session, now)
  const [email, ...others] = distinctAddresses(asserted, names)
  if (!isSelf || email !== claimed.email || others.length > 0) return undefined
  const { nameId } = asserted
  return { ...session, alsoProved: { connectionId: actor.connection.id, nameId, at: now } }
}
