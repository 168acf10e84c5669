import type { OperatorActor, UserActor } from '../kernel/actor.ts'
import { id } from '../kernel/input.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import type { Group, GroupMember } from '../provisioning/group.ts'
import type { ProvisioningToken } from '../provisioning/token.ts'
import type { Connection, Identity } from './connection.ts'
import type { Session } from './session.ts'

/** How a use case names the connection that it is about. */
export const whichConnection = {
  /** The operator's path names the company too; it must be one of the connection's. */
  companyId: id.optional(),
  connectionId: id,
}

/** An administrator's connections are those of the own company; the operator's path may name one of its companies. */
export const mayKnow = (
  { companyIds }: Connection,
  companyId: string | undefined,
  actor: UserActor | OperatorActor,
): boolean =>
  (companyId === undefined || companyIds.includes(companyId)) &&
  (actor.kind === 'operator' || companyIds.includes(actor.company.id))

/** Whoever sets the certificates decides who everybody is, so one company must not decide it for another. */
export const notOwn = ({ companyIds }: Connection, actor: UserActor | OperatorActor): Refused | undefined =>
  actor.kind === 'user' && companyIds.length > 1 ? refuse('connection_shared') : undefined

/** What was made through a connection. */
export interface ConnectionUse {
  readonly identities: readonly Identity[]
  readonly sessions: readonly Session[]
  readonly groups: readonly Group[]
  readonly groupMembers: readonly GroupMember[]
  readonly provisioningTokens: readonly ProvisioningToken[]
}

export const loadUse = async (tx: ReadTx, connectionId: string): Promise<ConnectionUse> => {
  const groups = await tx.groups.list({ connectionId })
  return {
    identities: await tx.identities.list({ connectionId }),
    sessions: await tx.sessions.list({ connectionId }),
    provisioningTokens: await tx.provisioningTokens.list({ connectionId }),
    groups,
    groupMembers: groups.length === 0 ? [] : await tx.groupMembers.list({ groupId: groups.map(({ id: of }) => of) }),
  }
}
