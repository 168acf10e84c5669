import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { later } from '../kernel/instant.ts'
import { refuse } from '../kernel/refusal.ts'
import { mayStillSetUp, type SetUp } from './set-up.ts'

const days = 7

/** An administrator begins a new connection: answers the link, good for one browser, that may be handed to the IT department. */
export const startSetUp = defineCommand({
  name: 'set_ups.start',
  input: z.object({}),
  who: ['administrator'],
  load: async () => undefined,
  decide: (_facts, _input, { actor, now, newId, secrets }) => {
    const secret = secrets.make()
    const setUp: SetUp = {
      id: newId(),
      companyId: actor.company.id,
      connectionId: newId(),
      madeBy: actor.user.id,
      secretHash: secrets.hash(secret),
      expiresAt: later(now, { days }),
    }
    return accept({ save: { setUps: [setUp] } }, { path: `/set-up?secret=${secret}`, until: setUp.expiresAt })
  },
})

/** Whoever has the link begins; it opens for this browser and no other from now on. */
export const openSetUp = defineCommand({
  name: 'set_ups.open',
  input: z.object({ secret: z.string().min(1).max(200), browserSecret: z.string().min(1).max(200) }),
  who: ['anyone'],
  load: async (tx, { secret }, { now, secrets }) => {
    const [setUp] = await tx.setUps.list({ secretHash: secrets.hash(secret) })
    return setUp && setUp.expiresAt > now && (await mayStillSetUp(tx, setUp, now)) ? setUp : undefined
  },
  decide: (setUp, { browserSecret }, { actor, secrets }) => {
    if (actor.channel !== 'web') return refuse('not_allowed')
    if (!setUp) return refuse('link_used_or_expired')
    const { secretHash: _used, ...rest } = setUp
    return accept({ save: { setUps: [{ ...rest, browserHash: secrets.hash(browserSecret) }] } }, { id: setUp.id })
  },
})
