import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import type { Instant } from '../kernel/instant.ts'
import { later } from '../kernel/instant.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { mayKnow, notOwn, whichConnection } from './connection-in-use.ts'
import { loadOwnKeys, type OwnKey, ownKeyOf } from './own-key.ts'

/** Makes the first key of a connection, when something needs one; a key that is there already stays. */
export const makeOwnKey = defineCommand({
  name: 'own_keys.make',
  input: z.object({}),
  who: ['connection'],
  look: ({ secrets }) => secrets.makeKeyPair(),
  load: async (tx, _input, { actor }, pair) => ({ pair, ...(await loadOwnKeys(tx, actor.connection.id)) }),
  decide: ({ pair, current }, _input, context) => {
    if (current) return accept({}, { made: false })
    const made = ownKeyOf(pair, { connectionId: context.actor.connection.id, slot: 'current' }, context)
    return accept({ save: { ownKeys: [made] } }, { made: true })
  },
})

export interface Step {
  readonly step: 'started' | 'finished'
}

/**
 * Replaces our own key in two steps. The first publishes a new key beside the old one, which goes on signing. The second, once the
 * identity provider knows the new one, lets it take over and forgets the old one.
 */
export const rotateOwnKey = defineCommand({
  name: 'own_keys.rotate',
  input: z.object(whichConnection),
  who: ['administrator', 'operator'],
  look: ({ secrets }) => secrets.makeKeyPair(),
  load: async (tx, { connectionId }, _context, pair) => ({
    pair,
    connection: await tx.connections.get(connectionId),
    ...(await loadOwnKeys(tx, connectionId)),
  }),
  decide: ({ pair, connection, current, next }, { companyId }, context) => {
    if (!connection || !mayKnow(connection, companyId, context.actor)) return refuse('not_found')
    const shared = notOwn(connection, context.actor)
    if (shared) return shared
    const { id: connectionId, companyIds } = connection
    const events = [{ type: 'connection.changed', connectionId, companyIds } as const]
    if (next) return accept({ ...takeOver(next, current), events }, { step: 'finished' } as Step)
    const slot = current ? 'next' : 'current'
    const made = ownKeyOf(pair, { connectionId, slot }, context)
    return accept({ save: { ownKeys: [made] }, events }, { step: 'started' } as Step)
  },
})

const early = { days: 60 }
/** By then every identity provider that reads our metadata has read it. */
const known = { days: 30 }

const dueKeys = async (tx: ReadTx, now: Instant): Promise<OwnKey[]> => {
  const few = { limit: 5 }
  const ending = await tx.ownKeys.page({ slot: 'current', endsAt: { before: later(now, early) } }, few)
  const ready = await tx.ownKeys.page({ slot: 'next', madeAt: { before: later(now, { days: -known.days }) } }, few)
  const fresh = await Promise.all(
    ending.rows.map(async (key) => ((await loadOwnKeys(tx, key.connectionId)).next ? [] : [key])),
  )
  return [...fresh.flat(), ...ready.rows]
}

/** A key whose certificate ends within 60 days gets a successor, which takes over 30 days after it was published. */
export const renewOwnKeys = defineCommand({
  name: 'sweep.own_keys',
  input: z.object({}),
  who: ['clock'],
  look: async ({ store, clock, secrets }) => {
    const due = await store.read((tx) => dueKeys(tx, clock.now()))
    const ending = due.filter(({ slot }) => slot === 'current')
    return new Map(await Promise.all(ending.map(async ({ id }) => [id, await secrets.makeKeyPair()] as const)))
  },
  load: async (tx, _input, { now }, pairs) =>
    Promise.all(
      (await dueKeys(tx, now)).map(async (key) => ({
        key,
        pair: pairs.get(key.id),
        connection: await tx.connections.get(key.connectionId),
        current: (await loadOwnKeys(tx, key.connectionId)).current,
      })),
    ),
  decide: (due, _input, context) => {
    const save: OwnKey[] = []
    const remove: string[] = []
    const events = due.flatMap(({ key, pair, connection, current }) => {
      const { connectionId } = key
      if (key.slot === 'current' && pair) save.push(ownKeyOf(pair, { connectionId, slot: 'next' }, context))
      else if (key.slot === 'next') {
        const moved = takeOver(key, current)
        save.push(...moved.save.ownKeys)
        remove.push(...moved.remove.ownKeys)
      } else return []
      return connection
        ? [{ type: 'connection.changed', connectionId, companyIds: connection.companyIds } as const]
        : []
    })
    return accept({ save: { ownKeys: save }, remove: { ownKeys: remove }, events }, { done: events.length })
  },
})

const takeOver = (next: OwnKey, current: OwnKey | undefined) => ({
  save: { ownKeys: [{ ...next, slot: 'current' as const }] },
  remove: { ownKeys: current ? [current.id] : [] },
})
