import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addOperator } from '../../src/operators/manage-operators.ts'
import { operator as token } from '../core/world.ts'
import { openTestBrowser } from '../fakes/browser.ts'
import { openChromium } from '../fakes/chromium.ts'
import { askedForCode, operatorIn } from './operator-world.ts'
import { type PortalScene, pagesIn, setPortalScene } from './portal-scene.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const widths = [360, 1280]

let world: WebWorld
let scene: PortalScene
let browser: Browser
/** The secrets of an operator who is in, and of one who still has to set up a second factor. */
let operator: { readonly in: string | undefined; readonly asked: string | undefined }
beforeAll(async () => {
  world = await openWebWorld()
  scene = await setPortalScene(world)
  browser = await openChromium()
  const { browser: inside } = await operatorIn(world, 'olga@uitgever.example')
  const asked = openTestBrowser()
  await world.must(addOperator, token, { email: 'nel@uitgever.example', name: 'Nel' })
  await askedForCode(world, asked, 'nel@uitgever.example')
  operator = { in: inside.cookie('toegang_operator'), asked: asked.cookie('toegang_operator') }
})
afterAll(async () => {
  await browser.close()
  await world.close()
})

/** A browser in which this person is signed in. It runs scripts, since axe is one. */
const openFor = async (language: string, session?: string, cookie = 'toegang_session'): Promise<BrowserContext> => {
  const context = await browser.newContext({ locale: language, reducedMotion: 'reduce' })
  if (session) await context.addCookies([{ name: cookie, value: session, url: world.url }])
  // A page that follows would go away while it is looked at.
  await context.route(/[?&]follow=/, async (route) => {
    const response = await route.fetch()
    const { refresh: _refresh, ...headers } = response.headers()
    await route.fulfill({ response, headers })
  })
  return context
}

/** What axe finds, in words that lead to it; and what is wider than the window. */
const faultsOn = async (page: Page, where: string, rules: object): Promise<string[]> => {
  const { violations } = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] })`,
  )) as AxeResults
  const { wide, window } = (await page.evaluate(
    '({ wide: document.documentElement.scrollWidth, window: innerWidth })',
  )) as { wide: number; window: number }
  return [
    ...violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${where}: ${id}: ${node.html} ${node.failureSummary}`),
    ),
    ...(wide > window ? [`${where}: is ${wide} wide in a window of ${window}`] : []),
  ]
}

/** Of the rules only those about colours can tell dark from light, and only those about place a phone from a desk: one page is sent. */
const everyRule = { type: 'tag', values: wcag }
const colours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }
const places = { type: 'rule', values: [...colours.values, 'target-size', 'scrollable-region-focusable'] }

const lookAt = async (context: BrowserContext, pages: readonly (readonly [string, string])[]): Promise<string[]> => {
  const page = await context.newPage()
  const faults: string[] = []
  for (const [name, path] of pages) {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(`${world.url}${path}`)
    if (page.url() !== `${world.url}${path}`) faults.push(`${name}: leads to ${page.url()}`)
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    await page.evaluate(axe)
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        const light = width === widths[0] ? everyRule : places
        const rules = colorScheme === 'light' ? light : colours
        faults.push(...(await faultsOn(page, `${name} ${colorScheme} ${width}`, rules)))
      }
    }
  }
  await page.close()
  return faults
}

/**
 * Presses Tab through a page, and answers what can be clicked but was not reached, or was reached without being seen. A group of
 * radio buttons is one stop.
 */
const unreachedOn = async (page: Page, path: string): Promise<string[]> => {
  await page.goto(`${world.url}${path}`)
  const all = (await page.evaluate(`(() => {
    const can = 'a[href], button, input:not([type=hidden]), select, textarea, summary'
    const shown = [...document.querySelectorAll(can)].filter((one) => one.checkVisibility())
    shown.forEach((one, index) => { one.dataset.stop = index })
    return shown.length
  })()`)) as number
  const reached = new Set<string>()
  const unseen: string[] = []
  // A date has a stop for each of its parts.
  for (let press = 0; press < all * 4 && reached.size < all; press++) {
    await page.keyboard.press('Tab')
    const at = (await page.evaluate(`(() => {
      const at = document.activeElement
      const { outlineStyle, boxShadow } = getComputedStyle(at)
      return { stop: at.dataset.stop ?? '', html: at.outerHTML.slice(0, 80), seen: outlineStyle !== 'none' || boxShadow !== 'none' }
    })()`)) as { stop: string; html: string; seen: boolean }
    if (at.stop !== '') reached.add(at.stop)
    if (at.stop !== '' && !at.seen) unseen.push(`${path}: focus is not seen: ${at.html}`)
  }
  return [...unseen, ...(reached.size < all ? [`${path}: ${reached.size} of ${all} can be reached`] : [])]
}

describe('every page, light and dark, on a phone and on a desk', () => {
  it.each(['nl', 'en'] as const)(
    'passes axe in %s, and fits',
    async (language) => {
      const pages = pagesIn(scene)
      const [administrator, user] =
        language === 'nl' ? [scene.administrator, scene.user] : [scene.english, scene.englishUser]
      const faults = await Promise.all([
        lookAt(await openFor(language), pages.stranger),
        lookAt(await openFor(language, administrator.web.session), pages.administrator),
        lookAt(await openFor(language, user.web.session), pages.user),
        lookAt(await openFor(language, operator.in, 'toegang_operator'), pages.operator),
        lookAt(await openFor(language, operator.asked, 'toegang_operator'), pages.newOperator),
      ])
      expect(faults.flat()).toEqual([])
    },
    60_000,
  )

  it('can be used with the keyboard alone', async () => {
    const { administrator, stranger, operator: operatorPages } = pagesIn(scene)
    const faults = await Promise.all(
      [
        { context: await openFor('nl', scene.administrator.web.session), pages: administrator },
        { context: await openFor('nl'), pages: stranger },
        { context: await openFor('nl', operator.in, 'toegang_operator'), pages: operatorPages },
      ].map(async ({ context, pages }) => {
        const page = await context.newPage()
        const found = []
        for (const [, path] of pages) found.push(...(await unreachedOn(page, path)))
        return found
      }),
    )
    expect(faults.flat()).toEqual([])
  }, 60_000)

  it('is in front of a judge who sees faults', async () => {
    const page = await (await openFor('nl')).newPage()
    await page.setContent(
      '<html lang="nl"><title>x</title><main><h1>x</h1><p style="color:#ccc;width:2000px">bleek</p><input></main>',
    )
    await page.evaluate(axe)
    expect((await faultsOn(page, 'x', everyRule)).join()).toMatch(/color-contrast.*label.*is 20\d\d wide/s)
  })
})
