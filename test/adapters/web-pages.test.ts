import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChromium } from '../fakes/chromium.ts'
import { type PortalScene, pagesIn, setPortalScene } from './portal-scene.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const widths = [360, 1280]

let world: WebWorld
let scene: PortalScene
let browser: Browser
beforeAll(async () => {
  world = await openWebWorld()
  scene = await setPortalScene(world)
  browser = await openChromium()
})
afterAll(async () => {
  await browser.close()
  await world.close()
})

/** A browser in which this person is signed in. It runs scripts, since axe is one. */
const openFor = async (language: string, session?: string): Promise<BrowserContext> => {
  const context = await browser.newContext({ locale: language, reducedMotion: 'reduce' })
  if (session) await context.addCookies([{ name: 'toegang_session', value: session, url: world.url }])
  return context
}

/** What axe finds, in words that lead to it; and what is wider than the window. */
const faultsOn = async (page: Page, where: string): Promise<string[]> => {
  const { violations } = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(wcag)}, resultTypes: ['violations'] })`,
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

const lookAt = async (context: BrowserContext, pages: readonly (readonly [string, string])[]): Promise<string[]> => {
  const page = await context.newPage()
  const faults: string[] = []
  for (const [name, path] of pages) {
    await page.goto(`${world.url}${path}`)
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    await page.evaluate(axe)
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        faults.push(...(await faultsOn(page, `${name} ${colorScheme} ${width}`)))
      }
    }
  }
  return faults
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
      ])
      expect(faults.flat()).toEqual([])
    },
    60_000,
  )

  it('is in front of a judge who sees faults', async () => {
    const page = await (await openFor('nl')).newPage()
    await page.setContent(
      '<html lang="nl"><title>x</title><main><h1>x</h1><p style="color:#ccc;width:2000px">bleek</p><input></main>',
    )
    await page.evaluate(axe)
    expect((await faultsOn(page, 'x')).join()).toMatch(/color-contrast.*label.*is 20\d\d wide/s)
  })
})
