import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Company } from '../../../src/companies/company.ts'
import type { Claim } from '../../../src/kernel/actor.ts'
import { later } from '../../../src/kernel/instant.ts'
import type { User } from '../../../src/users/user.ts'
import { openStage, type Stage, tablesChangedBy } from './stage.ts'

let stage: Stage
let acme: Company
let anna: User
const visitor: Claim = { channel: 'web' }

beforeEach(async () => {
  stage = await openStage()
  acme = await stage.company('Acme', 'acme.example')
  anna = await stage.user(acme.id, 'anna@acme.example', { language: 'en' })
})
afterEach(() => stage.close())

const start = async (email: string, input = {}) => {
  const outcome = await stage.run('sign_in.start', visitor, { email, ...input })
  return outcome.ok ? outcome.result : outcome
}
const mails = async () => (await stage.all('outbox')).filter((message) => message.kind === 'link_mail')
/** The secret in the newest mail. */
const mailed = async (): Promise<string> => {
  const mail = (await mails()).at(-1)
  if (!mail) throw new Error('no mail')
  const path = stage.ports.secrets.open(mail.link)
  return /^\/login\/link\?secret=(.+)$/.exec(path)?.[1] ?? ''
}
const byLink = (secret: string) => stage.run('sign_in.by_link', visitor, { secret })

describe('starting with an address', () => {
  it('leads by its domain to the one connection', async () => {
    const { id } = await stage.connection([acme.id])
    expect(await start('anna@acme.example')).toEqual({ kind: 'connection', connectionId: id })
    expect(await start('NOBODY@Acme.Example')).toEqual({ kind: 'connection', connectionId: id })
    expect(await mails()).toEqual([])
  })

  it('leads to a choice that names no company', async () => {
    const other = await stage.company('Other', 'acme.example')
    const one = await stage.connection([acme.id])
    const two = await stage.connection([other.id])
    expect(await start('anna@acme.example')).toEqual({
      kind: 'choose',
      connections: [{ id: one.id }, { id: two.id }],
      link: false,
    })
  })

  it('offers a link beside a connection that is not for everybody with that domain', async () => {
    await stage.company('Without', 'acme.example')
    const { id } = await stage.connection([acme.id])
    expect(await start('anna@acme.example')).toEqual({ kind: 'choose', connections: [{ id }], link: true })
  })

  it('knows a connection that two companies share once', async () => {
    const other = await stage.company('Other', 'acme.example')
    const { id } = await stage.connection([acme.id, other.id])
    expect(await start('x@acme.example')).toEqual({ kind: 'connection', connectionId: id })
  })

  it('does not follow a domain that is not verified, or a sub-domain', async () => {
    await stage.connection([acme.id])
    const [domain] = await stage.all('domains')
    expect(await start('anna@hr.acme.example')).toEqual({ kind: 'link' })
    if (domain) await stage.put('domains', { ...domain, state: 'lost' })
    expect(await start('anna@acme.example')).toEqual({ kind: 'link' })
  })

  it('answers alike whoever it is, and mails only who may use a link', async () => {
    const blocked = await stage.user(acme.id, 'blocked@acme.example', { status: 'blocked' })
    await stage.user(acme.id, 'invited@acme.example', { status: 'invited' })
    await stage.user(acme.id, 'lost@gone.example')
    for (const email of [
      'nobody@acme.example',
      blocked.email,
      'invited@acme.example',
      'lost@gone.example',
      'x@y.example',
    ])
      expect(await start(email)).toEqual({ kind: 'link' })
    expect(await mails()).toEqual([])
    expect(await start(' Anna@ACME.example ')).toEqual({ kind: 'link' })
    expect(await mails()).toMatchObject([
      { mail: 'sign_in', to: { name: 'anna', address: 'anna@acme.example' }, language: 'en' },
    ])
  })

  it('mails a guest, whose domain leads nowhere', async () => {
    await stage.user(acme.id, 'guest@elsewhere.example', { guest: true })
    expect(await start('guest@elsewhere.example')).toEqual({ kind: 'link' })
    expect(await mails()).toHaveLength(1)
  })

  it('says so when it is no address', async () => {
    for (const email of ['anna', 'a@b@acme.example', '"a"@acme.example'])
      expect(await start(email)).toMatchObject({ code: 'email_malformed', detail: { email } })
  })

  it('keeps no secret in the open', async () => {
    await start('anna@acme.example')
    const secret = await mailed()
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(JSON.stringify([...(await stage.everything())])).not.toContain(secret)
  })

  it('sends at most three links in ten minutes, with the same answer', async () => {
    for (let time = 0; time < 6; time++) expect(await start('anna@acme.example')).toEqual({ kind: 'link' })
    expect(await mails()).toHaveLength(3)
    stage.wait({ minutes: 11 })
    await start('anna@acme.example')
    expect(await mails()).toHaveLength(4)
  })

  it('is for the portal', async () => {
    const chat: Claim = { channel: 'slack', workspaceId: 'T1', accountId: 'U1' }
    expect(await stage.run('sign_in.start', chat, { email: 'anna@acme.example' })).toMatchObject({
      code: 'not_allowed',
    })
    expect(await stage.run('sign_in.by_link', chat, { secret: 'x' })).toMatchObject({ code: 'not_allowed' })
    expect(await mails()).toEqual([])
  })
})

describe('a company that requires single sign-on', () => {
  beforeEach(() => stage.connection([acme.id], { required: true }))

  it('sends no link, with the same answer', async () => {
    expect(await start('anna@acme.example', { by: 'link' })).toEqual({ kind: 'link' })
    expect(await start('nobody@acme.example', { by: 'link' })).toEqual({ kind: 'link' })
    expect(await mails()).toEqual([])
  })

  it('leaves the link to its break-glass administrator', async () => {
    await stage.put('users', { ...anna, role: 'administrator', breakGlass: true })
    expect(await start('anna@acme.example', { by: 'link' })).toEqual({ kind: 'link' })
    expect(await byLink(await mailed())).toMatchObject({ ok: true, result: { userId: anna.id } })
  })
})

describe('a link', () => {
  it('is looked at without being used, as mail scanners do', async () => {
    await start('anna@acme.example', { returnTo: '/requests', language: 'nl' })
    const secret = await mailed()
    const changed = await tablesChangedBy(stage, async () => {
      expect(await stage.ask('sign_in.show_link', visitor, { secret })).toMatchObject({
        result: { language: 'nl', expiresAt: later(stage.now(), { minutes: 10 }) },
      })
    })
    expect(changed).toEqual(new Set())
    expect(await byLink(secret)).toMatchObject({ ok: true, result: { returnTo: '/requests', userId: anna.id } })
  })

  it('signs in once, and ends the others', async () => {
    await start('anna@acme.example')
    const earlier = await mailed()
    await start('anna@acme.example')
    const secret = await mailed()
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => byLink(secret)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await byLink(earlier)).toMatchObject({ code: 'link_used_or_expired' })
    const [done] = outcomes.filter((outcome) => outcome.ok)
    expect(await stage.ask('sessions.me', { channel: 'web', session: done?.result.session ?? '' })).toMatchObject({
      result: { user: { email: 'anna@acme.example' }, connection: null },
    })
    expect((await stage.all('audit')).map(({ event }) => event)).toMatchObject([
      { type: 'sign_in.succeeded', how: 'link', userId: anna.id },
    ])
  })

  it.each([
    ['ten minutes have passed', async () => stage.wait({ minutes: 10 }), 'link_used_or_expired'],
    ['the user is blocked', () => stage.put('users', { ...anna, status: 'blocked' }), 'link_used_or_expired'],
    [
      'the domain is lost',
      async () => {
        const [domain] = await stage.all('domains')
        if (domain) await stage.put('domains', { ...domain, state: 'lost' })
      },
      'link_used_or_expired',
    ],
    ['single sign-on is required', () => stage.connection([acme.id], { required: true }), 'single_sign_on_required'],
  ])('is dead once %s', async (_what, happens, code) => {
    await start('anna@acme.example')
    const secret = await mailed()
    await happens()
    expect(await stage.ask('sign_in.show_link', visitor, { secret })).toMatchObject({ code })
    expect(await byLink(secret)).toMatchObject({ code })
    expect(await stage.all('sessions')).toEqual([])
  })

  it('that nobody sent is dead', async () => {
    expect(await byLink('x')).toMatchObject({ code: 'link_used_or_expired' })
  })
})
