import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { later } from '../../../src/kernel/instant.ts'
import { endAccess, giveAccess } from '../../../src/licences/give-access.ts'
import type { Licence } from '../../../src/licences/licence.ts'
import { openWorld, refused, type World } from '../world.ts'

type Person = Awaited<ReturnType<World['user']>>
let world: World
let companyId: string
let admin: Person
let anna: Person
let bouw: Licence

beforeEach(async () => {
  world = await openWorld()
  companyId = await world.company('Acme', ['acme.example'])
  admin = await world.user(companyId, 'ada@acme.example', { role: 'administrator' })
  anna = await world.user(companyId, 'anna@acme.example', { name: 'Anna' })
  bouw = await world.licence(companyId, 'Bouw')
})
afterEach(() => world.close())

const give = (more: object = {}, by = admin) =>
  world.run(giveAccess, by.web, { user: anna.id, licenceId: bouw.id, ...more })
const end = (more: object = {}, by = admin) =>
  world.run(endAccess, by.web, { user: anna.id, licenceId: bouw.id, ...more })
const live = () => world.rows('grants', { userId: anna.id, state: 'live' })

describe('giving access', () => {
  it('records who gave it, why, when and until when', async () => {
    expect(await give({ user: 'ANNA@acme.example', reason: 'Project X', until: '2026-12-31' })).toEqual({
      ok: true,
      result: { name: 'Anna', licence: 'Bouw' },
    })
    const [grant] = await live()
    expect(grant).toMatchObject({
      companyId,
      licenceId: bouw.id,
      givenBy: admin.id,
      givenAt: world.now(),
      why: 'Project X',
      until: '2026-12-31T22:59:59.999Z',
    })
    expect(await world.events('access.given')).toEqual([
      {
        type: 'access.given',
        companyId,
        userId: anna.id,
        licenceId: bouw.id,
        grantId: grant?.id,
        until: '2026-12-31T22:59:59.999Z',
      },
    ])
  })

  it('works for a licence that users can not find', async () => {
    const hidden = await world.licence(companyId, 'Verborgen', { shown: false })
    expect(await give({ licenceId: hidden.id })).toMatchObject({ ok: true })
  })

  it('answers an open request', async () => {
    const request = await world.ask(anna, bouw)
    await give({ until: '2026-12-31' })
    expect(await world.row('requests', request.id)).toMatchObject({
      state: 'approved',
      version: 2,
      until: '2026-12-31T22:59:59.999Z',
      decision: { verdict: 'approved', by: admin.id, via: 'web' },
    })
    expect(await world.events('request.approved')).toHaveLength(1)
    expect(await world.events('access.given')).toMatchObject([{ requestId: request.id }])
  })

  it('with another end replaces what was given; with the same end it is there already', async () => {
    await give()
    expect(await give()).toMatchObject(refused('already_has_access', { licence: 'Bouw' }))
    expect(await give({ until: '2026-12-31' })).toMatchObject({ ok: true })
    expect(await give({ until: '2026-12-31' })).toMatchObject(refused('already_has_access'))
    expect(await give({ until: '2026-06-30' })).toMatchObject({ ok: true })
    expect(await live()).toMatchObject([{ until: '2026-06-30T21:59:59.999Z' }])
    expect(await world.rows('grants', { userId: anna.id, state: 'ended' })).toHaveLength(2)
    expect(await world.events('access.ended')).toEqual([])
  })

  it('replaces a grant whose end has come, before time noticed', async () => {
    await give({ until: later(world.now(), { hours: 1 }) })
    world.wait({ hours: 2 })
    expect(await give()).toMatchObject({ ok: true })
    expect(await live()).toHaveLength(1)
  })

  it('stays within the seats, and a new end takes no new seat', async () => {
    bouw = await world.licence(companyId, 'Krap', { seats: 1 })
    await give()
    expect(await give({ user: admin.id })).toMatchObject(refused('no_seats_left', { licence: 'Krap', seats: 1 }))
    expect(await give({ until: '2026-04-01' })).toMatchObject({ ok: true })
    world.at('2026-04-02T09:00:00.000Z')
    expect(await give({ user: admin.id })).toMatchObject({ ok: true })
  })

  it('is refused to the blocked, the invited, strangers, and for what is expired or past', async () => {
    const other = await world.company('Beta', ['beta.example'])
    const theirs = await world.user(other, 'theirs@beta.example')
    const blocked = await world.user(companyId, 'blocked@acme.example', { status: 'blocked' })
    const invited = await world.user(companyId, 'invited@acme.example', { status: 'invited' })
    const expired = await world.licence(companyId, 'Oud', { expiresAt: world.now() })
    expect(await give({ user: blocked.id })).toMatchObject(refused('is_blocked'))
    for (const user of [invited.id, theirs.id, 'theirs@beta.example', 'nobody@acme.example', 'x'])
      expect(await give({ user })).toMatchObject(refused('not_found'))
    expect(await give({ licenceId: (await world.licence(other, 'Bouw')).id })).toMatchObject(refused('not_found'))
    expect(await give({ licenceId: expired.id })).toMatchObject(refused('licence_expired', { licence: 'Oud' }))
    expect(await give({ until: world.now() })).toMatchObject(refused('must_be_in_future', { field: 'until' }))
    expect(await give({ until: 'morgen' })).toMatchObject(refused('invalid_input'))
    expect(await give({}, anna)).toMatchObject(refused('not_allowed'))
    expect(await live()).toEqual([])
  })

  it('given twice at once gives one grant', async () => {
    const outcomes = await Promise.all([give(), give(), give()])
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await live()).toHaveLength(1)
  })
})

describe('withdrawing access', () => {
  it('ends the grant and tells the trail', async () => {
    await give()
    expect(await end()).toEqual({ ok: true, result: { name: 'Anna', licence: 'Bouw' } })
    expect(await live()).toEqual([])
    expect(await world.events('access.ended')).toEqual([
      { type: 'access.ended', companyId, userId: anna.id, licenceId: bouw.id, because: 'withdrawn' },
    ])
    const [entry] = (await world.rows('audit')).slice(-1)
    expect(entry?.changes).toMatchObject([{ table: 'grants', field: 'endedAt', after: world.now() }])
  })

  it('works for somebody who is blocked', async () => {
    await give()
    await world.put('users', { ...(await world.row('users', anna.id)), status: 'blocked' })
    expect(await end()).toMatchObject({ ok: true })
  })

  it('is refused when there is none, when it comes with company-wide, and for strangers', async () => {
    expect(await end()).toMatchObject(refused('has_no_access', { licence: 'Bouw' }))
    const wide = await world.licence(companyId, 'Basis', { companyWide: true })
    expect(await end({ licenceId: wide.id })).toMatchObject(refused('comes_with_company_wide', { licence: 'Basis' }))
    expect(await end({ user: 'nobody@acme.example' })).toMatchObject(refused('not_found'))
    expect(await end({ licenceId: 'gone' })).toMatchObject(refused('not_found'))
    expect(await end({}, anna)).toMatchObject(refused('not_allowed'))
  })

  it('takes a grant from under company-wide, which says nothing to somebody who loses nothing', async () => {
    const wide = await world.licence(companyId, 'Basis', { companyWide: true })
    await world.grant(anna, wide)
    const before = (await world.rows('outbox')).length
    expect(await end({ licenceId: wide.id })).toMatchObject({ ok: true })
    expect((await world.rows('outbox')).length).toBe(before)
  })
})
