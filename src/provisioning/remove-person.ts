import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { id } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import { loadRemoval, remove } from '../users/remove-user.ts'
import { findPerson } from './people.ts'

/**
 * An identity provider removes a person, who is erased as by an administrator (see `users.remove`). The last administrator stays,
 * without the identity provider, and the administrators are told. An account that left the company is not touched.
 */
export const removePerson = defineCommand({
  name: 'provisioning.remove_person',
  input: z.object({ id }),
  who: ['provisioning'],
  load: async (tx, input, { actor, now }) => {
    const person = await findPerson(tx, input.id, actor)
    const user = person && (await tx.users.get(person.userId))
    const isHere = user?.companyId === actor.company.id && user.status !== 'removed'
    return {
      person,
      removal: await loadRemoval(tx, isHere ? user : undefined, now),
      members: person ? await tx.groupMembers.list({ identityId: person.id }) : [],
    }
  },
  decide: ({ person, removal, members }, _input, context) => {
    if (!person) return refuse('not_found')
    const removed = removal && remove(removal, context)
    if (removed?.ok) {
      const { result: _result, ok: _ok, ...writes } = removed
      return accept(writes, { id: person.id })
    }
    const { companyId } = person.provisioned
    return accept(
      {
        remove: { identities: [person.id], groupMembers: members.map((member) => member.id) },
        events: removal
          ? [
              {
                type: 'provisioning.administrator_kept',
                companyId,
                userId: person.userId,
                connectionId: person.connectionId,
              },
            ]
          : [],
      },
      { id: person.id },
    )
  },
})
