import type { Locator, Page } from 'playwright-core'
import type { Touch } from './hand.ts'

const isFocused = (target: Locator): Promise<boolean> => target.evaluate((one) => one === document.activeElement)

/** How many things that can have the focus stand before this one, after the one that has it now; nothing is sure before Tab is pressed. */
const stopsBefore = (target: Locator): Promise<number> =>
  target.evaluate((one) => {
    const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    const shown = stops.filter((stop) => stop.checkVisibility())
    return shown.indexOf(one) - shown.indexOf(document.activeElement as Element) - 1
  })

/** Presses Tab until this has the focus, as whoever has no mouse does. */
const reach = async (page: Page, target: Locator): Promise<void> => {
  const sure = (await stopsBefore(target)) - 1
  await Promise.all(Array.from({ length: Math.max(0, sure) }, () => page.keyboard.press('Tab')))
  const name = await target.evaluate((one) => one.outerHTML.slice(0, 120))
  for (let press = 0; press < 300; press++) {
    if (await isFocused(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${name}`)
}

/** Options are stepped through: what typing letters does differs between browsers. */
const choose = async (page: Page, target: Locator, label: string): Promise<void> => {
  const shown = () => target.evaluate((one) => (one as HTMLSelectElement).selectedOptions[0]?.label)
  await page.keyboard.press('Home')
  for (let press = 0; (await shown()) !== label; press++) {
    if (press > 50) throw new Error(`"${label}" can not be chosen`)
    await page.keyboard.press('ArrowDown')
  }
}

/** Somebody with a keyboard alone: Tab, Enter, Space, arrows and what is typed. */
export const typing: Touch = {
  press: async (page, target) => {
    await reach(page, target)
    await page.keyboard.press('Enter')
  },
  fill: async (page, target, value) => {
    await reach(page, target)
    const kind = await target.evaluate((one) => (one instanceof HTMLInputElement ? one.type : one.tagName))
    if (typeof value === 'boolean') {
      if ((await target.isChecked()) !== value) await page.keyboard.press('Space')
    } else if (kind === 'SELECT') await choose(page, target, value)
    else if (kind === 'date') {
      const [year = '', month = '', day = ''] = value.split('-')
      await page.keyboard.type(`${month}${day}${year}`)
    } else {
      await page.keyboard.press('Control+A')
      await page.keyboard.type(value)
    }
    const now = typeof value === 'boolean' || kind === 'SELECT' ? value : await target.inputValue()
    if (now !== value) throw new Error(`typed "${value}" and "${now}" is there`)
  },
}
