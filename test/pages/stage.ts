/** A portal that is served, a browser, and people in front of it who work it in one way: with a mouse, or without. */
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { expect } from 'vitest'
import { openWebWorld, type WebWorld } from '../adapters/web-world.ts'
import { openChromium } from '../fakes/chromium.ts'
import { type Hand, openHand, type Touch } from './hand.ts'

export interface Stage {
  readonly world: WebWorld
  /** Somebody with a browser of their own, signed in when a person is given. */
  readonly somebody: (person?: { readonly web: { readonly session?: string } }) => Promise<Hand>
}

export const openStage = async (
  touch: Touch,
  settings: BrowserContextOptions = {},
): Promise<Stage & { close(): Promise<void> }> => {
  const world = await openWebWorld()
  const browser: Browser = await openChromium()
  return {
    world,
    somebody: async (person) => {
      const context = await browser.newContext({ locale: 'nl-NL', ...settings })
      const value = person?.web.session
      if (value) await context.addCookies([{ name: 'toegang_session', value, url: world.url }])
      return openHand(context, world.url, touch)
    },
    close: async () => {
      await browser.close()
      await world.close()
    },
  }
}

/** Holds when all of these words stand on the page. */
export const sees = async (hand: Hand, ...words: readonly string[]): Promise<void> => {
  const text = await hand.read()
  for (const one of words) expect(text).toContain(one)
}

/** Holds when none of these words stand on the page, which is one that answers. */
export const seesNot = async (hand: Hand, ...words: readonly string[]): Promise<void> => {
  const text = await hand.read()
  expect(text).toContain('Toegang')
  for (const one of words) expect(text).not.toContain(one)
}
