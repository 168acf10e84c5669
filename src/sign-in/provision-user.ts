import type { Context } from '../kernel/command.ts'
import type { DomainEvent } from '../kernel/event.ts'
import type { Writes } from '../kernel/record.ts'
import type { Refused } from '../kernel/refusal.ts'
import { type Joining, joinCompany } from '../users/join-company.ts'
import type { User } from '../users/user.ts'
import type { Connection } from './connection.ts'
import type { Judged } from './identity.ts'

/** A user as the identity provider's word leaves them, with what has to be written for it. */
export interface Provisioned {
  readonly user: User
  readonly isNew: boolean
  readonly writes: Required<Pick<Writes, 'save' | 'remove'>> & { readonly events: readonly DomainEvent[] }
}

/**
 * Makes the user in the company of `joining`, out of an invitation where there is one; company-wide licences work from that moment
 * by themselves. Whoever is known gets the asserted address, and the asserted name where the connection provisions.
 */
export const provisionUser = (
  judged: Exclude<Judged, { kind: 'refused' }>,
  joining: Joining | undefined,
  name: string | undefined,
  connection: Connection,
  context: Pick<Context, 'now' | 'newId'>,
): Refused | Provisioned => {
  if (judged.kind !== 'join') return updated(judged, connection.provisioning ? name : undefined)
  if (!joining) throw new Error('somebody joins no company')
  const joined = joinCompany(joining, { name }, 'provisioning', context)
  return 'ok' in joined ? joined : { ...joined, isNew: true }
}

const updated = (judged: Judged & { kind: 'known' | 'link' }, name: string | undefined): Provisioned => {
  const { guest, ...user } = judged.user
  const email = judged.kind === 'known' ? judged.email : undefined
  const changed: User = {
    ...user,
    // An address inside a verified domain makes a guest one of the company.
    ...(guest && !email && { guest }),
    ...(email && { email }),
    ...(name && { name }),
  }
  const isSame = changed.email === user.email && changed.name === user.name
  return {
    user: changed,
    isNew: false,
    writes: isSame
      ? { save: {}, remove: {}, events: [] }
      : {
          save: { users: [changed] },
          remove: {},
          events: [{ type: 'user.changed', companyId: user.companyId, userId: user.id }],
        },
  }
}
