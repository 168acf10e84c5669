import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import type { DomainEvent } from '../kernel/event.ts'
import { id } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import { isSame } from '../kernel/with-changes.ts'
import type { User } from '../users/user.ts'
import { followActive, loadActiveFacts } from './follow-active.ts'
import { accountName, findPerson, loadAddressFacts, type Person, provisionedFrom, refuseAddress } from './people.ts'
import { personInput } from './person-input.ts'

/**
 * An identity provider changes a person: the account follows its address, name and whether it is active. An account that left the
 * company is not touched; nor are name and address of a break-glass administrator. With `version`, only when nobody else changed it
 * since (`changed_meanwhile`). What changes nothing leaves no trace.
 */
export const changePerson = defineCommand({
  name: 'provisioning.change_person',
  input: z.object({ id, version: z.number().int().optional(), ...personInput }),
  who: ['provisioning'],
  load: async (tx, input, { actor, names, now }) => {
    const person = await findPerson(tx, input.id, actor)
    const user = person && (await tx.users.get(person.userId))
    return {
      person,
      user: user?.companyId === actor.company.id && user.status !== 'removed' ? user : undefined,
      address: await loadAddressFacts(tx, input, actor, names),
      ending: await loadActiveFacts(tx, user, now),
    }
  },
  decide: ({ person, user, address, ending }, input, { actor, now }) => {
    if (!person) return refuse('not_found')
    const { provisioned: was } = person
    if (input.version !== undefined && input.version !== was.version) return refuse('changed_meanwhile')
    if (address.namesakes.some((other) => other.id !== person.id))
      return refuse('already_provisioned', { userName: input.userName })
    const moves = user && !user.breakGlass && address.address?.address !== user.email
    const refused = moves ? refuseAddress(address, input.email, actor) : undefined
    if (refused) return refused
    if (moves && address.people.some((other) => other.id !== user.id && other.status !== 'removed'))
      return refuse('address_in_use', { email: input.email })
    const detailed = user && withDetails(user, moves ? address.address?.address : undefined, accountName(input))
    const said = { active: input.active, wasActive: was.active, blockedHere: was.blockedHere ?? false }
    const followed = detailed && followActive(detailed, said, ending, actor.connection.id, now)
    const kept = provisionedFrom(input, {
      companyId: was.companyId,
      ...((followed?.blockedHere ?? was.blockedHere) && { blockedHere: true }),
      version: was.version,
      createdAt: was.createdAt,
      changedAt: was.changedAt,
    })
    const isChanged = !isSame(was, kept)
    const changed: Person = isChanged
      ? { ...person, provisioned: { ...kept, version: was.version + 1, changedAt: now } }
      : person
    const events: DomainEvent[] = [...(followed?.events ?? [])]
    if (user && detailed && !isSame(user, detailed))
      events.unshift({ type: 'user.changed', companyId: user.companyId, userId: user.id })
    const touched = user && followed && !isSame(user, followed.user)
    return accept(
      {
        save: {
          users: touched ? [followed.user, ...followed.heirs] : [],
          identities: isChanged ? [changed] : [],
        },
        remove: followed?.remove ?? {},
        events,
      },
      changed,
    )
  },
})

/** An address inside a verified domain makes a guest one of the company. */
const withDetails = (user: User, email: string | undefined, name: string | undefined): User => {
  if (user.breakGlass) return user
  const { guest, ...rest } = user
  return { ...rest, ...(guest && !email && { guest }), ...(email && { email }), ...(name && { name }) }
}
