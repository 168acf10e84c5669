import { parse } from 'node-html-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWebWorld, type WebWorld } from './web-world.ts'

let world: WebWorld
beforeAll(async () => {
  world = await openWebWorld()
})
afterAll(() => world.close())

const tab = async (query = '') => {
  const response = await fetch(`${world.url}/teams${query}`, { headers: { 'accept-language': 'nl' } })
  return { response, page: parse(await response.text()) }
}

describe('the tab in Teams', () => {
  it('may stand in a frame in Teams and nowhere else; no other page may', async () => {
    const { response } = await tab()
    const [, ancestors] = /frame-ancestors ([^;]*)/.exec(response.headers.get('content-security-policy') ?? '') ?? []
    expect(ancestors?.split(' ')).toEqual([
      'https://teams.microsoft.com',
      'https://*.teams.microsoft.com',
      'https://teams.cloud.microsoft',
      'https://*.teams.microsoft.us',
    ])
    expect(response.headers.get('x-frame-options')).toBeNull()
    for (const path of ['/login', '/', '/teams/', '/teams/x', '/TEAMS?locale=nl', '/style.css']) {
      const other = await fetch(`${world.url}${path}`, { redirect: 'manual' })
      const framed = !other.headers.get('content-security-policy')?.includes("frame-ancestors 'none'")
      expect([path, framed, other.headers.get('x-frame-options')]).toEqual(
        // These are the same page, as Express reads paths.
        ['/teams/', '/TEAMS?locale=nl'].includes(path) ? [path, true, null] : [path, false, 'DENY'],
      )
    }
  })

  it('knows nobody, holds no form and no script, sets no cookie, and opens the portal outside the frame', async () => {
    const company = await world.company('Acme', ['acme.example'])
    const anna = await world.user(company, 'anna@acme.example', { name: 'Anna de Vries' })
    const browser = await world.signedIn(anna.email)
    const seen = await (await browser.fetch(`${world.url}/teams`)).text()
    expect(seen).toContain('<h1>')
    expect(seen).not.toMatch(/Anna|Acme|_token/)
    const { response, page } = await tab()
    expect(response.headers.getSetCookie()).toEqual([])
    expect(page.querySelectorAll('form, script, iframe, input')).toEqual([])
    const links = page.querySelectorAll('a')
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['/', '/', '/requests', '/profile'])
    for (const link of links)
      expect([link.getAttribute('target'), link.getAttribute('rel')]).toEqual(['_blank', 'noopener'])
  })

  it.each([
    ['?locale=en-us', 'en'],
    ['?locale=nl-nl', 'nl'],
    ['?locale=fr-fr', 'nl'],
    ['?locale=en&locale=nl', 'en'],
    ['', 'nl'],
  ])('speaks the language of the client: %s', async (query, language) => {
    const { page } = await tab(query)
    expect(page.querySelector('html')?.getAttribute('lang')).toBe(language)
  })
})
