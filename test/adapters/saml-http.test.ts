/** Single sign-on over HTTP as the settings of a connection ask for it: our keys, encryption, ForceAuthn, metadata, logout, traces. */
import { createVerify, X509Certificate } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Connection } from '../../src/sign-in/connection.ts'
import { openTestBrowser, type Page, type TestBrowser } from '../fakes/browser.ts'
import { type IdpFake, openIdpFake } from '../fakes/idp.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

const anna = { nameId: 'anna-1', email: 'anna@acme.example', name: 'Anna de Vries' }
const expectedRelay = 'https://idp.example/where?they=were'

let world: WebWorld
let idp: IdpFake
let acme: string
let boss: TestBrowser
let connection: Connection
beforeAll(async () => {
  world = await openWebWorld()
  world.at(new Date().toISOString())
  acme = await world.company('Acme', ['acme.example'])
  await world.user(acme, 'boss@acme.example', { role: 'administrator', name: 'Bo' })
  boss = await world.signedIn('boss@acme.example')
})
afterAll(() => world.close())

beforeEach(async () => {
  // The identity provider signs by the clock on the wall.
  world.at(new Date().toISOString())
  idp = await openIdpFake({ users: [anna] })
  const connections = await boss.open(`${world.url}/company/connections`)
  const added = await connections.submit('metadataUrl', { metadataUrl: idp.metadataUrl })
  const id = added.url.split('/').at(-1) ?? ''
  connection = await world.row('connections', id)
  return async () => {
    await idp.close()
    await added.submit('Koppeling verwijderen')
  }
})

const at = (path: string): string => `${world.url}/saml/${connection.id}${path}`
const page = (): Promise<Page> => boss.open(`${world.url}/company/connections/${connection.id}`)
const change = async (values: { readonly [field: string]: string }): Promise<void> => {
  const changed = await (await page()).submit('encryption', { provisioning: 'on', ...values })
  expect(changed.status).toBe(200)
}
const signIn = async (browser = openTestBrowser('nl')): Promise<{ browser: TestBrowser; arrived: Page }> => {
  const choice = await browser.open(at('/login'))
  const answer = await choice.submit(anna.name)
  return { browser, arrived: await answer.submit('SAMLResponse') }
}
const who = async (browser: TestBrowser): Promise<string | undefined> => {
  const response = await browser.fetch(`${world.url}/api/me`)
  return response.ok ? ((await response.json()) as { user: { email: string } }).user.email : undefined
}
const certificates = async (use: 'signing' | 'encryption'): Promise<string[]> => {
  const xml = await (await fetch(at('/metadata'))).text()
  const found = xml.matchAll(new RegExp(`use="${use}">.*?<ds:X509Certificate>([^<]+)`, 'gs'))
  return [...found].map(([, bare = '']) => new X509Certificate(Buffer.from(bare, 'base64')).toString())
}
/** Whether a query is signed by this certificate, over its own octets. */
const isSigned = (address: string, certificate: string | undefined): boolean => {
  const [signed = '', signature = ''] = (address.split('?')[1] ?? '').split('&Signature=')
  const bytes = Buffer.from(decodeURIComponent(signature), 'base64')
  return createVerify('sha256')
    .update(signed)
    .verify(certificate ?? '', bytes)
}
const inflated = (address: string, parameter: string): string =>
  inflateRawSync(Buffer.from(new URL(address).searchParams.get(parameter) ?? '', 'base64')).toString()
const reasons = async () => (await world.events('sign_in.refused')).map(({ reason }) => reason)

describe('our key', () => {
  it('is published, signs requests where that is asked, and takes no part where not', async () => {
    await signIn()
    expect(idp.received.at(-1)?.signed).toBe(false)
    await change({ signRequests: 'on' })
    const response = await fetch(at('/login'), { redirect: 'manual' })
    expect(isSigned(response.headers.get('location') ?? '', (await certificates('signing'))[0])).toBe(true)
    expect(await (await fetch(at('/metadata'))).text()).toContain('AuthnRequestsSigned="true"')
  })

  it('signs requests by POST inside the message', async () => {
    const { identityProvider } = connection
    await world.put('connections', {
      ...connection,
      identityProvider: { ...identityProvider, ssoBinding: 'post', wantsSignedRequests: true },
    })
    const browser = openTestBrowser('nl')
    const choice = await (await browser.open(at('/login'))).submit('SAMLRequest')
    expect(idp.received.at(-1)).toMatchObject({ signed: true, acsUrl: at('/acs') })
    expect(idp.received.at(-1)?.xml).toContain('rsa-sha256')
    await (await choice.submit(anna.name)).submit('SAMLResponse')
    expect(await who(browser)).toBe(anna.email)
  })

  it('is replaced in two steps: two are published while the old one signs, then the new one is alone', async () => {
    await change({ signRequests: 'on', encryption: 'gcm' })
    const [old] = await certificates('signing')
    await (await page()).submit('Onze sleutel vervangen')
    const both = await certificates('signing')
    expect(both).toHaveLength(2)
    expect(both[0]).toBe(old)
    const signer = async () => (await fetch(at('/login'), { redirect: 'manual' })).headers.get('location') ?? ''
    expect(isSigned(await signer(), old)).toBe(true)
    // Whichever of the two somebody encrypts with, it opens.
    for (const certificate of both) {
      idp.change({ encrypt: { certificate } })
      expect(await who((await signIn()).browser)).toBe(anna.email)
    }
    await (await page()).submit('Onze sleutel vervangen')
    expect(await certificates('signing')).toEqual([both[1]])
    expect(isSigned(await signer(), both[1])).toBe(true)
    idp.change({ encrypt: { certificate: old ?? '' } })
    expect((await signIn()).arrived.status).toBe(403)
    expect((await reasons()).at(-1)).toBe('enc.failed')
  })

  it('is published for encryption when the connection wants it; the old cipher only with a warning', async () => {
    expect(await certificates('encryption')).toEqual([])
    await change({ encryption: 'gcm' })
    const [certificate = ''] = await certificates('encryption')
    idp.change({ encrypt: { certificate } })
    expect(await who((await signIn()).browser)).toBe(anna.email)
    idp.change({ encrypt: { certificate, content: 'aes256-cbc' } })
    expect((await signIn()).arrived.status).toBe(403)
    expect((await reasons()).at(-1)).toBe('enc.alg')
    expect((await page()).text).not.toContain('Deze koppeling neemt ook AES-CBC aan')
    await change({ encryption: 'cbc' })
    expect((await page()).text).toContain('Deze koppeling neemt ook AES-CBC aan')
    expect(await who((await signIn()).browser)).toBe(anna.email)
  })

  it('never leaves the store in the clear, nor reaches a page', async () => {
    await certificates('signing')
    expect(await world.text('ownKeys')).not.toContain('PRIVATE KEY')
    expect((await page()).html).not.toContain('PRIVATE KEY')
    expect(await world.text('audit')).not.toContain('sealedKey')
  })
})

describe('a message in the address of the sign-in', () => {
  it.each(['SAMLRequest', 'SAMLResponse', 'RelayState'])('%s is not for it to read, and goes nowhere', async (name) => {
    const response = await fetch(at(`/login?${name}=zL'c[^`), { redirect: 'manual' })
    expect(response.status).toBe(302)
    const asked = new URL(response.headers.get('location') ?? '').searchParams
    expect(asked.get('SAMLRequest')).toBeTruthy()
    expect(asked.get('RelayState') ?? '').not.toContain('zL')
  })
})

describe('ForceAuthn', () => {
  it.each([
    ['everywhere', { forceAuthn: 'on' }, '/login'],
    ['for what waits for a fresh sign-in', {}, `/login?returnTo=${encodeURIComponent('/step-up?secret=x')}`],
  ] as const)('is asked %s, and an answer that rests on an old sign-in is refused', async (_where, settings, login) => {
    await change(settings)
    const browser = openTestBrowser()
    await browser.open(at(login))
    expect(idp.received.at(-1)?.forceAuthn).toBe(true)
    const longAgo = new Date(Date.now() - 20 * 60_000).toISOString()
    const xml = idp.respond({
      user: anna,
      acsUrl: at('/acs'),
      audience: at('/metadata'),
      inResponseTo: idp.received.at(-1)?.id,
      assertion: (made) => made.replace(/AuthnInstant="[^"]+"/, `AuthnInstant="${longAgo}"`),
    })
    const body = new URLSearchParams({ SAMLResponse: Buffer.from(xml).toString('base64') })
    const answer = await browser.fetch(at('/acs'), { method: 'POST', body })
    expect(answer.status).toBe(403)
    expect((await reasons()).at(-1)).toBe('saml.time')
  })
})

describe('metadata', () => {
  it('is read again because of a key that is not known, at most once in five minutes', async () => {
    idp.rollOver()
    expect(await who((await signIn()).browser)).toBe(anna.email)
    idp.rollOver()
    expect((await signIn()).arrived.status).toBe(403)
    expect((await reasons()).at(-1)).toBe('sig.untrusted_key')
    world.wait({ minutes: 5 })
    expect(await who((await signIn()).browser)).toBe(anna.email)
  })

  it('is read again when it is due: after its cacheDuration', async () => {
    idp.rollOver()
    idp.retire()
    await world.refreshMetadata()
    expect((await world.row('connections', connection.id)).identityProvider).toEqual(connection.identityProvider)
    world.wait({ hours: 1, minutes: 1 })
    await world.refreshMetadata()
    const { identityProvider } = await world.row('connections', connection.id)
    expect(identityProvider.certificates).not.toEqual(connection.identityProvider.certificates)
  })

  it('keeps the last good reading when it can not be read or speaks of somebody else, and says so', async () => {
    await idp.close()
    world.wait({ minutes: 61 })
    await world.refreshMetadata()
    const unread = await world.row('connections', connection.id)
    expect(unread).toMatchObject({ identityProvider: connection.identityProvider, metadataFault: /unreachable/ })
    expect((await page()).text).toContain('De vorige blijft gelden')
    const other = await openIdpFake({
      users: [],
      port: Number(new URL(connection.metadataUrl ?? '').port),
      entityId: 'urn:else',
    })
    world.wait({ minutes: 61 })
    await world.refreshMetadata()
    expect(await world.row('connections', connection.id)).toMatchObject({
      identityProvider: connection.identityProvider,
      metadataFault: 'another entity identifier: urn:else',
    })
    await other.close()
  })
})

describe('logout', () => {
  it('here ends the session there, by a signed request that names the person as they were named', async () => {
    const { browser } = await signIn()
    const profile = await browser.open(`${world.url}/profile`)
    await profile.submit('at')
    expect(await who(browser)).toBeUndefined()
    expect(idp.logouts.at(-1)).toMatch(
      /<saml:NameID Format="[^"]+emailAddress">anna-1<\/saml:NameID><samlp:SessionIndex>/,
    )
  })

  it('there ends the session here and is answered, signed, with what they gave along', async () => {
    const { browser } = await signIn()
    const address = idp.logoutUrl({ nameId: anna.nameId, sloUrl: at('/slo'), relayState: expectedRelay })
    const answer = await fetch(address, { redirect: 'manual' })
    const location = answer.headers.get('location') ?? ''
    expect(location.startsWith(`${idp.url}/slo?`)).toBe(true)
    expect(new URL(location).searchParams.get('RelayState')).toBe(expectedRelay)
    expect(isSigned(location, (await certificates('signing'))[0])).toBe(true)
    expect(inflated(location, 'SAMLResponse')).toContain('status:Success')
    expect(await who(browser)).toBeUndefined()
    // The same message again is a replay.
    const again = (await signIn()).browser
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(403)
    expect((await reasons()).at(-1)).toBe('saml.replay')
    expect(await who(again)).toBe(anna.email)
  })

  it('without a signature ends nothing', async () => {
    const { browser } = await signIn()
    const address = new URL(idp.logoutUrl({ nameId: anna.nameId, sloUrl: at('/slo') }))
    for (const name of ['SigAlg', 'Signature']) address.searchParams.delete(name)
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(403)
    expect((await reasons()).at(-1)).toBe('slo.signature')
    expect(await who(browser)).toBe(anna.email)
  })
})

describe('a trace', () => {
  it('keeps the message sealed, shows it masked, and is judged again with the settings of now', async () => {
    idp.change({ encrypt: { certificate: (await certificates('signing'))[0] ?? '', content: 'aes128-cbc' } })
    expect((await signIn()).arrived.status).toBe(403)
    const kept = await world.text('signInTraces')
    expect(kept).not.toContain('anna')
    expect(kept).not.toContain('EncryptedAssertion')
    const before = await (await page()).submit('Nog eens beoordelen')
    expect(before.text).toContain('versleutel')
    await change({ encryption: 'cbc' })
    const after = await (await page()).submit('Nog eens beoordelen')
    expect(after.text).toContain('Dit bericht zou nu worden aangenomen.')
    expect(after.text).toContain('a…@acme.example')
    expect(after.text).not.toContain('anna@')
    expect(after.text).not.toContain('Anna de Vries')
    expect((await world.rows('sessions')).some(({ connectionId }) => connectionId === connection.id)).toBe(false)
  })

  it('is gone after fourteen days', async () => {
    await signIn()
    const [trace] = (await world.rows('signInTraces')).slice(-1)
    expect(Date.parse(trace?.expiresAt ?? '') - Date.parse(trace?.at ?? '')).toBe(14 * 86_400_000)
  })
})
