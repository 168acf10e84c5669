/** A scripted person of an IT department in a real browser: from the wizard's first page to a green test, and on. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proofOf } from '../../src/companies/domain.ts'
import { openChromium } from '../fakes/chromium.ts'
import { type IdpFake, openIdpFake } from '../fakes/idp.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

let world: WebWorld
let idp: IdpFake
let chromium: Browser
let acme: string
beforeAll(async () => {
  world = await openWebWorld()
  // The identity provider signs by the clock on the wall.
  world.at(new Date().toISOString())
  idp = await openIdpFake({
    title: 'Acme',
    users: [
      { nameId: 'anna-1', name: 'Anna de Vries', email: 'anna@acme.example' },
      { nameId: 'eve-1', name: 'Eve', email: 'eve@evil.example' },
      { nameId: 'bob-1', name: 'Bob', attributes: { werkadres: 'bob@acme.example' } },
    ],
  })
  acme = await world.company('Acme', [])
  await world.user(acme, 'boss@acme.example', { role: 'administrator', name: 'Bo' })
  // The administrator's own address is allowed already; the domain of the colleagues is proved on the way.
  await world.put('domains', {
    id: world.ports.ids.next(),
    companyId: acme,
    domain: 'acme.example',
    state: 'verified',
    how: 'operator',
  })
  chromium = await openChromium()
})
afterAll(async () => {
  await chromium?.close()
  await idp.close()
  await world.close()
})

const link = async (): Promise<string> => {
  const boss = await world.signedIn('boss@acme.example', 'nl')
  const connections = await boss.open(`${world.url}/company/connections`)
  const handed = await connections.submit('Koppeling stap voor stap instellen')
  const [found = ''] = /http:\/\/127\.0\.0\.1:\d+\/set-up\?secret=[\w-]+/.exec(handed.html) ?? []
  return found
}
const newPerson = async (): Promise<Page> => (await chromium.newContext({ locale: 'nl-NL' })).newPage()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
/** Signs in at the identity provider as whoever is named. */
const signInAs = async (page: Page, name: string): Promise<void> => {
  await press(page, 'Proberen in te loggen')
  await page.getByRole('button', { name }).click()
  await page.waitForLoadState('networkidle')
}

describe('setting up a connection', () => {
  it('takes one person without an account from the first page to a green test, and turns it on', async () => {
    const handed = await link()
    const page = await newPerson()
    await page.goto(handed)
    await press(page, 'Beginnen')
    const here = new URL(page.url()).pathname

    await page.getByRole('link', { name: 'Keycloak' }).click()
    expect(await page.textContent('main')).toContain('Import client')
    const ours = (await page.getByRole('link', { name: /\/metadata$/ }).getAttribute('href')) ?? ''
    expect(await (await fetch(ours)).text()).toContain('AssertionConsumerService')
    await page.getByRole('button', { name: 'Verder' }).click()

    await page.setInputFiles('input[type=file]', {
      name: 'metadata.xml',
      mimeType: 'text/xml',
      buffer: Buffer.from('<no metadata>'),
    })
    await press(page, 'Metadata lezen')
    expect(await page.getByRole('alert').textContent()).toContain('metadata')
    await page.setInputFiles('input[type=file]', {
      name: 'metadata.xml',
      mimeType: 'text/xml',
      buffer: Buffer.from(idp.metadata()),
    })
    await press(page, 'Metadata lezen')

    await page.getByLabel('Domein').fill('werk.acme.example')
    await press(page, 'Domein bewijzen')
    await press(page, 'Record controleren')
    expect(await page.getByRole('alert').count()).toBe(1)
    const [proving] = (await world.rows('domains')).filter(({ state }) => state === 'proving')
    const { name, record } = proofOf('werk.acme.example', proving?.proof ?? '')
    world.zone.set(name, [record])
    await press(page, 'Record controleren')
    await page.getByRole('button', { name: 'Verder' }).click()

    // Somebody of elsewhere is refused, and the wizard says why.
    await signInAs(page, 'Eve')
    expect(new URL(page.url()).pathname).toBe(here)
    expect(await page.getByRole('alert').textContent()).toContain('werkte nog niet')
    // An address in an attribute with a name of one's own: chosen from what really came.
    await signInAs(page, 'Bob')
    await page.getByText('Attributen kiezen').first().click()
    await page.getByLabel('E-mailadres').selectOption('werkadres')
    await press(page, 'Attributen kiezen')
    await signInAs(page, 'Bob')
    expect(new URL(page.url()).pathname).toBe(here)
    expect(await page.getByRole('status').last().textContent()).toContain('Het werkt')
    expect(await page.textContent('main')).not.toContain('bob@')

    // Nothing but the traces came of it.
    expect(await world.rows('identities')).toEqual([])
    expect((await world.rows('users')).map(({ email }) => email)).toEqual(['boss@acme.example'])
    expect((await world.rows('sessions')).filter(({ how }) => how === 'assertion')).toEqual([])
    const [connection] = await world.rows('connections')
    expect(connection).toMatchObject({ draft: true, attributes: { email: 'werkadres' } })

    await page.getByRole('button', { name: 'Verder' }).click()
    await press(page, 'Koppeling aanzetten')
    expect(await page.textContent('h1')).toBe('De koppeling staat aan')
    expect((await world.rows('connections'))[0]).not.toHaveProperty('draft')

    const colleague = await newPerson()
    await colleague.goto(`${world.url}/login`)
    await colleague.getByLabel('E-mailadres').fill('bob@acme.example')
    await colleague.keyboard.press('Enter')
    await colleague.getByRole('button', { name: 'Bob' }).click()
    await colleague.waitForURL(`${world.url}/`)
    expect((await world.rows('users')).map(({ email }) => email)).toContain('bob@acme.example')
  }, 120_000)

  it('belongs to the browser that opened the link', async () => {
    const handed = await link()
    const first = await newPerson()
    await first.goto(handed)
    await press(first, 'Beginnen')
    const second = await newPerson()
    await second.goto(first.url())
    expect(await second.textContent('main')).toContain('link')
    expect(await second.textContent('main')).not.toContain('Acme')
    await second.goto(handed)
    await press(second, 'Beginnen')
    expect(new URL(second.url()).pathname).toBe('/set-up')
  })
})
