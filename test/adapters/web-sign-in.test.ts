import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBrowser } from '../fakes/browser.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

let world: WebWorld
let acme: string
beforeEach(async () => {
  world = await openWebWorld()
  acme = await world.company('Acme', ['acme.example'])
})
afterEach(() => world.close())

const me = async (browser: ReturnType<typeof openTestBrowser>) => browser.fetch(`${world.url}/api/me`)

describe('signing in', () => {
  it('brings a link by mail, which asks for a button, and leads where one wanted to be', async () => {
    await world.user(acme, 'anna@acme.example')
    const browser = openTestBrowser()
    const login = await browser.open(`${world.url}/profile`)
    expect(new URL(login.url).pathname).toBe('/login')
    const sent = await login.submit('email', { email: 'Anna@acme.example' })
    expect(sent.status).toBe(200)
    expect(sent.text).toContain('mailbox')
    const [letter] = await world.letters('anna@acme.example')
    const page = await browser.open(`${world.url}${letter?.path}`)
    expect(page.status).toBe(200)
    expect((await me(browser)).status).toBe(401)
    const home = await page.submit('secret')
    expect(new URL(home.url).pathname).toBe('/profile')
    const who = await me(browser)
    expect(who.status).toBe(200)
    expect(await who.json()).toMatchObject({ user: { email: 'anna@acme.example' }, company: { name: 'Acme' } })
    const again = await browser.open(`${world.url}${letter?.path}`)
    expect(again.status).toBe(410)
  })

  it('answers alike for somebody unknown', async () => {
    await world.user(acme, 'anna@acme.example')
    const ask = async (email: string) => {
      const page = await (await openTestBrowser().open(`${world.url}/login`)).submit('email', { email })
      return [page.status, new URL(page.url).pathname, page.text]
    }
    expect(await ask('nobody@acme.example')).toEqual(await ask('anna@acme.example'))
    expect(await ask('nobody@elsewhere.example')).toEqual(await ask('anna@acme.example'))
  })

  it('says at the field what is wrong with an address, and keeps what was typed', async () => {
    const page = await (await openTestBrowser('en').open(`${world.url}/login`)).submit('email', { email: 'anna@@' })
    expect(page.status).toBe(422)
    expect(page.html).toMatch(/<input type="email"[^>]* aria-invalid="true" value="anna@@"/)
    expect(page.text).toContain('"anna@@"')
  })

  it('leads to the identity provider of the domain', async () => {
    const connection = await world.connection([acme])
    const response = await post('/login', '/login?returnTo=/requests', { email: 'x@acme.example' })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe(`/saml/${connection.id}/login?returnTo=%2Frequests`)
  })

  it('offers a choice without naming anybody when a domain leads to several', async () => {
    const beta = await world.company('Beta Geheim', ['acme.example'])
    const connections = [await world.connection([acme]), await world.connection([beta])]
    const page = await (await openTestBrowser().open(`${world.url}/login`)).submit('email', { email: 'x@acme.example' })
    for (const { id } of connections) expect(page.html).toContain(`/saml/${id}/login`)
    expect(page.text).not.toMatch(/Acme|Beta/)
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/a\nb'])(
    'never leads to %s',
    async (returnTo) => {
      await world.user(acme, 'anna@acme.example')
      const browser = openTestBrowser()
      const login = await browser.open(`${world.url}/login?returnTo=${encodeURIComponent(returnTo)}`)
      await login.submit('email', { email: 'anna@acme.example' })
      const [letter] = await world.letters('anna@acme.example')
      const home = await (await browser.open(`${world.url}${letter?.path}`)).submit('secret')
      expect(home.url).toBe(`${world.url}/`)
      const whoIsHere = await browser.open(`${world.url}/login?returnTo=${encodeURIComponent(returnTo)}`)
      expect(whoIsHere.url).toBe(`${world.url}/`)
    },
  )

  it('ends with signing out', async () => {
    await world.user(acme, 'anna@acme.example')
    const browser = await world.signedIn('anna@acme.example')
    const page = await (await browser.open(`${world.url}/`)).submit('Uitloggen')
    expect(new URL(page.url).pathname).toBe('/login')
    expect((await me(browser)).status).toBe(401)
    expect(await world.rows('sessions')).toHaveLength(1)
  })

  it('slows down whoever asks for one address again and again', async () => {
    const browser = openTestBrowser('en')
    const login = await browser.open(`${world.url}/login`)
    const statuses = []
    for (let turn = 0; turn < 12; turn++)
      statuses.push((await login.submit('email', { email: 'a@acme.example' })).status)
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(200))
    expect(statuses.slice(10)).toEqual([429, 429])
    expect((await login.submit('email', { email: 'b@acme.example' })).status).toBe(200)
  })
})

/** Posts a form as a browser does, and gives the first answer. */
const post = async (path: string, from: string, values: Record<string, string>): Promise<Response> => {
  const shown = await fetch(`${world.url}${from}`)
  const page = await shown.text()
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
  const body = new URLSearchParams([
    ...hidden.map(([, name = '', value = '']) => [name, value]),
    ...Object.entries(values),
  ])
  const cookie = shown.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return fetch(`${world.url}${path}`, { method: 'POST', body, headers: { cookie }, redirect: 'manual' })
}

describe('registering', () => {
  it('brings a link to finish, with a choice of company, and signs in', async () => {
    const north = await world.company('Delta Noord', ['delta.example'], { freeRegistration: true })
    await world.company('Delta Zuid', ['delta.example'], { freeRegistration: true })
    const browser = openTestBrowser()
    const sent = await (await browser.open(`${world.url}/register/apply`)).submit('email', {
      email: 'new@delta.example',
    })
    expect(sent.text).not.toContain('Delta')
    const [letter] = await world.letters('new@delta.example')
    const page = await browser.open(`${world.url}${letter?.path}`)
    expect(page.text).toContain('Delta Noord')
    const forgot = await page.submit('name', { name: 'Nina Nieuw', phone: '06 12' })
    expect(forgot.status).toBe(422)
    expect(forgot.html).toContain('value="Nina Nieuw"')
    expect(forgot.html).toContain('value="06 12"')
    const done = await forgot.submit('name', { companyId: north })
    expect(done.status).toBe(200)
    expect(done.text).toContain('Delta Noord')
    expect(await (await me(browser)).json()).toMatchObject({ user: { name: 'Nina Nieuw' }, company: { id: north } })
    const used = await browser.open(`${world.url}${letter?.path}`)
    expect(used.status).toBe(410)
  })

  it('answers alike for known, unknown and refused addresses', async () => {
    await world.user(acme, 'anna@acme.example')
    await world.company('Delta', ['delta.example'], { freeRegistration: true })
    const ask = async (email: string) => {
      const page = await (await openTestBrowser().open(`${world.url}/register/apply`)).submit('email', { email })
      return [page.status, new URL(page.url).pathname, page.text]
    }
    const known = await ask('anna@acme.example')
    expect(await ask('new@delta.example')).toEqual(known)
    expect(await ask('nobody@acme.example')).toEqual(known)
    expect(await ask('someone@gmail.com')).toEqual(known)
  })
})
