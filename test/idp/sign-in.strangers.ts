/** Whole sign-ins and logouts with identity providers that nobody here wrote, over real HTTP, as a person's browser does them. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, type ToegangProcess, toegangProcess } from '../demo/toegang.ts'
import { openTestBrowser, type Page, type TestBrowser } from '../fakes/browser.ts'
import { openLemonLdap } from './lemonldap.ts'
import { openSimpleSamlPhp } from './simplesamlphp.ts'
import type { Stranger } from './stranger.ts'

const operatorToken = randomBytes(24).toString('hex')
let folder: string
let toegang: ToegangProcess
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'toegang-strangers-'))
  const port = await freePort()
  toegang = toegangProcess(port, {
    DATA_DIR: folder,
    SECRET_KEY: randomBytes(32).toString('base64'),
    OPERATOR_TOKEN: operatorToken,
    LOG_LEVEL: 'warn',
  })
  await toegang.start()
})
afterAll(async () => {
  await toegang.stop()
  await rm(folder, { recursive: true, force: true })
})

const operator = async (method: string, path: string, body?: unknown): Promise<Record<string, string>> => {
  const response = await fetch(`${toegang.url}/operator/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as Record<string, string>
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
  return answer
}

const strangers: readonly [string, () => Promise<Stranger>][] = [
  ['SimpleSAMLphp', openSimpleSamlPhp],
  ['LemonLDAP::NG', openLemonLdap],
]

describe.each(strangers)('%s', (_name, open) => {
  let stranger: Stranger
  let company: string
  let connection: Record<string, string>
  const path = () => `/companies/${company}/connections/${connection['id']}`

  beforeAll(async () => {
    stranger = await open()
    const domain = stranger.email.split('@')[1]
    const added = await operator('POST', '/companies', { name: stranger.name, domains: [domain] })
    company = added['id'] ?? ''
    connection = await operator('POST', `/companies/${company}/connections`, { metadataUrl: stranger.metadataUrl })
    await trust()
  })
  afterAll(() => stranger?.close())

  const metadata = async () => (await fetch(connection['metadataUrl'] ?? '')).text()
  const trust = async (how?: Parameters<Stranger['trust']>[1]) => stranger.trust(await metadata(), how)
  /** Carries an answer to us, and reads who is signed in. */
  const arrive = async (page: Page): Promise<Page> => {
    if (!page.html.includes('SAMLResponse')) throw new Error(`no answer on ${page.url} (${page.status}): ${page.text}`)
    return page.submit('SAMLResponse')
  }
  const who = async (browser: TestBrowser): Promise<string | undefined> => {
    const response = await browser.fetch(`${toegang.url}/api/me`)
    return response.ok ? ((await response.json()) as { user: { email: string } }).user.email : undefined
  }
  const signedIn = async (): Promise<TestBrowser> => {
    const browser = openTestBrowser('en')
    const asked = await browser.open(connection['loginUrl'] ?? '')
    expect(stranger.asks(asked)).toBe(true)
    await arrive(await stranger.enter(asked))
    expect(await who(browser)).toBe(stranger.email)
    return browser
  }
  const lastReason = async (): Promise<unknown> => {
    const { lines } = (await operator('GET', `/companies/${company}/audit?limit=20`)) as unknown as {
      lines: { event: { event: { type: string; reason?: string } } }[]
    }
    return lines.map(({ event }) => event.event).find(({ type }) => type === 'sign_in.refused')?.reason
  }

  it('signs a person in who started here', async () => {
    await signedIn()
    const { users } = (await operator('GET', `/companies/${company}/users`)) as unknown as { users: unknown[] }
    expect(users).toMatchObject([{ email: stranger.email, status: 'registered' }])
  })

  it('signs in who started there, only where the connection allows it', async () => {
    const start = async () => {
      const browser = openTestBrowser('en')
      const asked = await browser.open(stranger.startUrl(connection['entityId'] ?? ''))
      return { browser, page: await arrive(await stranger.enter(asked)) }
    }
    const refused = await start()
    expect(refused.page.status).toBe(403)
    expect(await lastReason()).toBe('saml.unsolicited')
    expect(await who(refused.browser)).toBeUndefined()
    await operator('PATCH', path(), { idpInitiated: true })
    expect(await who((await start()).browser)).toBe(stranger.email)
  })

  it('takes our signed request, and no other', async () => {
    await operator('PATCH', path(), { signRequests: true })
    await trust({ signed: true })
    await signedIn()
    const address = await fetch(connection['loginUrl'] ?? '', { redirect: 'manual' })
    const request = new URL(address.headers.get('location') ?? '')
    expect(request.searchParams.get('SigAlg')).toContain('rsa-sha256')
    for (const name of ['SigAlg', 'Signature']) request.searchParams.delete(name)
    const unsigned = await openTestBrowser('en').open(request.href)
    // Some ask who it is before they look at the request.
    const answer = stranger.asks(unsigned) ? await stranger.enter(unsigned) : unsigned
    expect(answer.html).not.toContain('SAMLResponse')
  })

  it('encrypts what it says about a person; its cipher is refused until the connection allows it', async () => {
    await operator('PATCH', path(), { encryption: 'gcm' })
    await trust({ signed: true, encrypt: true })
    const encrypted = async () => {
      const browser = openTestBrowser('en')
      const answer = await stranger.enter(await browser.open(connection['loginUrl'] ?? ''))
      const [, message = ''] = /name="SAMLResponse"[^>]*value="([^"]+)"/s.exec(answer.html) ?? []
      const xml = Buffer.from(message.replace(/&#(xA|10);|\s/g, ''), 'base64').toString()
      expect(xml).toContain('EncryptedAssertion')
      expect(xml).not.toContain(stranger.email)
      return { browser, arrived: await arrive(answer) }
    }
    // Neither of them knows a newer cipher than AES-CBC.
    expect((await encrypted()).arrived.status).toBe(403)
    expect(await lastReason()).toBe('enc.alg')
    await operator('PATCH', path(), { encryption: 'cbc' })
    expect(await who((await encrypted()).browser)).toBe(stranger.email)
    await operator('PATCH', path(), { encryption: 'off', signRequests: false })
    await trust()
  })

  it('ends its session when a person signs out here', async () => {
    const browser = await signedIn()
    // Still known there: no password is asked.
    expect(stranger.asks(await browser.open(connection['loginUrl'] ?? ''))).toBe(false)
    const profile = await browser.open(`${toegang.url}/profile`)
    const left = await profile.submit('at')
    expect(left.url.startsWith(`${toegang.url}/login`)).toBe(true)
    expect(await who(browser)).toBeUndefined()
    expect(stranger.asks(await browser.open(connection['loginUrl'] ?? ''))).toBe(true)
  })

  it('ends our session when a person signs out there', async () => {
    const browser = await signedIn()
    const page = await browser.open(stranger.logoutUrl)
    // Some do it in frames of the page.
    for (const [, frame = ''] of page.html.matchAll(/<iframe[^>]* src="([^"]+)"/g))
      await browser.open(new URL(frame.replaceAll('&amp;', '&'), page.url).href)
    expect(await who(browser)).toBeUndefined()
  })

  it('replaces its key without anybody noticing', async () => {
    await stranger.rollOver()
    await signedIn()
  })

  it('is refused with a key that its metadata does not show', async () => {
    const xml = await (await fetch(stranger.metadataUrl)).text()
    // By hand: nothing is read again.
    await operator('PATCH', path(), { metadataXml: xml, metadataUrl: null })
    await stranger.rollOver()
    await stranger.rollOver()
    const browser = openTestBrowser('en')
    const refused = await arrive(await stranger.enter(await browser.open(connection['loginUrl'] ?? '')))
    expect(refused.status).toBe(403)
    expect(await lastReason()).toBe('sig.untrusted_key')
    expect(await who(browser)).toBeUndefined()
  })
})
