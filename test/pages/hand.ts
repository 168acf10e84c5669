import type { BrowserContext, Locator, Page } from 'playwright-core'

/** What somebody fills in, by label: words, an option, yes or no. */
export type Filled = Readonly<Record<string, string | boolean>>

/** Somebody in front of the portal, however they work it. Everything is named by the words that stand on the page. */
export interface Hand {
  readonly page: Page
  open(path: string): Promise<void>
  follow(link: string): Promise<void>
  /** Opens what is folded under these words. */
  unfold(words: string): Promise<void>
  /** Fills in the form with this button, the one in the row with these words if there are several, and presses the button. */
  submit(button: string, filled?: Filled, row?: string): Promise<void>
  /** Follows a link that is kept as a file; answers what is in it. */
  download(link: string): Promise<string>
  /** What stands on the page now. */
  read(): Promise<string>
}

/** How one kind of hand does the three things that hands do differently. */
export interface Touch {
  press(page: Page, target: Locator): Promise<void>
  fill(page: Page, target: Locator, value: string | boolean): Promise<void>
}

/** Somebody who points and types. */
export const pointing: Touch = {
  press: (_page, target) => target.click(),
  fill: async (_page, target, value) => {
    if (typeof value === 'boolean') await target.setChecked(value)
    else if ((await target.locator('option').count()) > 0) await target.selectOption({ label: value })
    else await target.fill(value)
  },
}

export const openHand = async (context: BrowserContext, url: string, touch: Touch): Promise<Hand> => {
  const page = await context.newPage()
  page.setDefaultTimeout(5000)
  /** Whatever leads to another page; the next look is at that one. */
  const leading = async (target: Locator): Promise<void> => {
    await Promise.all([page.waitForEvent('load'), touch.press(page, target)])
  }
  const link = (words: string): Locator => page.getByRole('link', { name: words, exact: true }).first()
  return {
    page,
    open: async (path) => void (await page.goto(`${url}${path}`)),
    follow: (words) => leading(link(words)),
    unfold: (words) => touch.press(page, page.locator('summary').filter({ hasText: words })),
    submit: async (button, filled = {}, row) => {
      const forms = row ? page.locator('li').filter({ hasText: row }).locator('form') : page.locator('form')
      const form = forms.filter({ has: page.getByRole('button', { name: button, exact: true }) })
      const labels = Object.keys(filled)
      // Forms of one page may share the words on their button; what is to be filled in tells them apart.
      const one = labels.reduce((left, label) => left.filter({ has: page.getByLabel(labelled(label)) }), form)
      for (const [label, value] of Object.entries(filled))
        await touch.fill(page, one.getByLabel(labelled(label)), value)
      await leading(one.getByRole('button', { name: button, exact: true }))
    },
    download: async (words) => {
      const [file] = await Promise.all([page.waitForEvent('download'), touch.press(page, link(words))])
      const chunks: Buffer[] = []
      for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks).toString()
    },
    read: async () => (await page.locator('body').innerText()).replace(/\s+/g, ' '),
  }
}

/** A label may go on with a hint. */
const labelled = (label: string): RegExp => new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)
