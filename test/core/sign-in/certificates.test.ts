import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Claim } from '../../../src/kernel/actor.ts'
import { later } from '../../../src/kernel/instant.ts'
import { addConnection } from '../../../src/sign-in/add-connection.ts'
import { noticeCertificates } from '../../../src/sign-in/certificate-notice.ts'
import { makeOwnKey, renewOwnKeys, rotateOwnKey } from '../../../src/sign-in/keep-own-keys.ts'
import { clock, openWorld, operator, refused, type World } from '../world.ts'

let world: World
let acme: string
beforeEach(async () => {
  world = await openWorld()
  acme = await world.company('Acme', ['acme.example'])
})
afterEach(() => world.close())

const identityProvider = (days: number) => ({
  entityId: 'https://idp.example',
  ssoUrl: 'https://idp.example/sso',
  ssoBinding: 'redirect',
  certificates: ['PEM'],
  endsAt: later(world.now(), { days }),
})
const add = (days: number): Promise<{ id: string }> =>
  world.must(addConnection, operator, { companyId: acme, identityProvider: identityProvider(days) })

describe('certificates that end', () => {
  const told = async (): Promise<number> => (await world.events('connection.certificate_ending')).length

  it('are told to administrators 60, 30, 14, 7 and 1 days before, each once, by mail and in the chat', async () => {
    const admin = await world.user(acme, 'admin@acme.example', { role: 'administrator' })
    await world.user(acme, 'user@acme.example')
    await world.put('chatAccounts', {
      id: 'a1',
      channel: 'slack',
      workspaceId: 'T1',
      accountId: 'U1',
      userId: admin.id,
      metAt: world.now(),
      conversation: 'D1',
      confirmedAt: world.now(),
    })
    await add(90)
    const days: number[] = []
    for (let day = 0; day <= 91; day++) {
      const before = await told()
      await world.must(noticeCertificates, clock)
      await world.must(noticeCertificates, clock)
      if ((await told()) > before) days.push(90 - day)
      world.wait({ days: 1, minutes: 1 })
    }
    expect(days).toEqual([60, 30, 14, 7, 1])
    const outbox = (await world.rows('outbox')).filter(
      (message) => 'event' in message && message.event.type === 'connection.certificate_ending',
    )
    expect(outbox.filter(({ kind }) => kind === 'notice_mail')).toHaveLength(5)
    expect(outbox.filter(({ kind }) => kind === 'notice_chat')).toHaveLength(5)
    expect(new Set(outbox.map((message) => 'userId' in message && message.userId))).toEqual(new Set([admin.id]))
  })

  it('are not told where nobody knows their end, nor after new ones came', async () => {
    await world.connection([acme])
    const { id } = await add(61)
    const connection = await world.row('connections', id)
    expect(connection.certificateNoticeAt).toBe(later(world.now(), { days: 1 }))
    await world.put('connections', { ...connection, certificateNoticeAt: later(world.now(), { days: 300 }) })
    world.wait({ days: 60 })
    await world.must(noticeCertificates, clock)
    expect(await told()).toBe(0)
  })
})

describe('our own key', () => {
  const saml = (connectionId: string): Claim => ({ channel: 'saml', connectionId })
  const slots = async () => (await world.rows('ownKeys')).map(({ slot }) => slot)

  it('is made once, however many ask at once', async () => {
    const { id } = await add(90)
    await Promise.all(Array.from({ length: 4 }, () => world.must(makeOwnKey, saml(id))))
    expect(await slots()).toEqual(['current'])
  })

  it('gets a successor 60 days before its certificate ends, which takes over 30 days later', async () => {
    const { id } = await add(90)
    await world.must(makeOwnKey, saml(id))
    const [first] = await world.rows('ownKeys')
    if (!first) throw new Error('no key')
    await world.put('ownKeys', { ...first, endsAt: later(world.now(), { days: 61 }) })
    await world.must(renewOwnKeys, clock)
    expect(await slots()).toEqual(['current'])
    world.wait({ days: 2 })
    await world.must(renewOwnKeys, clock)
    await world.must(renewOwnKeys, clock)
    expect(await slots()).toEqual(['current', 'next'])
    world.wait({ days: 29 })
    await world.must(renewOwnKeys, clock)
    expect(await slots()).toEqual(['current', 'next'])
    world.wait({ days: 2 })
    await world.must(renewOwnKeys, clock)
    const kept = await world.rows('ownKeys')
    expect(kept).toMatchObject([{ slot: 'current', connectionId: id }])
    expect(kept[0]?.id).not.toBe(first.id)
  })

  it('is replaced by administrators of the company alone', async () => {
    const { id } = await add(90)
    const other = await world.company('Other', ['other.example'])
    const stranger = await world.user(other, 'admin@other.example', { role: 'administrator' })
    const user = await world.user(acme, 'user@acme.example')
    expect(await world.run(rotateOwnKey, stranger.web, { connectionId: id })).toMatchObject(refused('not_found'))
    expect(await world.run(rotateOwnKey, user.web, { connectionId: id })).toMatchObject(refused('not_allowed'))
    expect(await slots()).toEqual([])
  })
})
