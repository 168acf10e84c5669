/** The portal's main pages, as people of a company in the middle of its work see them. */
import type { Browser, Page } from 'playwright-core'
import { operatorIn } from '../adapters/operator-world.ts'
import { type PortalScene, setPortalScene } from '../adapters/portal-scene.ts'
import { openWebWorld, type WebWorld } from '../adapters/web-world.ts'
import type { Take } from './take.ts'

interface Shot {
  readonly name: string
  readonly path: string
  readonly who?: 'administrator' | 'english' | 'user' | 'operator'
  readonly width?: number
  /** What is below is left out. */
  readonly height?: number
  readonly dark?: boolean
  /** Only this part of the page, by its selector. */
  readonly part?: string
}

const shots = ({ build, asked, company }: PortalScene): readonly Shot[] => [
  { name: 'home', path: '/', height: 1000 },
  { name: 'home-dark', path: '/', dark: true },
  { name: 'figures', path: '/', part: 'section:has(#figures)' },
  { name: 'users', path: '/company/users' },
  { name: 'licence', path: `/company/licences/${build.id}`, height: 1100 },
  { name: 'requests', path: '/requests', who: 'english' },
  { name: 'operator-companies', path: '/operator/companies', who: 'operator', height: 560 },
  { name: 'operator-company', path: `/operator/companies/${company}`, who: 'operator', height: 1100 },
  { name: 'phone-home', path: '/', who: 'user', width: 360, height: 780 },
  { name: 'phone-request', path: `/requests/${asked[4]?.reference}`, width: 360, height: 1100 },
]

/** Takes them with a browser, from a portal that is served for it. */
export const takePortal = async (browser: Browser, take: Take): Promise<void> => {
  const world = await openWebWorld()
  try {
    const scene = await setPortalScene(world)
    const { browser: operator } = await operatorIn(world, 'olga@uitgever.example')
    for (const { email } of scene.people.slice(0, 3)) await world.signedIn(email)
    for (const { name, path, who = 'administrator', width = 1024, height = 900, dark = false, part } of shots(scene)) {
      const context = await browser.newContext({
        viewport: { width, height },
        locale: who === 'english' ? 'en-GB' : 'nl-NL',
        colorScheme: dark ? 'dark' : 'light',
      })
      const cookie =
        who === 'operator'
          ? { name: 'toegang_operator', value: operator.cookie('toegang_operator') ?? '' }
          : { name: 'toegang_session', value: scene[who].web.session ?? '' }
      await context.addCookies([{ ...cookie, url: world.url }])
      const page = await context.newPage()
      await page.goto(`${world.url}${path}`)
      await take(`portal-${name}`, await (part ? page.locator(part).screenshot() : page.screenshot()))
      await context.close()
    }
    await takeWizard(browser, world, scene, take)
  } finally {
    await world.close()
  }
}

/** The step of the wizard where a domain is proved: by a link, without an account. */
const takeWizard = async (browser: Browser, world: WebWorld, scene: PortalScene, take: Take): Promise<void> => {
  const anna = await world.signedIn(scene.administrator.email)
  const handed = await (await anna.open(`${world.url}/company/connections`)).submit(
    'Koppeling stap voor stap instellen',
  )
  const [link = ''] = /http:\/\/127\.0\.0\.1:\d+\/set-up\?secret=[\w-]+/.exec(handed.html) ?? []
  const context = await browser.newContext({ locale: 'nl-NL', viewport: { width: 1024, height: 900 } })
  const page = await context.newPage()
  await page.goto(link)
  await page.getByRole('button', { name: 'Beginnen', exact: true }).click()
  await page.getByRole('link', { name: 'Keycloak' }).click()
  await hidePort(page)
  await take('portal-wizard', await page.screenshot())
  await context.close()
}

/** The portal of the pictures is on a port that no other will have. */
const hidePort = (page: Page): Promise<unknown> =>
  page.evaluate(`for (const one of document.querySelectorAll('code, main a'))
    one.textContent = one.textContent.replace(/http:\\/\\/127\\.0\\.0\\.1:\\d+/, 'https://toegang.example')`)
