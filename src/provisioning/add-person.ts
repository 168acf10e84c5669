import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { refuse } from '../kernel/refusal.ts'
import { provisionUser } from '../sign-in/provision-user.ts'
import { loadJoining } from '../users/join-company.ts'
import { followActive, loadActiveFacts } from './follow-active.ts'
import { accountName, isPerson, loadAddressFacts, type Person, provisionedFrom, refuseAddress } from './people.ts'
import { personInput } from './person-input.ts'

/**
 * An identity provider adds a person to the company of its token: an account of the company with that address is linked, an invited
 * one is registered, anybody else gets an account at once. An account of another company is never touched. Whoever is added as not
 * active is blocked, also when the account was there.
 */
export const addPerson = defineCommand({
  name: 'provisioning.add_person',
  input: z.object(personInput),
  who: ['provisioning'],
  load: async (tx, input, { actor, names, now }) => {
    const address = await loadAddressFacts(tx, input, actor, names)
    const account = address.people.find((user) => user.companyId === actor.company.id && user.status !== 'invited')
    const linked = account ? await tx.identities.list({ connectionId: actor.connection.id, userId: account.id }) : []
    return {
      address,
      account,
      isLinked: linked.some(isPerson),
      joining: address.address && (await loadJoining(tx, address.address.address, actor.company, now)),
      ending: await loadActiveFacts(tx, account, now),
    }
  },
  decide: ({ address, account, isLinked, joining, ending }, input, context) => {
    const { actor, now, newId } = context
    if (isLinked || address.namesakes.length > 0) return refuse('already_provisioned', { userName: input.userName })
    const refused = refuseAddress(address, input.email, actor)
    if (refused) return refused
    if (!address.address || !joining) return refuse('email_malformed', { email: input.email })
    const judged = account
      ? ({ kind: 'link', user: account } as const)
      : ({ kind: 'join', email: address.address.address, companyIds: [actor.company.id] } as const)
    const connection = { ...actor.connection, provisioning: true }
    const welcome = provisionUser(judged, joining, accountName(input), connection, context)
    if ('ok' in welcome) return welcome
    const { active } = input
    const said = { active, wasActive: true, blockedHere: false }
    const followed = followActive(welcome.user, said, ending, actor.connection.id, now)
    const person: Person = {
      id: newId(),
      connectionId: actor.connection.id,
      userId: followed.user.id,
      linkedAt: now,
      provisioned: provisionedFrom(input, {
        companyId: actor.company.id,
        ...(followed.blockedHere && { blockedHere: true }),
        version: 1,
        createdAt: now,
        changedAt: now,
      }),
    }
    const others = (welcome.writes.save.users ?? []).filter((user) => user.id !== followed.user.id)
    return accept(
      {
        save: {
          ...welcome.writes.save,
          users: [...others, followed.user, ...followed.heirs],
          identities: [person],
        },
        remove: { ...welcome.writes.remove, ...followed.remove },
        events: [
          ...welcome.writes.events,
          {
            type: 'identity.linked',
            companyId: actor.company.id,
            userId: followed.user.id,
            connectionId: actor.connection.id,
          },
          ...followed.events,
        ],
      },
      person,
    )
  },
})
