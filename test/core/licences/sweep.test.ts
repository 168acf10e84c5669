import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { later } from '../../../src/kernel/instant.ts'
import { changeLicence } from '../../../src/licences/assign-licence.ts'
import { endGrants, expireLicences } from '../../../src/licences/sweep-licences.ts'
import { clock, openWorld, operator, refused, type World } from '../world.ts'

type Person = Awaited<ReturnType<World['user']>>
let world: World
let companyId: string
let admin: Person
let anna: Person

beforeEach(async () => {
  world = await openWorld()
  companyId = await world.company('Acme', ['acme.example'])
  admin = await world.user(companyId, 'ada@acme.example', { role: 'administrator' })
  anna = await world.user(companyId, 'anna@acme.example')
})
afterEach(() => world.close())

/** As several instances do: all at once. */
const sweep = async (useCase: typeof endGrants | typeof expireLicences, instances = 4) =>
  (await Promise.all(Array.from({ length: instances }, () => world.must(useCase, clock)))).reduce(
    (sum, { done }) => sum + done,
    0,
  )
/** To whom a notice of this type waits. */
const told = async (type: string) =>
  (await world.rows('outbox')).flatMap((message) =>
    message.kind === 'notice_mail' && message.event.type === type ? [message.userId] : [],
  )

describe('grants with an end', () => {
  it('end by themselves once, and their users are told', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    const grant = await world.grant(anna, bouw, { until: later(world.now(), { days: 7 }) })
    await world.grant(admin, bouw)
    expect(await sweep(endGrants)).toBe(0)
    world.wait({ days: 7, minutes: 1 })
    expect(await sweep(endGrants)).toBe(1)
    expect(await sweep(endGrants)).toBe(0)
    expect(await world.row('grants', grant.id)).toMatchObject({ endedAt: world.now() })
    expect(await world.events('access.ended')).toMatchObject([{ userId: anna.id, because: 'ended' }])
    expect(await told('access.ended')).toEqual([anna.id])
  })

  it('end all the same after a long sleep, however many there are', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    for (let number = 0; number < 120; number++)
      await world.grant({ ...anna, id: `u${number}` }, bouw, { until: later(world.now(), { days: 1 }) })
    world.wait({ days: 400 })
    expect(await sweep(endGrants, 1)).toBe(100)
    expect(await sweep(endGrants, 1)).toBe(20)
    expect(await sweep(endGrants, 1)).toBe(0)
  })

  it('show their end in the trail of their own company alone', async () => {
    const other = await world.company('Beta', ['beta.example'])
    const theirs = await world.user(other, 'b@beta.example')
    const until = later(world.now(), { days: 1 })
    const grants = [
      await world.grant(theirs, await world.licence(other, 'Bouw'), { until }),
      await world.grant(anna, await world.licence(companyId, 'Bouw'), { until }),
    ]
    world.wait({ days: 2 })
    await sweep(endGrants)
    const entries = (await world.rows('audit')).filter(({ event }) => event.type === 'access.ended')
    for (const entry of entries)
      expect(entry.changes.map(({ id }) => id)).toEqual(
        grants.filter(({ companyId: of }) => entry.companyIds.includes(of)).map(({ id }) => id),
      )
  })

  it('are told only where something is lost', async () => {
    const until = later(world.now(), { days: 1 })
    await world.grant(anna, await world.licence(companyId, 'Basis', { companyWide: true }), { until })
    await world.grant(anna, await world.licence(companyId, 'Oud', { expiresAt: world.now() }), { until })
    const blocked = await world.user(companyId, 'blocked@acme.example', { status: 'blocked' })
    await world.grant(blocked, await world.licence(companyId, 'Bouw'), { until })
    world.wait({ days: 2 })
    expect(await sweep(endGrants)).toBe(3)
    expect(await told('access.ended')).toEqual([])
  })
})

describe('licences that expire', () => {
  it('are told once to those who could use them, and to nobody else', async () => {
    const bouw = await world.licence(companyId, 'Bouw', { expiresAt: later(world.now(), { days: 1 }) })
    await world.grant(anna, bouw)
    await world.grant(admin, bouw, { until: later(world.now(), { hours: 1 }) })
    await world.grant(await world.user(companyId, 'x@acme.example', { status: 'blocked' }), bouw)
    world.wait({ days: 30 })
    expect(await sweep(expireLicences)).toBe(1)
    expect(await sweep(expireLicences)).toBe(0)
    expect(await world.events('licence.expired')).toHaveLength(1)
    expect(await told('licence.expired')).toEqual([anna.id])
  })

  it('are told to everybody registered when they were company-wide', async () => {
    await world.licence(companyId, 'Basis', { companyWide: true, expiresAt: later(world.now(), { days: 1 }) })
    await world.user(companyId, 'invited@acme.example', { status: 'invited' })
    world.wait({ days: 2 })
    await sweep(expireLicences)
    expect(new Set(await told('licence.expired'))).toEqual(new Set([admin.id, anna.id]))
  })

  it('are told anew when they were extended and expire again, not when the same end is set again', async () => {
    const expiresAt = later(world.now(), { days: 1 })
    const bouw = await world.licence(companyId, 'Bouw', { expiresAt })
    world.wait({ days: 2 })
    await sweep(expireLicences)
    const change = (end: string) =>
      world.must(changeLicence, operator, { companyId, licenceId: bouw.id, expiresAt: end })
    await change(expiresAt)
    expect(await sweep(expireLicences)).toBe(0)
    await change(later(world.now(), { days: 1 }))
    expect(await sweep(expireLicences)).toBe(0)
    world.wait({ days: 2 })
    expect(await sweep(expireLicences)).toBe(1)
  })
})

it('nobody but the clock does what time brings', async () => {
  expect(await world.run(endGrants, admin.web)).toMatchObject(refused('not_allowed'))
  expect(await world.run(expireLicences, operator)).toMatchObject(refused('not_allowed'))
})
