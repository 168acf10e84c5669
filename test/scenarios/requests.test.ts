/** Chapter 4 of the rules: requests. */
import { expect, it } from 'vitest'
import { operator, refused } from '../core/world.ts'
import { describeOnBothStores } from './both-stores.ts'
import { inChat, type Story } from './story.ts'

/** A company with two administrators, two users, and a licence to ask for. */
const setUp = async (story: Story) => {
  const acme = await story.company('Acme', ['acme.example'])
  const second = await story.invite(acme.admin, 'tweede@acme.example', { role: 'administrator' })
  const anna = await story.invite(acme.admin, 'anna@acme.example')
  const bob = await story.invite(acme.admin, 'bob@acme.example')
  const licence = await story.licence(acme.id, 'Bouw')
  const asks = (who = anna, input: object = {}) =>
    story.must('requests.ask_access', who.web, { licenceId: licence.id, ...input })
  const decide = (requests: readonly string[], verdict: 'approved' | 'declined', input: object = {}) =>
    story.must('requests.decide', acme.admin.web, { requests, verdict, ...input })
  const signIn = async ({ id }: { readonly id: string }) => story.world.signIn({ id, companyId: acme.id })
  return {
    companyId: acme.id,
    admin: acme.admin,
    second,
    anna,
    bob,
    licence,
    licenceId: licence.id,
    asks,
    decide,
    signIn,
  }
}

describeOnBothStores('requests', (story) => {
  it('a reason is optional, unless the company wants one and says so beside the form', async () => {
    const { must, tries, ask } = story()
    const { admin, anna, bob, asks, licenceId } = await setUp(story())
    await asks(anna)
    await must('companies.change', admin.web, { requestText: 'Noem een kostenplaats', reasonMandatory: true })
    expect((await ask('licences.list', bob.web)).requestText).toBe('Noem een kostenplaats')
    expect(await tries('requests.ask_access', bob.web, { licenceId })).toMatchObject(refused('reason_mandatory'))
    expect(await tries('requests.ask_standard', bob.web, { number: 'NEN 1' })).toMatchObject(
      refused('reason_mandatory'),
    )
    const { id } = await asks(bob, { reason: 'K-12' })
    expect(await ask('requests.show', admin.web, { request: id })).toMatchObject({ request: { reason: 'K-12' } })
  })

  it('somebody who asks again is shown the open request', async () => {
    const { tries, answer, world } = story()
    const { anna, asks, licenceId } = await setUp(story())
    const { reference } = await asks()
    expect(await tries('requests.ask_access', anna.web, { licenceId })).toMatchObject(
      refused('already_requested', { reference }),
    )
    const again = await answer('requests.ask_access', anna.web, { licenceId })
    expect(JSON.stringify(again)).toContain(reference)
    expect(await world.rows('requests')).toHaveLength(1)
  })

  it('a standard joins the collection that the administrator picks, and everybody who asked for it in a year is told', async () => {
    const { must, tries, ask, mailsTo, world, licence } = story()
    const { companyId, admin, anna, bob, licenceId, signIn } = await setUp(story())
    const staal = await licence(companyId, 'Staal')
    const standard = (who: typeof anna.web, more: object = {}) =>
      must('requests.ask_standard', who, { number: 'NEN 1010', ...more })
    // Long ago, a year less a day ago, and today.
    const long = await standard(admin.web)
    await must('requests.withdraw', admin.web, { request: long.id })
    world.wait({ days: 2 })
    const early = await standard(await signIn(bob))
    await must('requests.decide', await signIn(admin), { requests: [early.id], verdict: 'declined' })
    world.wait({ days: 364 })
    const web = await signIn(anna)
    const { id } = await standard(web, { title: 'Laagspanning', licenceId })
    const now = await signIn(admin)
    expect(await tries('requests.decide', now, { requests: [id], verdict: 'approved', licenceId: 'x' })).toMatchObject({
      ok: false,
    })
    await must('requests.decide', now, { requests: [id], verdict: 'approved', licenceId: staal.id })
    expect((await ask('licences.show', now, { licenceId: staal.id })).licence.standards).toEqual([
      { number: 'NEN 1010', title: 'Laagspanning' },
    ])
    expect((await ask('licences.show', now, { licenceId })).licence.standards).toEqual([])
    expect(mailsTo(anna.email).at(-1)).toContain('goedgekeurd')
    expect(mailsTo(bob.email).at(-1)).toContain('Norm NEN 1010 is toegevoegd')
    expect(mailsTo(admin.email).join()).not.toContain('Norm NEN 1010 is toegevoegd')
  })

  it('the requester and every administrator hear of it in their chats and by mail; the first decision shows on every copy', async () => {
    const { must, answer, connect, confirm, mailsTo, postsTo } = story()
    const { admin, second, anna, asks, licenceId } = await setUp(story())
    await connect(admin, 'slack')
    await connect(admin, 'teams')
    const chats = {
      anna: inChat('teams', 'anna-teams', anna.email),
      admin: inChat('slack', 'admin-slack', admin.email),
      adminTeams: inChat('teams', 'admin-teams', admin.email),
      second: inChat('teams', 'second-teams', second.email),
    }
    await must('chat.meet', chats.anna)
    await confirm(admin, chats.admin)
    await confirm(admin, chats.adminTeams)
    await confirm(second, chats.second)
    const { id, reference } = await asks(anna, { reason: 'Voor de brug' })
    for (const { email } of [anna, admin, second]) expect(mailsTo(email).at(-1)).toContain(reference)
    for (const chat of [chats.admin, chats.adminTeams, chats.second]) {
      expect(postsTo(chat)).toHaveLength(1)
      expect(postsTo(chat)[0]).toContain('"requests.decide"')
      expect(postsTo(chat)[0]).toContain('Voor de brug')
    }
    expect(postsTo(chats.anna)[0]).toContain('"requests.withdraw"')

    await must('requests.decide', chats.second, { requests: [id], verdict: 'declined', reason: 'Geen budget' })
    const late = await answer('requests.decide', chats.admin, { requests: [id], verdict: 'approved' })
    expect(late).toMatchObject({ refused: refused('already_decided') })
    expect(JSON.stringify(late)).toMatch(/al afgewezen door tweede op .*2026/)
    for (const chat of Object.values(chats)) {
      const copy = postsTo(chat)[0]
      expect(copy).toMatch(/tweede/)
      expect(copy).not.toContain('"requests.')
      expect(copy).toContain('Geen budget')
    }
    expect(postsTo(chats.anna)).toHaveLength(2)
    expect(mailsTo(anna.email).at(-1)).toContain('afgewezen door tweede. Reden: Geen budget')
    expect((await story().world.rows('grants', { licenceId })).length).toBe(0)
  })

  it('several are decided at a time, from a chat as from the portal', async () => {
    const { connect, confirm, must, world } = story()
    const { admin, anna, bob, asks } = await setUp(story())
    await connect(admin, 'slack')
    const chat = inChat('slack', 'admin-slack', admin.email)
    await confirm(admin, chat)
    const [a, b] = [await asks(anna), await asks(bob)]
    const { results } = await must('requests.decide', chat, { requests: [a.reference, b.id], verdict: 'approved' })
    expect(results).toMatchObject([{ ok: true }, { ok: true }])
    expect(await world.row('requests', a.id)).toMatchObject({ decision: { by: admin.id, via: 'slack' } })
    expect(await world.rows('grants')).toHaveLength(2)
  })

  it('an administrator does not decide on the own request while there is another', async () => {
    const { must, tries } = story()
    const { admin, second, asks, decide } = await setUp(story())
    const { id } = await asks(admin)
    const own = { requests: [id], verdict: 'approved' }
    expect(await tries('requests.decide', admin.web, own)).toMatchObject(refused('own_request'))
    await must('users.change', admin.web, { user: second.id, role: 'user' })
    expect(await decide([id], 'approved')).toMatchObject({ results: [{ ok: true }] })
  })

  it('the requester withdraws, and nobody else does', async () => {
    const { must, tries } = story()
    const { admin, anna, bob, asks } = await setUp(story())
    const { id, reference } = await asks()
    for (const { web } of [admin, bob])
      expect(await tries('requests.withdraw', web, { request: id })).toMatchObject(refused('not_found'))
    await must('requests.withdraw', anna.web, { request: reference })
    expect(await tries('requests.decide', admin.web, { requests: [id], verdict: 'approved' })).toMatchObject(
      refused('already_settled', { reference, state: 'withdrawn' }),
    )
  })

  it('an open request is reminded after the days that the company set, and expires after others', async () => {
    const { must, pass, mailsTo, world } = story()
    const { admin, anna, asks } = await setUp(story())
    await must('companies.change', admin.web, { remindAfterDays: 2, expireAfterDays: 5 })
    const { id, reference } = await asks()
    const reminders = () => mailsTo(admin.email).filter((mail) => mail.includes(`${reference} wacht op een besluit`))
    await pass({ days: 1 })
    expect(reminders()).toHaveLength(0)
    await pass({ days: 1, minutes: 1 })
    await pass({ minutes: 1 })
    expect(reminders()).toHaveLength(1)
    await pass({ days: 3 })
    expect(await world.row('requests', id)).toMatchObject({ state: 'expired' })
    expect(mailsTo(anna.email).at(-1)).toContain(`${reference} is verlopen`)
  })

  it('everybody sees the requests of the company, a month back unless chosen; only administrators see who asked', async () => {
    const { must, ask, askRefused, answer, company, world } = story()
    const { anna, bob, admin, asks, decide, signIn } = await setUp(story())
    const { id } = await asks(anna, { reason: 'Voor Anna zelf' })
    await decide([id], 'declined', { reason: 'Geen budget' })
    const open = await asks(bob)
    const beta = await company('Beta', ['beta.example'], { freeRegistration: true })
    expect(await askRefused('requests.show', beta.admin.web, { request: id })).toMatchObject(refused('not_found'))

    const seen = await ask('requests.list', bob.web, { show: 'settled' })
    expect(seen.requests).toMatchObject([{ viewer: 'other', request: { decision: { reason: 'Geen budget' } } }])
    expect(seen.requests[0]?.requesterName).toBeUndefined()
    expect(seen.requests[0]?.request.reason).toBeUndefined()
    const card = JSON.stringify(await answer('requests.show', bob.web, { request: id }))
    expect(card).toContain('Geen budget')
    for (const word of ['Voor Anna zelf', 'anna', anna.id]) expect(card).not.toContain(word)
    expect((await ask('requests.list', anna.web, { show: 'open' })).requests).toMatchObject([
      { request: { id: open.id } },
    ])
    expect((await ask('requests.list', admin.web, { show: 'settled' })).requests).toMatchObject([
      { viewer: 'administrator', requesterName: 'anna', request: { reason: 'Voor Anna zelf' } },
    ])

    const count = async (period?: string) =>
      (await ask('requests.list', await signIn(bob), { show: 'settled', period })).requests.length
    world.wait({ days: 8 })
    expect([await count('week'), await count(), await count('month')]).toEqual([0, 1, 1])
    world.wait({ days: 30 })
    expect([await count(), await count('quarter')]).toEqual([0, 1])
    world.wait({ days: 90 })
    expect([await count('quarter'), await count('year')]).toEqual([0, 1])
    world.wait({ days: 300 })
    expect(await count('year')).toBe(0)
    await must('companies.change', operator, { companyId: beta.id, name: 'Beta 2' })
  })

  it('whoever loses access is told: by an end, a withdrawal, a block, a switch, or a licence that expires', async () => {
    const { must, company, invite, licence, pass, mailsTo } = story()
    const { companyId, admin, anna, licenceId } = await setUp(story())
    const told = (email: string) => mailsTo(email).filter((mail) => mail.includes('geen toegang meer')).length
    const give = (user: string, input: object = {}) => must('access.give', admin.web, { user, licenceId, ...input })
    await give(anna.id)
    await must('access.end', admin.web, { user: anna.id, licenceId })
    expect(told(anna.email)).toBe(1)

    const blocked = await invite(admin, 'eva@acme.example')
    await give(blocked.id)
    await must('users.block', admin.web, { user: blocked.id })
    expect(mailsTo(blocked.email).at(-1)).toContain('geblokkeerd')

    const beta = await company('Beta', ['acme.example'], { freeRegistration: true })
    const leaving = await invite(admin, 'carl@acme.example')
    await give(leaving.id)
    await must('users.switch_company', leaving.web, { companyId: beta.id })
    expect(told(leaving.email)).toBe(1)

    const short = await licence(companyId, 'Kort', { expiresAt: '2026-03-20' })
    await must('access.give', admin.web, { user: admin.id, licenceId: short.id })
    await give(anna.id, { until: '2026-03-05' })
    await pass({ days: 5 })
    expect(told(anna.email)).toBe(2)
    await pass({ days: 20 })
    expect(mailsTo(admin.email).at(-1)).toContain('Licentie "Kort" is verlopen')
  })
})
