/** Chapter 3 of the rules: access to a licence. */
import { expect, it } from 'vitest'
import { operator, refused } from '../core/world.ts'
import { describeOnBothStores } from './both-stores.ts'
import { inChat, type Story } from './story.ts'

/** A company with a licence that nobody finds, and a user. */
const setUp = async (story: Story, more: object = {}) => {
  const acme = await story.company('Acme', ['acme.example'])
  const licence = await story.licence(acme.id, 'Bouw', { shown: false, ...more })
  const anna = await story.invite(acme.admin, 'anna@acme.example')
  const allowed = async (user = anna.id) => {
    const resource = { kind: 'licence', id: licence.id }
    const [evaluation] = await story.ask('access.evaluate', operator, { asked: [{ user, resource }] })
    return evaluation?.allowed
  }
  const turn = (switches: object) =>
    story.must('licences.set_switches', acme.admin.web, { licenceId: licence.id, ...switches })
  return { acme, admin: acme.admin, licence, licenceId: licence.id, anna, allowed, turn }
}

describeOnBothStores('access to a licence', (story) => {
  it('with both switches off only an administrator gives it', async () => {
    const { must, tries, ask } = story()
    const { admin, anna, licenceId, allowed } = await setUp(story())
    expect((await ask('licences.list', anna.web)).licences).toEqual([])
    expect(await tries('requests.ask_access', anna.web, { licenceId })).toMatchObject(refused('licence_not_shown'))
    expect(await tries('access.give', anna.web, { user: anna.id, licenceId })).toMatchObject(refused('not_allowed'))
    expect(await allowed()).toBe(false)
    await must('access.give', admin.web, { user: anna.id, licenceId })
    expect(await allowed()).toBe(true)
    expect((await ask('licences.list', anna.web)).licences).toMatchObject([{ name: 'Bouw', access: { allowed: true } }])
  })

  it('shown to users: everybody finds it, and must ask', async () => {
    const { must, tries, ask } = story()
    const { admin, anna, licenceId, allowed, turn } = await setUp(story())
    expect(await tries('licences.set_switches', anna.web, { licenceId, shown: true })).toMatchObject(
      refused('not_allowed'),
    )
    await turn({ shown: true })
    expect((await ask('licences.list', anna.web)).licences).toMatchObject([
      { name: 'Bouw', access: { allowed: false } },
    ])
    expect(await allowed()).toBe(false)
    const { id } = await must('requests.ask_access', anna.web, { licenceId })
    await must('requests.decide', admin.web, { requests: [id], verdict: 'approved' })
    expect(await allowed()).toBe(true)
  })

  it('company-wide: every registered user has access at once, also with the other switch on, and open requests are approved', async () => {
    const { must, tries, invite, world } = story()
    const { admin, anna, licenceId, allowed, turn } = await setUp(story(), { shown: true })
    const { id } = await must('requests.ask_access', anna.web, { licenceId })
    await must('users.invite', admin.web, { emails: ['later@acme.example'] })
    await turn({ companyWide: true })
    expect(await allowed()).toBe(true)
    expect(await allowed(admin.id)).toBe(true)
    const later = await world.rows('users', { email: 'later@acme.example' })
    expect(await allowed(later[0]?.id)).toBe(false)
    expect(await world.row('requests', id)).toMatchObject({ state: 'approved', decision: { by: admin.id } })
    expect(await world.rows('grants')).toEqual([])
    // Both on: there is nothing to ask for.
    expect(await tries('requests.ask_access', anna.web, { licenceId })).toMatchObject(refused('already_has_access'))
    expect(await allowed((await invite(admin, 'bob@acme.example')).id)).toBe(true)
  })

  it('company-wide off leaves explicit grants only', async () => {
    const { must, invite } = story()
    const { admin, anna, licenceId, allowed, turn } = await setUp(story())
    const bob = await invite(admin, 'bob@acme.example')
    await must('access.give', admin.web, { user: anna.id, licenceId })
    await turn({ companyWide: true })
    expect([await allowed(), await allowed(bob.id)]).toEqual([true, true])
    await turn({ companyWide: false })
    expect([await allowed(), await allowed(bob.id)]).toEqual([true, false])
  })

  it('access is for the registered, in the company that holds the licence, until the licence or the grant ends', async () => {
    const { must, licence, company, pass } = story()
    const { acme, admin, anna, licenceId, allowed } = await setUp(story(), { expiresAt: '2026-03-30' })
    await must('access.give', admin.web, { user: anna.id, licenceId, until: '2026-03-10' })
    expect(await allowed()).toBe(true)
    await must('users.block', admin.web, { user: anna.id })
    expect(await allowed()).toBe(false)
    await must('users.unblock', admin.web, { user: anna.id })
    expect(await allowed()).toBe(true)
    const beta = await company('Beta', ['beta.example'])
    expect(await allowed(beta.admin.id)).toBe(false)
    await must('access.give', admin.web, { user: admin.id, licenceId })
    // Over at that moment, before the clock comes by.
    story().world.wait({ days: 9 })
    expect([await allowed(), await allowed(admin.id)]).toEqual([false, true])
    story().world.wait({ days: 20 })
    expect(await allowed(admin.id)).toBe(false)
    await pass({ minutes: 1 })
    expect(await allowed(admin.id)).toBe(false)
    await licence(acme.id, 'Staal', { companyWide: true })
    const asked = [{ user: anna.email, resource: { kind: 'licence', id: 'staal' } }]
    expect(await story().ask('access.evaluate', operator, { asked })).toMatchObject([{ allowed: true }])
  })

  it('a grant says who gave it, why, when and until when; it is withdrawn as directly', async () => {
    const { must, tries, ask, world } = story()
    const { admin, anna, licenceId, allowed } = await setUp(story())
    await must('access.give', admin.web, { user: anna.email, licenceId, reason: 'Stage', until: '2026-06-01' })
    const { holders } = await ask('licences.show', admin.web, { licenceId })
    expect(holders).toMatchObject([
      {
        userId: anna.id,
        givenBy: admin.name,
        grant: { givenBy: admin.id, why: 'Stage', givenAt: world.now(), until: '2026-06-01T21:59:59.999Z' },
      },
    ])
    await must('access.end', admin.web, { user: anna.email, licenceId })
    expect(await allowed()).toBe(false)
    expect(await tries('access.end', admin.web, { user: anna.email, licenceId })).toMatchObject(
      refused('has_no_access'),
    )
  })

  it('the answer is the same in every channel', async () => {
    const { must, ask, connect, world } = story()
    const { acme, admin, anna, licenceId, turn } = await setUp(story(), {
      shown: true,
      standards: [{ number: 'NEN 1' }],
    })
    for (const channel of ['slack', 'teams'] as const) await connect(admin, channel)
    const answers = async () => {
      const mine = [anna.web, inChat('slack', 'U1', anna.email), inChat('teams', 'A1', anna.email)].map(
        async (claim) => (await ask('licences.list', claim)).licences[0]?.access.allowed ?? false,
      )
      const asked = [
        { kind: 'licence', id: licenceId },
        { kind: 'standard', id: 'nen 1' },
      ].map((resource) => ({ user: anna.email, resource }))
      const evaluated = (await ask('access.evaluate', operator, { asked })).map(({ allowed }) => allowed)
      const { users } = await ask('users.search', admin.web, { licenceId, query: 'anna' })
      return new Set([...(await Promise.all([...mine, ...evaluated])), users.length === 1])
    }
    expect(await answers()).toEqual(new Set([false]))
    await must('access.give', admin.web, { user: anna.id, licenceId })
    expect(await answers()).toEqual(new Set([true]))
    await must('access.end', admin.web, { user: anna.id, licenceId })
    expect(await answers()).toEqual(new Set([false]))
    await turn({ companyWide: true })
    expect(await answers()).toEqual(new Set([true]))
    await must('licences.change', operator, { companyId: acme.id, licenceId, expiresAt: world.now() })
    expect(await answers()).toEqual(new Set([false]))
  })

  it('seats are not passed, and company-wide counts registered users', async () => {
    const { must, tries, ask, invite, answer } = story()
    const { admin, anna, licenceId, turn } = await setUp(story(), { shown: true, seats: 1 })
    const bob = await invite(admin, 'bob@acme.example')
    const { id } = await must('requests.ask_access', bob.web, { licenceId })
    await must('access.give', admin.web, { user: anna.id, licenceId })
    const full = refused('no_seats_left', { licence: 'Bouw', seats: 1 })
    const approval = { requests: [id], verdict: 'approved' }
    expect(await tries('requests.decide', admin.web, approval)).toMatchObject(full)
    expect(await tries('access.give', admin.web, { user: bob.id, licenceId })).toMatchObject(full)
    expect(await answer('requests.decide', admin.web, approval)).toMatchObject({
      kind: 'card',
      card: { tone: 'bad', title: expect.stringContaining('"Bouw"') },
    })
    // Three people are registered.
    expect(await tries('licences.set_switches', admin.web, { licenceId, companyWide: true })).toMatchObject(full)
    const { companyId } = await story().world.row('licences', licenceId)
    await must('licences.change', operator, { companyId, licenceId, seats: 3 })
    await turn({ companyWide: true })
    expect((await ask('licences.show', admin.web, { licenceId })).seats).toEqual({ used: 3, of: 3 })
  })
})
