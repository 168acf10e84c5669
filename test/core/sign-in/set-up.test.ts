import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeConnection } from '../../../src/sign-in/change-connection.ts'
import { setUpAttributes, setUpMetadata, showSetUp, turnOn } from '../../../src/sign-in/do-set-up.ts'
import { openSetUp, startSetUp } from '../../../src/sign-in/hand-over-set-up.ts'
import { startSignIn } from '../../../src/sign-in/home-realm.ts'
import { removeConnection } from '../../../src/sign-in/remove-connection.ts'
import { requestSignIn } from '../../../src/sign-in/request-sign-in.ts'
import { setUpStartProof } from '../../../src/sign-in/set-up-domain.ts'
import { openWorld, refused, stranger, type World } from '../world.ts'

let world: World
let acme: string
let admin: Awaited<ReturnType<World['user']>>
beforeEach(async () => {
  world = await openWorld()
  acme = await world.company('Acme', ['acme.example'])
  admin = await world.user(acme, 'admin@acme.example', { role: 'administrator' })
})
afterEach(() => world.close())

const identityProvider = {
  entityId: 'https://idp.example',
  ssoUrl: 'https://idp.example/sso',
  ssoBinding: 'redirect',
  certificates: ['PEM'],
}
const browserSecret = 'the-browser-of-the-it-department'

const handOver = async (): Promise<string> => {
  const { path } = await world.must(startSetUp, admin.web)
  return new URLSearchParams(path.split('?')[1]).get('secret') ?? ''
}
const opened = async (): Promise<{ setUpId: string; browserSecret: string }> => {
  const { id } = await world.must(openSetUp, stranger, { secret: await handOver(), browserSecret })
  return { setUpId: id, browserSecret }
}
const over = refused('link_used_or_expired')

describe('the link', () => {
  it('is made by administrators, works once, and for a week', async () => {
    const user = await world.user(acme, 'user@acme.example')
    expect(await world.run(startSetUp, user.web)).toMatchObject(refused('not_allowed'))
    const secret = await handOver()
    await world.must(openSetUp, stranger, { secret, browserSecret })
    expect(await world.run(openSetUp, stranger, { secret, browserSecret })).toMatchObject(over)
    const late = await handOver()
    world.wait({ days: 7 })
    expect(await world.run(openSetUp, stranger, { secret: late, browserSecret })).toMatchObject(over)
  })

  it('gives this browser this one connection and nothing else', async () => {
    const which = await opened()
    const other = { ...which, browserSecret: 'another-browser' }
    for (const [useCase, input] of [
      [setUpMetadata, { identityProvider }],
      [setUpAttributes, {}],
      [setUpStartProof, { domain: 'b.example' }],
      [turnOn, {}],
    ] as const)
      expect(await world.run(useCase, stranger, { ...other, ...input })).toMatchObject(over)
    expect(await showSetUp.run(world.ports, stranger, other)).toMatchObject(over)
    const shown = await showSetUp.run(world.ports, stranger, which)
    expect(shown).toMatchObject({ ok: true, result: { company: 'Acme' } })
    expect(JSON.stringify(shown)).not.toContain('admin@')
  })
})

describe('setting up ends', () => {
  it('with the power of the administrator who handed it over', async () => {
    const secret = await handOver()
    const which = await opened()
    for (const change of [{ role: 'user' }, { status: 'blocked' }, { companyId: 'other' }] as const) {
      const { web: _web, ...kept } = admin
      await world.put('users', { ...kept, ...change })
      expect(await world.run(setUpMetadata, stranger, { ...which, identityProvider })).toMatchObject(over)
      expect(await world.run(openSetUp, stranger, { secret, browserSecret })).toMatchObject(over)
      await world.put('users', kept)
    }
    expect(await world.run(setUpMetadata, stranger, { ...which, identityProvider })).toMatchObject({ ok: true })
  })

  it('with the connection: who set it up does not bring it back', async () => {
    const which = await opened()
    await world.must(setUpMetadata, stranger, { ...which, identityProvider })
    const [connection] = await world.rows('connections')
    await world.must(removeConnection, admin.web, { connectionId: connection?.id })
    expect(await world.run(setUpMetadata, stranger, { ...which, identityProvider })).toMatchObject(over)
    expect(await world.rows('connections')).toEqual([])
  })
})

describe('a connection that is being set up', () => {
  it('leads nobody anywhere, takes tests only, and can not be made mandatory', async () => {
    const which = await opened()
    await world.must(setUpMetadata, stranger, { ...which, identityProvider })
    const [connection] = await world.rows('connections')
    if (!connection) throw new Error('no connection')
    expect(await world.must(startSignIn, stranger, { email: 'x@acme.example' })).toEqual({ kind: 'link' })
    const saml = { channel: 'saml', connectionId: connection.id } as const
    const asked = { requestId: '_a-request-of-a-test', browserHash: 'hash-of-a-browser' }
    expect(await world.run(requestSignIn, saml, asked)).toMatchObject(refused('not_found'))
    expect(await world.run(requestSignIn, saml, { ...asked, test: true })).toMatchObject({ ok: true })
    await world.put('connections', { ...connection, testedAt: world.now() })
    expect(await world.run(changeConnection, admin.web, { connectionId: connection.id, required: true })).toMatchObject(
      refused('test_sign_in_first'),
    )
  })

  it('is turned on after a good test of the past hour, and then is the administrators’ alone', async () => {
    const which = await opened()
    expect(await world.run(turnOn, stranger, which)).toMatchObject(refused('test_sign_in_first'))
    await world.must(setUpMetadata, stranger, { ...which, identityProvider })
    const [connection] = await world.rows('connections')
    const trace = (outcome: 'tested' | 'refused', code: string) =>
      world.put('signInTraces', {
        id: world.ports.ids.next(),
        code,
        connectionId: connection?.id ?? '',
        at: world.now(),
        outcome,
        expiresAt: world.now(),
      })
    await trace('tested', 'T-1')
    world.wait({ hours: 1 })
    expect(await world.run(turnOn, stranger, which)).toMatchObject(refused('test_sign_in_first'))
    await trace('tested', 'T-2')
    await trace('refused', 'T-3')
    expect(await world.run(turnOn, stranger, which)).toMatchObject(refused('test_sign_in_first'))
    await trace('tested', 'T-4')
    world.wait({ minutes: 1 })
    await world.must(setUpMetadata, stranger, { ...which, identityProvider })
    expect(await world.run(turnOn, stranger, which)).toMatchObject(refused('test_sign_in_first'))
    await trace('tested', 'T-5')
    await world.must(turnOn, stranger, which)
    expect(await world.must(startSignIn, stranger, { email: 'x@acme.example' })).toMatchObject({ kind: 'connection' })
    const evil = { ...identityProvider, certificates: ['EVIL'] }
    expect(await world.run(setUpMetadata, stranger, { ...which, identityProvider: evil })).toMatchObject(over)
    expect(await world.run(setUpAttributes, stranger, which)).toMatchObject(over)
    expect(await world.run(setUpStartProof, stranger, { ...which, domain: 'b.example' })).toMatchObject(over)
  })
})
