import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchTrail } from '../../src/trail/search-trail.ts'
import { operatorIn, type SignedInOperator } from './operator-world.ts'
import { type PortalScene, setPortalScene } from './portal-scene.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

let world: WebWorld
let scene: PortalScene
let olga: SignedInOperator
beforeAll(async () => {
  world = await openWebWorld()
  scene = await setPortalScene(world)
  olga = await operatorIn(world, 'olga@uitgever.example')
})
afterAll(() => world.close())

const open = (path: string) => olga.browser.open(`${world.url}${path}`)
const pathOf = ({ url }: { readonly url: string }): string => new URL(url).pathname
const by = () => ({ channel: 'web', by: { kind: 'operator', id: olga.id } })

describe('companies', () => {
  it('are found by name and customer number', async () => {
    const all = await open('/operator/companies')
    expect(all.text).toContain('Meerdijk Ingenieurs')
    const found = await all.submit('query', { query: 'k-20417' })
    expect(found.text).toContain('Meerdijk Ingenieurs')
    expect(found.text).not.toContain('Meerdijk Infra')
    expect((await all.submit('query', { query: 'niemand' })).text).toContain('Er is geen bedrijf gevonden.')
  })

  it('are added with domains and administrators, all or nothing, and faults stand at their field', async () => {
    const form = await (await open('/operator/companies')).follow('Bedrijf toevoegen')
    const filled = { name: 'Delta', customerNumber: 'K-1', domains: 'delta.example\nwww.delta.example' }
    const wrong = await form.submit('administrators', { ...filled, administrators: 'bea@elders.example' })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toMatch(/id="add-administrators-fault">bea@elders.example valt niet onder/)
    expect(wrong.html).toContain('value="Delta"')
    const added = await wrong.submit('administrators', { administrators: 'bea@delta.example' })
    expect([added.status, pathOf(added)]).toEqual([200, expect.stringMatching(/^\/operator\/companies\/[\w-]{36}$/)])
    expect(added.text).toContain('Delta is toegevoegd. De beheerder is uitgenodigd.')
    expect((await world.letters('bea@delta.example')).map(({ mail }) => mail)).toEqual(['invitation'])
    const again = await form.submit('name', { name: 'Delta 2', customerNumber: 'K-1' })
    expect(again.html).toMatch(/id="add-customerNumber-fault"/)
    const [line] = await world.rows('audit', { type: 'company.added', by: olga.id })
    expect(line).toMatchObject(by())
  })

  it('are changed, and saying the same again is no change', async () => {
    const company = await world.company('Kade', ['kade.example'])
    const page = await open(`/operator/companies/${company}`)
    const saved = await page.submit('customerNumber', { name: 'Kade BV', customerNumber: 'K-77', locale: 'en' })
    expect(saved.text).toContain('De gegevens en instellingen van Kade BV zijn bewaard.')
    expect((await world.rows('companies')).find(({ id }) => id === company)).toMatchObject({
      name: 'Kade BV',
      customerNumber: 'K-77',
      language: 'en',
    })
    await saved.submit('customerNumber')
    const told = await world.rows('audit', { companyId: company, type: 'company.changed' })
    expect(told).toMatchObject([by()])
    const cleared = await saved.submit('customerNumber', { customerNumber: '' })
    expect(cleared.status).toBe(200)
    expect((await world.rows('companies')).find(({ id }) => id === company)?.customerNumber).toBeUndefined()
  })

  it('get and lose domains', async () => {
    const company = await world.company('Haven', ['haven.example'])
    const page = await open(`/operator/companies/${company}`)
    const wrong = await page.submit('Domein toestaan', { domain: 'gmail.com' })
    expect(wrong.html).toMatch(/id="allow-domain-fault">Bij gmail.com/)
    const allowed = await page.submit('Domein toestaan', { domain: 'haven.test' })
    expect(allowed.text).toContain('haven.test is nu een toegestaan domein.')
    const removed = await allowed.submit('Domein verwijderen')
    expect(removed.text).toContain('haven.example is geen toegestaan domein meer.')
    expect((await world.rows('domains', { companyId: company })).map(({ domain }) => domain)).toEqual(['haven.test'])
  })

  it('get licences, which are changed on a page of their own', async () => {
    const company = await world.company('Sluis', ['sluis.example'])
    const page = await open(`/operator/companies/${company}`)
    const past = await page.submit('Licentie toekennen', { name: 'Water', expiresAt: '2020-01-01' })
    expect(past.html).toMatch(/id="assign-expiresAt-fault"/)
    const given = await page.submit('Licentie toekennen', {
      name: 'Water',
      seats: '12',
      expiresAt: '2030-06-30',
      shown: 'on',
      standards: 'NEN 1010 = Laagspanning\r\n\r\nNEN 3140',
    })
    expect(given.text).toContain('Licentie "Water" is toegekend.')
    const [licence] = await world.rows('licences', { companyId: company })
    expect(licence).toMatchObject({
      seats: 12,
      expiresAt: '2030-06-30T21:59:59.999Z',
      companyWide: false,
      shown: true,
      standards: [{ number: 'NEN 1010', title: 'Laagspanning' }, { number: 'NEN 3140' }],
    })
    const own = await given.follow('Water')
    const saved = await own.submit('seats', { seats: '', companyWide: 'on' })
    expect(saved.text).toContain('Licentie "Water" is gewijzigd.')
    const more = await saved.submit('standards', { standards: 'NEN 1010 = Laagspanning\nNEN 3650' })
    expect(more.html).toContain('NEN 3650')
    const [changed] = await world.rows('licences', { companyId: company })
    expect(changed).toMatchObject({ companyWide: true, shown: true, expiresAt: '2030-06-30T21:59:59.999Z' })
    expect(changed?.seats).toBeUndefined()
    expect(changed?.standards.map(({ number }) => number)).toEqual(['NEN 1010', 'NEN 3650'])
  })

  it('show their users, to look up and not to change', async () => {
    const page = await open(`/operator/companies/${scene.company}/users`)
    expect(page.text).toContain('Anna Visser')
    expect(page.html.slice(page.html.indexOf('<main'))).not.toContain('method="post"')
    const found = await page.submit('query', { query: 'gijs' })
    expect(found.text).toContain('Gijs Post')
    expect(found.text).not.toContain('Anna Visser')
  })

  it('that are not there, and licences of another company, are not found', async () => {
    const theirs = await world.company('Ander', ['ander.example'])
    const paths = [
      '/operator/companies/none',
      '/operator/companies/none/users',
      `/operator/companies/none/licences/${scene.build.id}`,
      `/operator/companies/${theirs}/licences/${scene.build.id}`,
      '/operator/nowhere',
    ]
    for (const path of paths) expect([path, (await open(path)).status]).toEqual([path, 404])
    const page = await open(`/operator/companies/${scene.company}/licences/${scene.build.id}`)
    const [, token = ''] = /name="_token" value="([^"]+)"/.exec(page.html) ?? []
    const posted = await olga.browser.fetch(`${world.url}/operator/companies/${theirs}/licences/${scene.build.id}`, {
      method: 'POST',
      body: new URLSearchParams({ _token: token, _do: 'change', name: 'Gekaapt' }),
    })
    expect(posted.status).toBe(404)
    expect((await world.rows('licences')).find(({ id }) => id === scene.build.id)?.name).toBe('Bouw')
  })
})

describe('domain requests', () => {
  it('of all companies are allowed and declined, one or several, with who else holds the domain', async () => {
    const company = await world.company('Brug', ['brug.example'])
    await world.user(company, 'bo@brug.example', { name: 'Bo Kok', role: 'administrator' })
    await world.company('Viaduct', ['samen.example'])
    const bo = await world.signedIn('bo@brug.example')
    const general = await bo.open(`${world.url}/company/general`)
    for (const domain of ['samen.example', 'brug.test'])
      await general.submit('Versturen', { domain, reason: 'Nieuwe vestiging' })
    await general.submit('Versturen', { domain: 'brug.example', removal: 'on' })
    const asked = await world.rows('requests', { companyId: company, kind: 'domain' })
    const idOf = (domain: string) =>
      asked.find((one) => one.kind === 'domain' && one.domain === domain)?.id ?? `no request for ${domain}`

    const page = await open('/operator/requests')
    expect(page.text).toContain('Brug · Bo Kok (bo@brug.example)')
    expect(page.text).toContain('“Nieuwe vestiging”')
    expect(page.text).toContain('Dit domein is ook van Viaduct.')
    expect(page.text).toContain('Weghalen van domein brug.example')
    expect((await page.submit('Goedkeuren')).status).toBe(422)
    const decided = await page.submit('Goedkeuren', { requests: [idOf('samen.example'), idOf('brug.example')] })
    expect(decided.text).toContain('is goedgekeurd')
    expect(decided.text).not.toContain('samen.example')
    const left = await decided.submit('Afwijzen', { requests: idOf('brug.test'), reason: 'Niet van jullie' })
    expect(left.text).toContain('is afgewezen')
    expect((await world.rows('domains', { companyId: company })).map(({ domain }) => domain)).toEqual(['samen.example'])
    const settled = await world.rows('requests', { companyId: company, kind: 'domain' })
    expect(new Map(settled.map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [idOf('samen.example'), 'approved'],
        [idOf('brug.example'), 'approved'],
        [idOf('brug.test'), 'declined'],
      ]),
    )
    expect(await world.rows('audit', { type: 'request.declined', companyId: company })).toMatchObject([by()])
  })

  it('are the only requests that an operator decides about', async () => {
    const page = await open('/operator/requests')
    const answer = await page.submit('Goedkeuren', { requests: scene.mine.id })
    expect(answer.status).toBe(403)
    expect((await world.rows('requests')).find(({ id }) => id === scene.mine.id)?.state).toBe('open')
  })
})

describe('the trail', () => {
  it('is searched across companies, by company, operator and day', async () => {
    const company = await world.company('Toren', ['toren.example'])
    await (await open(`/operator/companies/${company}`)).submit('Domein toestaan', { domain: 'toren.test' })
    const all = await open('/operator/trail')
    expect(all.text).toContain('Domein toren.test is toegestaan, door de klantenservice.')
    expect(all.text).toContain('Toren · Olga Prins · in het portaal')
    const one = await all.submit('company', { company: 'toren' })
    expect(one.text).toContain('Domein toren.test')
    expect(one.text).not.toContain('Meerdijk')
    const mine = await all.submit('by', { by: olga.id })
    expect(mine.text).toContain('Olga Prins')
    expect(mine.text).not.toContain('via de klantenservice')
    expect((await all.submit('company', { company: 'niemand' })).text).toContain('Er is geen bedrijf gevonden.')
    expect((await all.submit('from', { from: '2099-01-01' })).text).toContain('Er is niets gevonden.')
    const linked = await (await open(`/operator/companies/${company}`)).follow('Wat er in dit bedrijf gebeurde')
    expect(linked.text).toContain('Domein toren.test')
  })

  it('tells administrators that it was customer service, and not who', async () => {
    await (await open(`/operator/companies/${scene.company}`)).submit('Domein toestaan', { domain: 'meerdijk.nu' })
    const anna = await world.signedIn(scene.administrator.email)
    const trail = await anna.open(`${world.url}/company/trail`)
    expect(trail.text).toContain('Domein meerdijk.nu is toegestaan')
    expect(trail.text).not.toContain('Olga')
    const { lines } = await world.must(searchTrail, scene.administrator.web)
    expect(JSON.stringify(lines)).not.toContain('Olga')
    expect((await anna.open(`${world.url}/operator/trail`)).url).toContain('/operator/sign-in')
  })
})

describe('webhooks', () => {
  it('are added with a secret that is shown once, told again what happened since a day, and removed', async () => {
    const page = await open('/operator/webhooks')
    expect((await page.submit('url', { url: 'http://elders.example' })).status).toBe(422)
    const added = await page.submit('url', { url: 'https://hooks.example/toegang' })
    const [secret] = /whsec_[\w+/=]+/.exec(added.text) ?? []
    expect(secret).toBeTruthy()
    const list = await added.follow('Verder')
    expect(list.text).toContain('https://hooks.example/toegang')
    expect(list.html).not.toContain(secret)
    expect((await page.submit('url', { url: 'https://hooks.example/toegang' })).status).toBe(422)
    const waiting = () => world.rows('outbox').then((rows) => rows.filter(({ kind }) => kind === 'webhook').length)
    const before = await waiting()
    const replayed = await list.submit('since', { since: '2026-01-01' })
    expect(replayed.text).toContain('opnieuw verstuurd')
    expect(await waiting()).toBeGreaterThan(before)
    expect((await list.submit('since', { since: 'gisteren' })).status).toBe(422)
    const { length } = await world.rows('webhooks')
    expect((await list.submit('Webhook verwijderen')).text).toContain('verwijderd')
    expect(await world.rows('webhooks')).toHaveLength(length - 1)
  })
})
