import { TOTP, URI } from 'otpauth'
import { addOperator } from '../../src/operators/manage-operators.ts'
import { operator as token } from '../core/world.ts'
import { openTestBrowser, type Page, type TestBrowser } from '../fakes/browser.ts'
import type { WebWorld } from './web-world.ts'

/** The code that an authenticator app with this key shows at a moment. */
export const codeAt = (key: string, at: string): string => {
  const app = URI.parse(`otpauth://totp/Toegang?secret=${key.replace(/\s/g, '')}`)
  if (!(app instanceof TOTP)) throw new Error('this is no key')
  return app.generate({ timestamp: Date.parse(at) })
}

/** The page behind the link in the last mail to this operator. */
export const openMailed = async (world: WebWorld, browser: TestBrowser, email: string): Promise<Page> => {
  const letter = (await world.letters(email)).findLast(({ mail }) => mail === 'sign_in')
  if (!letter) throw new Error(`no link for ${email}`)
  return browser.open(`${world.url}${letter.path}`)
}

/** The page that asks this operator for a code. */
export const askedForCode = async (world: WebWorld, browser: TestBrowser, email: string): Promise<Page> => {
  await (await browser.open(`${world.url}/operator/sign-in`)).submit('email', { email })
  return (await openMailed(world, browser, email)).submit('secret')
}

/** The key as the page shows it for typing. */
export const keyOn = ({ html }: Page): string => {
  const [, key] = /<code>([A-Z2-7 ]{32,})<\/code>/.exec(html) ?? []
  if (!key) throw new Error('the page shows no key')
  return key
}

export interface SignedInOperator {
  readonly id: string
  readonly email: string
  readonly browser: TestBrowser
  readonly key: string
  /** The page that shows the recovery codes, and the codes. */
  readonly page: Page
  readonly recovery: readonly string[]
}

/** A new operator, who set up the app and is in. */
export const operatorIn = async (world: WebWorld, email: string, language = 'nl'): Promise<SignedInOperator> => {
  const { id } = await world.must(addOperator, token, { email, name: 'Olga Prins' })
  const browser = openTestBrowser(language)
  const asked = await askedForCode(world, browser, email)
  const key = keyOn(asked)
  const page = await asked.submit('code', { code: codeAt(key, world.now()) })
  const recovery = [...page.html.matchAll(/<code>(H-[0-9A-Z]+)<\/code>/g)].map(([, code]) => code ?? '')
  return { id, email, browser, key, page, recovery }
}
