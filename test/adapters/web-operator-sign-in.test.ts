import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addOperator, removeOperator, unlockOperator } from '../../src/operators/manage-operators.ts'
import { operator as token } from '../core/world.ts'
import { openTestBrowser } from '../fakes/browser.ts'
import { askedForCode, codeAt, keyOn, openMailed, operatorIn } from './operator-world.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

let world: WebWorld
beforeAll(async () => {
  world = await openWebWorld()
})
afterAll(() => world.close())

const at = (path: string): string => `${world.url}${path}`
const pathOf = ({ url }: { readonly url: string }): string => new URL(url).pathname

describe('the first sign-in of an operator', () => {
  it('sets up the app, shows the recovery codes once, and leads in', async () => {
    const { browser, page, recovery, id } = await operatorIn(world, 'olga@uitgever.example')
    expect(page.text).toContain('Bewaar je herstelcodes')
    expect(new Set(recovery).size).toBe(8)
    const companies = await page.follow('Verder')
    expect([companies.status, pathOf(companies)]).toEqual([200, '/operator/companies'])
    expect(companies.text).toContain('Olga Prins')
    const [kept] = await world.rows('operators', { email: 'olga@uitgever.example' })
    expect(JSON.stringify(kept)).not.toContain(recovery[0])
    expect(kept?.recovery).toHaveLength(8)
    expect((await browser.open(at('/operator/code'))).html).not.toContain(recovery[0])
    const told = (await world.rows('audit')).filter(({ event }) => 'operatorId' in event && event.operatorId === id)
    expect(told.map(({ event }) => event.type)).toEqual(['operator.added', 'operator.enrolled', 'operator.signed_in'])
  })

  it('shows a key that works typed, in a page that no script could read from elsewhere', async () => {
    const browser = openTestBrowser()
    await operatorIn(world, 'key@uitgever.example')
    const { browser: other, key } = await operatorIn(world, 'key2@uitgever.example')
    expect(key.replace(/ /g, '')).toMatch(/^[A-Z2-7]{32}$/)
    const answer = await other.fetch(at('/operator/companies'))
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(pathOf(await browser.open(at('/operator')))).toBe('/operator/sign-in')
  })
})

describe('a link alone', () => {
  it('opens no page but the question for a code, and works once', async () => {
    await operatorIn(world, 'link@uitgever.example')
    const browser = openTestBrowser()
    const asked = await askedForCode(world, browser, 'link@uitgever.example')
    expect(pathOf(asked)).toBe('/operator/code')
    expect(asked.html).not.toContain('<svg')
    for (const path of ['/operator', '/operator/companies', '/operator/sign-out'])
      expect(pathOf(await browser.open(at(path)))).toBe('/operator/sign-in')
    const again = await (await openMailed(world, openTestBrowser(), 'link@uitgever.example')).submit('secret')
    expect(again.text).toContain('al gebruikt of verlopen')
  })

  it('expires after ten minutes, as does the question', async () => {
    const { key } = await operatorIn(world, 'slow@uitgever.example')
    const browser = openTestBrowser()
    const asked = await askedForCode(world, browser, 'slow@uitgever.example')
    await (await browser.open(at('/operator/sign-in'))).submit('email', { email: 'slow@uitgever.example' })
    world.wait({ minutes: 11 })
    expect(pathOf(await asked.submit('code', { code: codeAt(key, world.now()) }))).toBe('/operator/sign-in')
    const late = await (await openMailed(world, browser, 'slow@uitgever.example')).submit('secret')
    expect(late.text).toContain('al gebruikt of verlopen')
  })

  it('is never sent to somebody who is no operator, in the same words; and at most three wait', async () => {
    const company = await world.company('Acme', ['acme.example'])
    await world.user(company, 'anna@acme.example', { role: 'administrator' })
    await operatorIn(world, 'often@uitgever.example')
    const page = async (email: string) =>
      (await openTestBrowser().open(at('/operator/sign-in'))).submit('email', { email })
    const before = (await world.letters('often@uitgever.example')).length
    const [nobody, somebody] = [await page('anna@acme.example'), await page('often@uitgever.example')]
    expect(nobody.text).toBe(somebody.text)
    for (let more = 0; more < 4; more++) await page('often@uitgever.example')
    expect(await world.letters('anna@acme.example')).toEqual([])
    expect((await world.letters('often@uitgever.example')).length - before).toBe(3)
  })
})

describe('a code', () => {
  it('counts once, and no older one after it', async () => {
    const { key } = await operatorIn(world, 'replay@uitgever.example')
    world.wait({ minutes: 1 })
    const code = codeAt(key, world.now())
    const first = await askedForCode(world, openTestBrowser(), 'replay@uitgever.example')
    const second = await askedForCode(world, openTestBrowser(), 'replay@uitgever.example')
    expect(pathOf(await first.submit('code', { code }))).toBe('/operator/companies')
    // Whoever gets in ends what else was on the way.
    expect(pathOf(await second.submit('code', { code }))).toBe('/operator/sign-in')
    const third = await askedForCode(world, openTestBrowser(), 'replay@uitgever.example')
    const replayed = await third.submit('code', { code })
    expect([replayed.status, replayed.text.includes('al gebruikt')]).toEqual([422, true])
    world.wait({ minutes: 0.5 })
    expect((await third.submit('code', { code })).status).toBe(422)
    const older = codeAt(key, new Date(Date.parse(world.now()) - 30_000).toISOString())
    expect((await third.submit('code', { code: older })).status).toBe(422)
    expect(pathOf(await third.submit('code', { code: codeAt(key, world.now()) }))).toBe('/operator/companies')
  })

  it('of another moment, another operator or another shape is wrong', async () => {
    const { key } = await operatorIn(world, 'wrong@uitgever.example')
    const { key: others } = await operatorIn(world, 'other@uitgever.example')
    world.wait({ minutes: 5 })
    const asked = await askedForCode(world, openTestBrowser(), 'wrong@uitgever.example')
    const moment = (seconds: number) => new Date(Date.parse(world.now()) + seconds * 1000).toISOString()
    const wrong = [
      codeAt(key, moment(-90)),
      codeAt(key, moment(90)),
      codeAt(others, world.now()),
      '',
      'abcdef',
      '١٢٣٤٥٦',
    ]
    for (const code of wrong) expect([code, (await asked.submit('code', { code })).status]).toEqual([code, 422])
    expect(pathOf(await asked.submit('code', { code: ` ${codeAt(key, moment(-30)).replace(/(?=...$)/, ' ')}` }))).toBe(
      '/operator/companies',
    )
  })

  it('that is wrong ten times locks the account, until the token unlocks it', async () => {
    const { id, key } = await operatorIn(world, 'locked@uitgever.example')
    world.wait({ minutes: 1 })
    const asked = await askedForCode(world, openTestBrowser(), 'locked@uitgever.example')
    const right = codeAt(key, world.now())
    const wrong = right === '000000' ? '000001' : '000000'
    for (let time = 1; time < 10; time++)
      expect((await asked.submit('code', { code: wrong })).text).toContain(time === 9 ? '1 keer' : `${10 - time} keer`)
    const last = await asked.submit('code', { code: wrong })
    expect([pathOf(last), last.text.includes('te veel fout')]).toEqual(['/operator/sign-in', true])
    expect(pathOf(await asked.submit('code', { code: right }))).toBe('/operator/sign-in')
    const before = (await world.letters('locked@uitgever.example')).length
    await last.submit('email', { email: 'locked@uitgever.example' })
    expect(await world.letters('locked@uitgever.example')).toHaveLength(before)
    expect((await world.rows('audit', { type: 'operator.locked' })).map(({ event }) => event)).toMatchObject([
      { operatorId: id },
    ])
    await world.must(unlockOperator, token, { operatorId: id })
    const again = await askedForCode(world, openTestBrowser(), 'locked@uitgever.example')
    expect(pathOf(await again.submit('code', { code: codeAt(key, world.now()) }))).toBe('/operator/companies')
  })

  it('of the recovery codes counts once, however it is copied', async () => {
    const { recovery } = await operatorIn(world, 'gone@uitgever.example')
    const [first = '', second = ''] = recovery
    const enter = async (code: string) =>
      (await askedForCode(world, openTestBrowser(), 'gone@uitgever.example')).submit('code', { code })
    expect(pathOf(await enter(first))).toBe('/operator/companies')
    expect((await enter(first)).status).toBe(422)
    expect(pathOf(await enter(` ${second.toLowerCase().replace('h-', 'h ')} `))).toBe('/operator/companies')
    expect((await world.rows('operators', { email: 'gone@uitgever.example' }))[0]?.recovery).toHaveLength(6)
  })

  it('for a key that was shown before a later link counts for nothing', async () => {
    const { id } = await operatorIn(world, 'again@uitgever.example')
    await world.must(removeOperator, token, { operatorId: id })
    await world.must(addOperator, token, { email: 'again@uitgever.example', name: 'Olga' })
    const early = await askedForCode(world, openTestBrowser(), 'again@uitgever.example')
    const late = await askedForCode(world, openTestBrowser(), 'again@uitgever.example')
    expect(keyOn(early)).not.toBe(keyOn(late))
    expect((await late.submit('code', { code: codeAt(keyOn(early), world.now()) })).status).toBe(422)
    expect((await late.submit('code', { code: codeAt(keyOn(late), world.now()) })).text).toContain('herstelcodes')
    expect(pathOf(await early.submit('code', { code: codeAt(keyOn(early), world.now()) }))).toBe('/operator/sign-in')
  })
})

describe('the session of an operator', () => {
  it('ends after half an hour without use, after eight hours in any case, and on signing out', async () => {
    const { browser, key } = await operatorIn(world, 'idle@uitgever.example')
    const where = async () => pathOf(await browser.open(at('/operator')))
    for (let time = 0; time < 18; time++) {
      world.wait({ minutes: 26 })
      expect(await where()).toBe('/operator/companies')
    }
    world.wait({ minutes: 13 })
    expect(await where()).toBe('/operator/sign-in')
    const enter = async () =>
      (await askedForCode(world, browser, 'idle@uitgever.example')).submit('code', { code: codeAt(key, world.now()) })
    expect(pathOf(await enter())).toBe('/operator/companies')
    world.wait({ minutes: 31 })
    expect(await where()).toBe('/operator/sign-in')
    const companies = await enter()
    const secret = browser.cookie('toegang_operator')
    const out = await companies.submit('Uitloggen')
    expect([pathOf(out), browser.cookie('toegang_operator')]).toEqual(['/operator/sign-in', undefined])
    const kept = await fetch(at('/operator/companies'), {
      headers: { cookie: `toegang_operator=${secret}` },
      redirect: 'manual',
    })
    expect([kept.status, kept.headers.get('location')]).toEqual([303, '/operator/sign-in'])
  })

  it('ends at once when the operator is removed', async () => {
    const { id, browser } = await operatorIn(world, 'removed@uitgever.example')
    await world.must(removeOperator, token, { operatorId: id })
    expect(pathOf(await browser.open(at('/operator/companies')))).toBe('/operator/sign-in')
    expect(await world.rows('operatorSessions', { operatorId: id })).toEqual([])
  })

  it('is no session of a user, nor the other way round', async () => {
    const company = await world.company('Beta', ['beta.example'])
    await world.user(company, 'bea@beta.example', { role: 'administrator' })
    const bea = await world.signedIn('bea@beta.example')
    for (const path of ['/operator', '/operator/companies'])
      expect(pathOf(await bea.open(at(path)))).toBe('/operator/sign-in')
    const { browser } = await operatorIn(world, 'both@uitgever.example')
    for (const path of ['/company/general', '/company/users', '/requests', '/profile'])
      expect(pathOf(await browser.open(at(path)))).toBe('/login')
    expect((await browser.fetch(at('/api/me'))).status).toBe(401)
    const swapped = (name: string, value: string | undefined, path: string) =>
      fetch(at(path), { headers: { cookie: `${name}=${value}` }, redirect: 'manual' })
    const asOperator = await swapped('toegang_operator', bea.cookie('toegang_session'), '/operator/companies')
    const asUser = await swapped('toegang_session', browser.cookie('toegang_operator'), '/company/general')
    expect([asOperator.status, asUser.status]).toEqual([303, 303])
    expect(pathOf(await bea.open(at('/OPERATOR/companies')))).toBe('/operator/sign-in')
    expect(pathOf(await browser.open(at('/OPERATOR/companies')))).toBe('/OPERATOR/companies')
  })

  it('takes no form that another site made', async () => {
    const { browser } = await operatorIn(world, 'csrf@uitgever.example')
    const posted = await browser.fetch(at('/operator/sign-out'), {
      method: 'POST',
      body: new URLSearchParams({ _do: 'sign_out' }),
    })
    expect(posted.status).toBe(403)
    expect(pathOf(await browser.open(at('/operator')))).toBe('/operator/companies')
  })
})

it('who tries links too often has to wait', async () => {
  let status = 200
  for (let time = 0; time < 250 && status !== 429; time++)
    status = (await fetch(at('/operator/link?secret=guessed'))).status
  expect(status).toBe(429)
})
