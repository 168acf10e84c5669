import type { OperatorActor, UserActor } from '../kernel/actor.ts'

/** The company that a use case is about: an administrator's own, whatever was named, or the one that the operator names. */
export const companyOf = (actor: UserActor | OperatorActor, named: string | undefined): string =>
  actor.kind === 'user' ? actor.company.id : (named ?? '')
