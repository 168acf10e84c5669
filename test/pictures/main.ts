/** `npm run pictures`: makes the pictures of the README anew, from what is really served and sent. */
import { mkdir } from 'node:fs/promises'
import { openChromium } from '../fakes/chromium.ts'
import { takePortal } from './portal.ts'
import { takeSlack } from './slack.ts'
import { takesInto } from './take.ts'
import { takeTeams } from './teams.ts'

const folder = new URL('../../manifest/pictures/', import.meta.url)
await mkdir(folder, { recursive: true })
const take = takesInto(folder)
const browser = await openChromium()
try {
  await takePortal(browser, take)
  await takeSlack(browser, take)
  await takeTeams(browser, take)
} finally {
  await browser.close()
}
