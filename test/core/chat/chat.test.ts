import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Company } from '../../../src/companies/company.ts'
import type { Claim } from '../../../src/kernel/actor.ts'
import type { ChatPerson } from '../../../src/ports/chat.ts'
import type { User } from '../../../src/users/user.ts'
import { newId } from '../../conformance/rows.ts'
import { openStage, type Stage, tablesChangedBy } from '../sign-in/stage.ts'

let stage: Stage
let acme: Company
let other: Company
let boss: User
let web: Claim

beforeEach(async () => {
  stage = await openStage()
  acme = await stage.company('Acme', 'acme.example')
  other = await stage.company('Other', 'other.example')
  boss = await stage.user(acme.id, 'boss@acme.example', { role: 'administrator' })
  web = await stage.web(boss)
})
afterEach(() => stage.close())

type ChatClaim = Extract<Claim, { accountId: string }>
const slack = (accountId: string, person?: ChatPerson, conversation?: string): ChatClaim => ({
  channel: 'slack',
  workspaceId: 'T1',
  accountId,
  ...(person && { person }),
  ...(conversation && { conversation }),
})
const bossInSlack = slack('U-boss', { name: 'The Boss', email: 'Boss@Acme.Example' })
const workspace = { channel: 'slack', workspaceId: 'T1', name: 'Acme HQ' }
const connect = (claim: Claim = web, input = {}) => stage.run('workspaces.connect', claim, { ...workspace, ...input })
const meet = (claim: Claim) => stage.run('chat.meet', claim, {})
const whoami = async (claim: Claim) => {
  const answer = await stage.ask('chat.whoami', claim)
  return answer.ok ? answer.result : answer.code
}
const start = async (claim: Claim): Promise<string> => {
  const outcome = await stage.run('chat.start_confirmation', claim, {})
  return outcome.ok ? (/^\/chat\/confirm\?secret=([\w-]+)$/.exec(outcome.result.path)?.[1] ?? '') : outcome.code
}
const confirm = (claim: Claim, secret: string) => stage.run('chat.confirm', claim, { secret })
const events = async () => (await stage.all('audit')).map(({ event }) => event.type)

describe('connecting a workspace', () => {
  it('is done by an administrator in the portal, for the own company', async () => {
    expect(await connect()).toMatchObject({ ok: true })
    expect(await stage.all('workspaces')).toMatchObject([
      { ...workspace, companyIds: [acme.id], connectedBy: boss.id, connectedAt: stage.now() },
    ])
    expect(await stage.ask('workspaces.list', web)).toMatchObject({ result: { workspaces: [workspace] } })
    expect(await events()).toEqual(['workspace.connected'])
  })

  it('twice changes nothing', async () => {
    await connect()
    expect(await tablesChangedBy(stage, () => connect())).toEqual(new Set())
  })

  it('adds a second company beside the first, and neither sees the other', async () => {
    const theirs = await stage.web(await stage.user(other.id, 'b@other.example', { role: 'administrator' }))
    await connect()
    expect(await connect(theirs, { name: 'Renamed' })).toMatchObject({ ok: true })
    expect(await stage.all('workspaces')).toMatchObject([{ name: 'Acme HQ', companyIds: [acme.id, other.id] }])
    expect(JSON.stringify(await stage.ask('workspaces.list', theirs))).not.toContain(acme.id)
  })

  it('is not done by a user, or from a chat', async () => {
    expect(await connect(await stage.web(await stage.user(acme.id, 'u@acme.example')))).toMatchObject({
      code: 'not_allowed',
    })
    await connect()
    await confirm(web, await start(bossInSlack))
    expect(await connect(bossInSlack, { workspaceId: 'T2' })).toMatchObject({ code: 'not_allowed' })
    expect(await stage.run('workspaces.disconnect', bossInSlack, workspace)).toMatchObject({ code: 'not_allowed' })
  })
})

describe('disconnecting a workspace', () => {
  it("ends the company's powers there at once, and those have to be confirmed anew", async () => {
    const theirBoss = await stage.user(other.id, 'b@other.example', { role: 'administrator' })
    const theirs = await stage.web(theirBoss)
    const theirSlack = slack('U-b', { name: 'B', email: 'b@other.example' })
    await connect()
    await connect(theirs)
    await confirm(web, await start(bossInSlack))
    await confirm(theirs, await start(theirSlack))
    expect(await stage.run('workspaces.disconnect', web, workspace)).toMatchObject({ ok: true })
    expect(await whoami(bossInSlack)).toMatchObject({ known: false, why: 'no_account' })
    expect(await whoami(theirSlack)).toMatchObject({ known: true, administrator: 'yes' })
    await connect()
    expect(await whoami(bossInSlack)).toMatchObject({ known: true, administrator: 'confirm_first' })
  })

  it('by the last company forgets it', async () => {
    await connect()
    await stage.run('workspaces.disconnect', web, workspace)
    expect(await stage.all('workspaces')).toEqual([])
    expect(await whoami(bossInSlack)).toMatchObject({ known: false, why: 'workspace_not_connected' })
    expect(await stage.run('workspaces.disconnect', web, workspace)).toMatchObject({ code: 'not_found' })
  })
})

describe('whom a chat account is taken for', () => {
  beforeEach(() => connect())

  it('is the user with the address that the platform vouches for, in its kept form', async () => {
    expect(await whoami(bossInSlack)).toEqual({
      known: true,
      name: 'boss',
      email: 'boss@acme.example',
      company: 'Acme',
      administrator: 'confirm_first',
      confirmed: false,
    })
  })

  it.each([
    ['a guest, bot or outsider, for whom nothing is vouched', slack('U1'), 'not_vouched'],
    ['without an address', slack('U1', { name: 'X' }), 'not_vouched'],
    [
      'with an address that is none',
      slack('U1', { name: 'X', email: 'boss@acme.example@evil.example' }),
      'not_vouched',
    ],
    ['nobody knows', slack('U1', { name: 'X', email: 'new@acme.example' }), 'no_account'],
    ['in another workspace', { ...bossInSlack, workspaceId: 'T9' } as Claim, 'workspace_not_connected'],
    ['in another chat system', { ...bossInSlack, channel: 'teams' } as Claim, 'workspace_not_connected'],
  ])('is nobody for one %s', async (_what, claim, why) => {
    expect(await whoami(claim)).toMatchObject({ known: false, why })
  })

  it('is nobody of a company that is not connected to the workspace', async () => {
    await stage.user(other.id, 'b@other.example')
    expect(await whoami(slack('U1', { name: 'B', email: 'b@other.example' }))).toMatchObject({ why: 'no_account' })
  })

  it('is nobody once blocked, invited only, or when the domain is lost', async () => {
    await stage.user(acme.id, 'i@acme.example', { status: 'invited' })
    expect(await whoami(slack('U1', { name: 'I', email: 'i@acme.example' }))).toMatchObject({ why: 'no_account' })
    await stage.put('users', { ...boss, status: 'blocked' })
    expect(await whoami(bossInSlack)).toMatchObject({ known: false, why: 'blocked' })
    await stage.put('users', boss)
    const [domain] = await stage.all('domains')
    if (domain) await stage.put('domains', { ...domain, state: 'lost' })
    expect(await whoami(bossInSlack)).toMatchObject({ known: false, why: 'no_account' })
  })

  it('may register where a company of the workspace takes people of that domain in', async () => {
    const stranger = slack('U1', { name: 'New', email: 'new@acme.example' })
    const elsewhere = slack('U2', { name: 'Else', email: 'x@other.example' })
    await stage.put('companies', { ...other, settings: { ...other.settings, freeRegistration: true } })
    expect(await whoami(stranger)).toMatchObject({ known: false, canRegister: false })
    expect(await stage.ask('licences.list', stranger)).toMatchObject({
      code: 'no_account',
      detail: { canRegister: false },
    })
    await stage.put('companies', { ...acme, settings: { ...acme.settings, freeRegistration: true } })
    expect(await whoami(stranger)).toMatchObject({ known: false, canRegister: true })
    expect(await whoami(elsewhere)).toMatchObject({ known: false, canRegister: false })
    expect(await stage.ask('licences.list', stranger)).toMatchObject({
      code: 'no_account',
      detail: { canRegister: true },
    })
  })

  it('can be asked in the portal too', async () => {
    expect(await whoami(web)).toEqual({
      known: true,
      name: 'boss',
      email: 'boss@acme.example',
      company: 'Acme',
      administrator: 'yes',
    })
    expect(await whoami({ channel: 'api' })).toBe('not_allowed')
  })
})

describe('meeting an account', () => {
  beforeEach(() => connect())
  const account = async () => (await stage.all('chatAccounts'))[0]

  it('remembers whom it is matched to and how to reach it', async () => {
    await meet({ ...bossInSlack, conversation: 'D1' })
    expect(await account()).toMatchObject({ accountId: 'U-boss', userId: boss.id, conversation: 'D1' })
    expect(await account()).not.toHaveProperty('confirmedAt')
    await meet({ ...bossInSlack, conversation: 'D2' })
    expect(await account()).toMatchObject({ conversation: 'D2' })
    expect(await stage.all('chatAccounts')).toHaveLength(1)
  })

  it('writes nothing when nothing changed', async () => {
    await meet({ ...bossInSlack, conversation: 'D1' })
    const again = async () => {
      await meet({ ...bossInSlack, conversation: 'D1' })
      await meet(bossInSlack)
      await meet(slack('U9', { name: 'Stranger', email: 'nobody@acme.example' }))
    }
    expect(await tablesChangedBy(stage, again)).toEqual(new Set())
  })

  it('at the same moment is one account', async () => {
    await Promise.all(Array.from({ length: 6 }, () => meet(bossInSlack)))
    expect(await stage.all('chatAccounts')).toHaveLength(1)
  })

  it('forgets whom it was matched to when that is no longer so', async () => {
    await meet(bossInSlack)
    await meet(slack('U-boss', { name: 'Now Ben', email: 'ben@acme.example' }))
    expect(await account()).not.toHaveProperty('userId')
    const ben = await stage.user(acme.id, 'ben@acme.example')
    await meet(slack('U-boss', { name: 'Now Ben', email: 'ben@acme.example' }))
    expect(await account()).toMatchObject({ userId: ben.id })
  })

  it('keeps a confirmed account with its user', async () => {
    await confirm(web, await start(bossInSlack))
    await stage.user(acme.id, 'ben@acme.example')
    const asBen = slack('U-boss', { name: 'Now Ben', email: 'ben@acme.example' })
    await meet(asBen)
    await meet(slack('U-boss'))
    expect(await account()).toMatchObject({ userId: boss.id, confirmedAt: stage.now() })
    expect(await whoami(asBen)).toMatchObject({ email: 'boss@acme.example', administrator: 'yes' })
  })

  it('lets go of a confirmed account whose user was removed', async () => {
    await confirm(web, await start(bossInSlack))
    await stage.put('users', { ...boss, status: 'removed', email: '' })
    const back = await stage.user(acme.id, 'boss@acme.example', { role: 'administrator' })
    expect(await whoami(bossInSlack)).toMatchObject({ known: true, administrator: 'confirm_first', confirmed: false })
    await meet(bossInSlack)
    expect(await account()).toMatchObject({ userId: back.id })
    expect(await account()).not.toHaveProperty('confirmedAt')
  })

  it('happens in chats', async () => {
    expect(await meet(web)).toMatchObject({ code: 'not_allowed' })
    expect(await meet({ channel: 'api' })).toMatchObject({ code: 'not_allowed' })
  })
})

describe('confirming a chat account', () => {
  beforeEach(() => connect())
  const change = (claim: Claim) => stage.run('licences.set_switches', claim, { licenceId: 'l1', shown: true })

  it('gives administrator power, which matching by address never does', async () => {
    await stage.put('licences', {
      id: 'l1',
      companyId: acme.id,
      name: 'Bouw',
      companyWide: false,
      shown: false,
      standards: [],
      createdAt: stage.now(),
    })
    expect(await change(bossInSlack)).toMatchObject({ code: 'confirm_first' })
    const secret = await start(bossInSlack)
    expect(await stage.ask('chat.show_confirmation', web, { secret })).toMatchObject({
      result: { channel: 'slack', name: 'The Boss', workspace: 'Acme HQ' },
    })
    expect(await confirm(web, secret)).toMatchObject({ ok: true })
    expect(await change(bossInSlack)).toMatchObject({ ok: true })
    expect(await stage.all('chatAccounts')).toMatchObject([
      { channel: 'slack', workspaceId: 'T1', accountId: 'U-boss', userId: boss.id, confirmedAt: stage.now() },
    ])
    expect(await events()).toContain('chat_account.confirmed')
  })

  it('keeps how to reach an account that was met before', async () => {
    await meet({ ...bossInSlack, conversation: 'D1' })
    await confirm(web, await start(bossInSlack))
    expect(await stage.all('chatAccounts')).toMatchObject([{ conversation: 'D1', confirmedAt: stage.now() }])
  })

  it('happens once, within ten minutes, by the latest link', async () => {
    const earlier = await start(bossInSlack)
    const secret = await start(bossInSlack)
    expect(await confirm(web, earlier)).toMatchObject({ code: 'link_used_or_expired' })
    expect(await confirm(web, secret)).toMatchObject({ ok: true })
    expect(await confirm(web, secret)).toMatchObject({ code: 'link_used_or_expired' })
    const late = await start(bossInSlack)
    stage.wait({ minutes: 10 })
    expect(await confirm(web, late)).toMatchObject({ code: 'link_used_or_expired' })
    expect(await stage.ask('chat.show_confirmation', web, { secret: late })).toMatchObject({
      code: 'link_used_or_expired',
    })
  })

  it('is done by the one whom the account was matched to, signed in to the portal', async () => {
    const secret = await start(bossInSlack)
    const second = await stage.web(await stage.user(acme.id, 'second@acme.example', { role: 'administrator' }))
    expect(await confirm(second, secret)).toMatchObject({ code: 'other_chat_account' })
    expect(await stage.ask('chat.show_confirmation', second, { secret })).toMatchObject({ code: 'other_chat_account' })
    expect(await confirm({ channel: 'web' }, secret)).toMatchObject({ code: 'not_signed_in' })
    expect(await confirm(bossInSlack, secret)).toMatchObject({ code: 'not_allowed' })
    expect(await confirm(web, secret)).toMatchObject({ ok: true })
  })

  it('is done in a workspace of the own company', async () => {
    const secret = await start(bossInSlack)
    const [row] = await stage.all('workspaces')
    if (row) await stage.put('workspaces', { ...row, companyIds: [other.id] })
    expect(await confirm(web, secret)).toMatchObject({ code: 'workspace_not_connected' })
  })

  it('does not take an account from somebody else who confirmed it', async () => {
    const secret = await start(bossInSlack)
    const holder = await stage.user(acme.id, 'holder@acme.example')
    await stage.put('chatAccounts', {
      id: newId(),
      channel: 'slack',
      workspaceId: 'T1',
      accountId: 'U-boss',
      userId: holder.id,
      confirmedAt: stage.now(),
      metAt: stage.now(),
    })
    expect(await confirm(web, secret)).toMatchObject({ code: 'other_chat_account' })
  })

  it('starts in a chat, where somebody is known', async () => {
    expect(await start(web)).toBe('not_allowed')
    expect(await start(slack('U1', { name: 'X', email: 'new@acme.example' }))).toBe('no_account')
  })

  it('keeps no secret in the open', async () => {
    const secret = await start(bossInSlack)
    expect(JSON.stringify([...(await stage.everything())])).not.toContain(secret)
    stage.wait({ minutes: 11 })
    await stage.sweep()
    expect(await stage.all('chatConfirmations')).toEqual([])
  })

  it('is worth nothing once the user is blocked, demoted or of another company', async () => {
    await confirm(web, await start(bossInSlack))
    expect(await whoami(bossInSlack)).toMatchObject({ administrator: 'yes', confirmed: true })
    await stage.put('users', { ...boss, role: 'user' })
    expect(await whoami(bossInSlack)).toMatchObject({ administrator: 'no' })
    await stage.put('users', { ...boss, status: 'blocked' })
    expect(await whoami(bossInSlack)).toMatchObject({ known: false, why: 'blocked' })
    await stage.put('users', { ...boss, companyId: other.id })
    expect(await whoami(bossInSlack)).toMatchObject({ known: false, why: 'no_account' })
    await stage.put('users', boss)
    const [domain] = await stage.all('domains')
    if (domain) await stage.put('domains', { ...domain, state: 'lost' })
    expect(await whoami(bossInSlack)).toMatchObject({ known: false, why: 'no_account' })
  })
})
