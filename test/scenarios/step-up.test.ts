/** A company asks for a fresh sign-in; what was asked waits for it, and is then done by itself, once. */
import { expect, it } from 'vitest'
import type { Claim } from '../../src/kernel/actor.ts'
import { refused, stranger } from '../core/world.ts'
import { describeOnBothStores } from './both-stores.ts'
import { inChat, type Person, type Story } from './story.ts'

const browserHash = 'browser-of-the-administrator'

/** Acme, which asks for what is given; its administrator's session is a day old, the chat account confirmed then. */
const scene = async (story: Story, asks: object) => {
  const { id: companyId, admin } = await story.company('Acme', ['acme.example'])
  const anna = await story.invite(admin, 'anna@acme.example')
  const bouw = await story.licence(companyId, 'Bouw')
  await story.connect(admin, 'slack')
  const chat = inChat('slack', 'U1', admin.email)
  await story.confirm(admin, chat)
  await story.must('companies.change', admin.web, asks)
  return { companyId, admin, anna, bouw, chat }
}

const secretIn = (outcome: object): string => {
  if (!('code' in outcome) || outcome.code !== 'sign_in_again')
    throw new Error(`no step-up: ${JSON.stringify(outcome)}`)
  return (outcome as unknown as { detail: { path: string } }).detail.path.split('secret=')[1] ?? ''
}
const agree = (story: Story, secret: string) => story.must('step_ups.agree', stranger, { secret, browserHash })
/** Signs in anew, and comes back with what waits. */
const signIn = async (
  story: Story,
  { id }: Person,
  secret: string,
  hash = browserHash,
): Promise<Claim & { channel: 'web' }> => {
  return { ...(await story.world.signIn(await story.world.row('users', id))), stepUp: { secret, browserHash: hash } }
}
/** The same browser, before it says what it came for. */
const back = ({ session }: { readonly session?: string }) => ({ channel: 'web', session }) as Claim
const day = { days: 1 }

describeOnBothStores('a fresh sign-in', (story) => {
  it('is asked for roles, also by invitation, and for the switches of licences; for nothing else', async () => {
    const { tries } = story()
    const { admin, anna, bouw, chat } = await scene(story(), { confirmSensitive: true })
    story().world.wait(day)
    for (const claim of [chat]) {
      const role = await tries('users.change', claim, { user: anna.email, role: 'administrator' })
      expect(role).toMatchObject({ code: 'sign_in_again' })
      expect(await tries('users.invite', claim, { emails: ['new@acme.example'], role: 'administrator' })).toMatchObject(
        {
          code: 'sign_in_again',
        },
      )
      expect(await tries('licences.set_switches', claim, { licenceId: bouw.id, companyWide: true })).toMatchObject({
        code: 'sign_in_again',
      })
      expect(await tries('users.invite', claim, { emails: ['other@acme.example'] })).toMatchObject({ ok: true })
    }
    const fresh = await story().world.signIn(await story().world.row('users', admin.id))
    expect(await tries('licences.set_switches', fresh, { licenceId: bouw.id, companyWide: true })).toMatchObject({
      ok: true,
    })
    expect(await story().world.row('users', anna.id)).toMatchObject({ role: 'user' })
  })

  it('is asked for the same to more than so many at once', async () => {
    const { tries } = story()
    const { chat } = await scene(story(), { confirmBulkOver: 2 })
    story().world.wait(day)
    const emails = ['a@acme.example', 'b@acme.example', 'c@acme.example']
    expect(await tries('users.invite', chat, { emails: emails.slice(0, 2) })).toMatchObject({ ok: true })
    const more = ['d@acme.example', 'e@acme.example', 'f@acme.example']
    expect(await tries('users.invite', chat, { emails: more })).toMatchObject({ code: 'sign_in_again' })
    expect(await story().world.rows('users', { email: 'd@acme.example' })).toEqual([])
  })

  it('is asked of administrators in a chat every so many days', async () => {
    const { tries, must } = story()
    const { admin, anna, bouw, chat } = await scene(story(), { signInEveryDays: 7 })
    const { reference } = await must('requests.ask_access', anna.web, { licenceId: bouw.id, reason: 'werk' })
    story().world.wait({ days: 6 })
    expect(await tries('users.invite', chat, { emails: ['x@acme.example'] })).toMatchObject({ ok: true })
    story().world.wait({ days: 2 })
    const decision = { requests: [reference], verdict: 'approved' }
    const secret = secretIn(await tries('requests.decide', chat, decision))
    await agree(story(), secret)
    const proof = await signIn(story(), admin, secret)
    expect(await must('step_ups.return', back(proof), { secret, browserHash })).toMatchObject({
      ready: { command: 'requests.decide' },
    })
    expect(await tries('requests.decide', proof, decision)).toMatchObject({ ok: true })
    // That sign-in counts for the chat from then on.
    expect(await tries('users.invite', chat, { emails: ['y@acme.example'] })).toMatchObject({ ok: true })
    const annaInChat = inChat('slack', 'U2', anna.email)
    expect(await tries('requests.ask_standard', annaInChat, { number: 'NEN 1', reason: 'x' })).toMatchObject({
      ok: true,
    })
  })

  it('can’t be taken away without one', async () => {
    const { chat } = await scene(story(), { confirmBulkOver: 100 })
    story().world.wait(day)
    for (const weaker of [{ confirmBulkOver: null }, { confirmBulkOver: 200 }, { confirmSensitive: true }])
      expect(await story().tries('companies.change', chat, weaker)).toMatchObject({ code: 'sign_in_again' })
    expect(await story().tries('companies.change', chat, { reasonMandatory: true })).toMatchObject({ ok: true })
  })

  it('lets what waited be done once, however many come with it', async () => {
    const { admin, anna, chat } = await scene(story(), { confirmSensitive: true })
    story().world.wait(day)
    const change = { user: anna.email, role: 'administrator' }
    const secret = secretIn(await story().tries('users.change', chat, change))
    await agree(story(), secret)
    const proof = await signIn(story(), admin, secret)
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => story().tries('users.change', proof, change)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    for (const outcome of outcomes.filter(({ ok }) => !ok))
      expect(outcome).toMatchObject(refused('link_used_or_expired'))
    const changed = (await story().world.rows('audit')).filter(({ event }) => event.type === 'user.role_changed')
    expect(changed).toHaveLength(1)
    expect(await story().world.rows('stepUps')).toEqual([])
  })

  it('counts for what was asked, by whoever asked, in the browser that agreed, after agreeing, for half an hour', async () => {
    const { tries } = story()
    const { admin, anna, chat } = await scene(story(), { confirmSensitive: true })
    const second = await story().invite(admin, 'second@acme.example', { role: 'administrator' })
    story().world.wait(day)
    const change = { user: anna.email, role: 'administrator' }
    const asked = async () => secretIn(await tries('users.change', chat, change))
    const no = refused('link_used_or_expired')
    const early = await asked()
    const before = await signIn(story(), admin, early)
    story().world.wait({ minutes: 1 })
    await agree(story(), early)
    expect(await tries('users.change', before, change)).toMatchObject(no)
    const otherBrowser = await signIn(story(), admin, early, 'some-other-browser-hash')
    expect(await tries('users.change', otherBrowser, change)).toMatchObject(no)
    expect(await tries('users.change', await signIn(story(), second, early), change)).toMatchObject(no)
    const proof = await signIn(story(), admin, early)
    expect(await tries('users.change', proof, { ...change, user: second.email })).toMatchObject(no)
    expect(await tries('users.block', proof, { user: anna.email })).toMatchObject(no)
    story().world.wait({ minutes: 30 })
    expect(await tries('users.change', await signIn(story(), admin, early), change)).toMatchObject(no)
    await story().pass({ minutes: 1 })
    expect(await story().world.rows('stepUps')).toEqual([])
  })

  it('is judged anew: whoever lost the right meanwhile, or came second, does nothing', async () => {
    const { tries, must } = story()
    const { admin, anna, chat } = await scene(story(), { confirmSensitive: true })
    const second = await story().invite(admin, 'second@acme.example', { role: 'administrator' })
    story().world.wait(day)
    const change = { user: anna.email, role: 'administrator' }
    const secret = secretIn(await tries('users.change', chat, change))
    await agree(story(), secret)
    const proof = await signIn(story(), admin, secret)
    const fresh = await story().world.signIn(await story().world.row('users', second.id))
    await must('users.change', fresh, { user: admin.email, role: 'user' })
    expect(await tries('users.change', proof, change)).toMatchObject(refused('not_allowed'))
    expect(await story().world.row('users', anna.id)).toMatchObject({ role: 'user' })
  })

  it('counts for the chat also when what was asked there can’t be done any more', async () => {
    const { tries, must } = story()
    const { admin, anna, bouw, chat } = await scene(story(), { signInEveryDays: 7 })
    const { reference } = await must('requests.ask_access', anna.web, { licenceId: bouw.id, reason: 'werk' })
    story().world.wait({ days: 8 })
    const decision = { requests: [reference], verdict: 'approved' }
    const secret = secretIn(await tries('requests.decide', chat, decision))
    await must('requests.withdraw', await story().world.signIn(await story().world.row('users', anna.id)), {
      request: reference,
    })
    await agree(story(), secret)
    const proof = await signIn(story(), admin, secret)
    expect(await must('step_ups.return', back(proof), { secret, browserHash: 'some-other-browser' })).toEqual({})
    await must('step_ups.return', back(proof), { secret, browserHash })
    expect(await tries('requests.decide', proof, decision)).toMatchObject({ ok: false })
    expect(await tries('users.invite', chat, { emails: ['x@acme.example'] })).toMatchObject({ ok: true })
  })
})
