/** An identity provider's word on one instance, met on all of them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Claim } from '../../src/kernel/actor.ts'
import { makeToken } from '../../src/provisioning/make-token.ts'
import { chatAccount, connectWorkspace } from '../core/chats.ts'
import { operator } from '../core/world.ts'
import { type Instances, openInstances } from './instances.ts'

let server: Awaited<ReturnType<typeof openInstances>>
let at: Instances
let claim: Claim & { channel: 'scim' }
let companyId: string

beforeAll(async () => {
  server = await openInstances()
  at = await server.open()
  const { world } = at
  companyId = await world.company('Acme', ['acme.example'])
  await world.user(companyId, 'beheer@acme.example', { role: 'administrator' })
  const { id: connectionId } = await world.connection([companyId])
  const { token } = await world.must(makeToken, operator, { companyId, connectionId })
  claim = { channel: 'scim', connectionId, token }
}, 60_000)
afterAll(async () => {
  await at?.close()
  await server?.stop()
})

const person = (name: string, over: object = {}) => {
  const email = `${name}@acme.example`
  return { userName: email, email, emails: [email], name, active: true, attributes: { userName: email }, ...over }
}
const must = async <R>(outcome: Promise<{ ok: true; result: R } | { ok: false; code: string }>): Promise<R> => {
  const settled = await outcome
  if (!settled.ok) throw new Error(settled.code)
  return settled.result
}

describe('three instances', () => {
  it('let nobody in any more, on the web, in Slack, in Teams and by the access API, from the answer on', async () => {
    const { world, cores } = at
    const [first] = cores
    if (!first) throw new Error('no instance')
    const { id, userId } = await must(first.run('provisioning.add_person', claim, person('anna')))
    const user = await world.row('users', userId)
    const licence = await world.licence(companyId, 'Bouw', { companyWide: true })
    const web = await world.signIn(user)
    const chats: Claim[] = []
    for (const channel of ['slack', 'teams'] as const) {
      await connectWorkspace(world, [companyId], channel)
      chats.push((await chatAccount(world, user, { channel, confirmed: true })).claim)
    }
    const input = { asked: [{ user: userId, resource: { kind: 'licence', id: licence.id } }] }
    /** For each instance: web, Slack, Teams, access API. */
    const met = () =>
      Promise.all(
        cores.map(async (core) => {
          const [access] = await must(core.ask('access.evaluate', operator, input))
          const actors = await Promise.all([web, ...chats].map((one) => core.actor(one)))
          return [...actors.map(({ kind }) => kind), access?.allowed]
        }),
      )
    expect(await met()).toEqual(cores.map(() => ['user', 'user', 'user', true]))
    await must(first.run('provisioning.change_person', claim, { id, ...person('anna', { active: false }) }))
    // At once: nothing is kept in memory that could be out of date.
    expect(await met()).toEqual(cores.map(() => ['stranger', 'stranger', 'stranger', false]))
    await must(first.run('provisioning.change_person', claim, { id, ...person('anna') }))
    expect(await met()).toEqual(cores.map(() => ['stranger', 'user', 'user', true]))
    await must(first.run('provisioning.remove_person', claim, { id }))
    expect(await met()).toEqual(cores.map(() => ['stranger', 'stranger', 'stranger', false]))
  })

  it('lose no member of a group, and make nobody twice', async () => {
    const { world, cores, atOnce } = at
    const people = await atOnce(9, (core, index) =>
      must(core.run('provisioning.add_person', claim, person(`p${index}`))),
    )
    const ids = people.map(({ id }) => id)
    const [first] = cores
    if (!first) throw new Error('no instance')
    const group = await must(first.run('provisioning.add_group', claim, { displayName: 'Allen' }))
    await atOnce(9, (core, index) =>
      must(core.run('provisioning.change_group', claim, { id: group.id, add: [ids[index] ?? ''] })),
    )
    const members = await world.rows('groupMembers', { groupId: group.id })
    expect(new Set(members.map(({ identityId }) => identityId))).toEqual(new Set(ids))
    const added = await atOnce(6, (core) => core.run('provisioning.add_person', claim, person('samen')))
    expect(added.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await world.rows('users', { email: 'samen@acme.example' })).toHaveLength(1)
  })
})
