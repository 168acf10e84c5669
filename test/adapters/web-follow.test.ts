import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchTrail } from '../../src/trail/search-trail.ts'
import { inviteUsers } from '../../src/users/invite-users.ts'
import { openChromium } from '../fakes/chromium.ts'
import { operatorIn, type SignedInOperator } from './operator-world.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

let world: WebWorld
let olga: SignedInOperator
let anna: Awaited<ReturnType<WebWorld['user']>>
beforeAll(async () => {
  world = await openWebWorld()
  const company = await world.company('Acme', ['acme.example'])
  anna = await world.user(company, 'anna@acme.example', { name: 'Anna Vos', role: 'administrator' })
  olga = await operatorIn(world, 'olga@uitgever.example')
  await invite('eerst')
})
afterAll(() => world.close())

const invite = (who: string) => world.must(inviteUsers, anna.web, { emails: [`${who}@acme.example`] })
const newOnes = ({ text }: { readonly text: string }): number => text.split('Nieuw ').length - 1

describe('following the trail', () => {
  it.each([
    { page: '/company/trail', by: async () => world.signedIn('anna@acme.example') },
    { page: '/operator/trail', by: async () => olga.browser },
  ])('of $page is a choice that keeps the filters, marks what is new, and ends with one link', async ({ page, by }) => {
    const browser = await by()
    const refreshOf = async (url: string) => (await browser.fetch(url)).headers.get('refresh')
    const plain = `${world.url}${page}?from=2020-01-01`
    expect(await refreshOf(plain)).toBeNull()
    const followed = await (await browser.open(plain)).follow('Volgen')
    expect(await refreshOf(followed.url)).toBe('5')
    expect(newOnes(followed)).toBe(0)
    expect(followed.text).toContain('2020-01-01')
    expect(followed.html).not.toContain('<input type="date"')

    const { lines } = await world.must(searchTrail, anna.web)
    await invite(`later${lines.length}`)
    // However often it is looked at, what is new stays so.
    await browser.open(followed.url)
    const again = await browser.open(followed.url)
    expect(newOnes(again)).toBe((await world.must(searchTrail, anna.web)).lines.length - lines.length)
    expect(newOnes(again)).toBeGreaterThan(0)

    const stopped = await again.follow('Stoppen met volgen')
    expect(stopped.url).toBe(plain)
    expect(newOnes(stopped)).toBe(0)
    expect(await refreshOf(`${followed.url}&after=x`)).toBeNull()
  })

  it('goes on by itself without scripts, under the policy of every page', async () => {
    const browser = await openChromium()
    try {
      const context = await browser.newContext({ javaScriptEnabled: false })
      const session = String(anna.web.session)
      await context.addCookies([{ name: 'toegang_session', value: session, url: world.url }])
      const page = await context.newPage()
      await page.goto(`${world.url}/company/trail`)
      await page.getByRole('link', { name: 'Volgen', exact: true }).click()
      await invite('vanzelf')
      await page.getByText('Nieuw', { exact: true }).first().waitFor()
    } finally {
      await browser.close()
    }
  }, 30_000)

  it('keeps nobody signed in who is away', async () => {
    const browser = await world.signedIn('anna@acme.example')
    const followed = await (await browser.open(`${world.url}/company/trail`)).follow('Volgen')
    for (let look = 0; look < 4; look++) {
      world.wait({ minutes: 29 })
      expect((await browser.open(followed.url)).status).toBe(200)
    }
    world.wait({ minutes: 5 })
    const ended = await browser.fetch(followed.url)
    expect(new URL(ended.url).pathname).toBe('/login')
    expect(ended.headers.get('refresh')).toBeNull()
  })
})
