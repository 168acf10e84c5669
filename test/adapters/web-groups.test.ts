/** The page on which groups of the identity provider bring licences and the role. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCore } from '../../src/kernel/answer.ts'
import { later } from '../../src/kernel/instant.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

let world: WebWorld
beforeEach(async () => {
  world = await openWebWorld()
})
afterEach(() => world.close())

it('takes rules, tries them on a sign-in of before, and takes them away', async () => {
  const acme = await world.company('Acme', ['acme.example'])
  await world.user(acme, 'anna@acme.example', { role: 'administrator' })
  const licence = await world.licence(acme, 'Bouw')
  const { id: connectionId } = await world.connection([acme], { idpInitiated: true })
  const core = openCore(world.ports)
  const claim = { channel: 'saml', connectionId } as const
  const held = await core.run('sign_in.hold', claim, {
    nameId: 'sara',
    email: 'sara@acme.example',
    groups: ['Constructie <b>'],
    assertionId: `_${randomUUID()}`,
    assertionExpiresAt: later(world.now(), { minutes: 5 }),
  })
  const secret = held.ok && held.result.held ? held.result.secret : ''
  const finished = await core.run('sign_in.finish', claim, { code: secret, browserSecret: randomUUID() })
  const code = finished.ok && 'code' in finished.result ? finished.result.code : ''

  const browser = await world.signedIn('anna@acme.example')
  const path = `${world.url}/company/connections/${connectionId}`
  const page = await (await browser.open(path)).follow('Groepen')
  expect(page.text).toContain('Er zijn nog geen groepen gekozen.')
  const saved = await page.submit('licenceIds', {
    group: 'Constructie <b>',
    licenceIds: [licence.id],
    administrator: 'on',
  })
  expect(saved.text).toContain('Constructie <b>beheerder, Bouw')
  const tried = await saved.submit('code', { code })
  expect(tried.text).toContain('Krijgt toegang totBouw')
  expect(await world.rows('grants')).toEqual([])
  const nowhere = await saved.submit('code', { code: 'T-00000' })
  expect(nowhere.html).toContain('aria-invalid="true"')
  expect(nowhere.html).toContain('value="T-00000"')
  const gone = await saved.submit('Groep weghalen')
  expect(gone.text).toContain('Er zijn nog geen groepen gekozen.')
})
