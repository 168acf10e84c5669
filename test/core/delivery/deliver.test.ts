/** The outbox against an outside world that fails in every way it can: nothing is lost, told twice, or left stale. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { disconnectWorkspace } from '../../../src/chat/connect-workspace.ts'
import { RetryLater } from '../../../src/ports/chat.ts'
import { decideRequests } from '../../../src/requests/decide-requests.ts'
import { askAccess } from '../../../src/requests/make-request.ts'
import { withdrawRequest } from '../../../src/requests/withdraw-request.ts'
import { blockUser } from '../../../src/users/block-user.ts'
import { changeUser } from '../../../src/users/change-user.ts'
import { chatAccount, connectWorkspace, openOutside, wordsOf } from '../chats.ts'
import { openWorld, type World } from '../world.ts'

type Person = Awaited<ReturnType<World['user']>>
let world: World
let outside: ReturnType<typeof openOutside>
let admin: Person
let anna: Person
let bouw: Awaited<ReturnType<World['licence']>>
let workspace: Awaited<ReturnType<typeof connectWorkspace>>
let adminSlack: Awaited<ReturnType<typeof chatAccount>>
let annaTeams: Awaited<ReturnType<typeof chatAccount>>

beforeEach(async () => {
  world = await openWorld()
  outside = openOutside(world)
  const companyId = await world.company('Acme', ['acme.example'])
  admin = await world.user(companyId, 'ada@acme.example', { role: 'administrator', name: 'Ada', language: 'en' })
  anna = await world.user(companyId, 'anna@acme.example', { name: 'Anna', language: 'en' })
  bouw = await world.licence(companyId, 'Bouw')
  workspace = await connectWorkspace(world, [companyId])
  await connectWorkspace(world, [companyId], 'teams')
  adminSlack = await chatAccount(world, admin, { confirmed: true })
  annaTeams = await chatAccount(world, anna, { channel: 'teams' })
})
afterEach(() => world.close())

const ask = async () => (await world.must(askAccess, anna.web, { licenceId: bouw.id })).id
const decide = (id: string) => world.must(decideRequests, admin.web, { requests: [id], verdict: 'approved' })
const waiting = () => world.rows('outbox', { state: 'waiting' })
const gaveUp = () => world.rows('outbox', { state: 'gave_up' })
const chats = async () => (await waiting()).filter((message) => 'to' in message && 'channel' in message.to)
/** Leaves only the copy for this account in the outbox, so that a fault meets it and nothing else. */
const onlyCopyFor = async (accountId: string) => {
  for (const message of await waiting())
    if (!(message.kind === 'request_copy' && message.to.accountId === accountId))
      await world.ports.store.transaction((tx) => tx.outbox.settle(message.id, { state: 'sent', at: world.now() }))
}

describe('a new request', () => {
  it('reaches the requester and every administrator, in the chat that they use and by mail', async () => {
    await ask()
    await outside.deliverAll()
    expect(outside.posts).toHaveLength(2)
    expect(outside.postsTo(adminSlack.account)).toHaveLength(1)
    expect(outside.postsTo(annaTeams.account)).toHaveLength(1)
    expect(outside.mails).toHaveLength(2)
    for (const { email } of [admin, anna]) expect(outside.mailsTo(email)).toHaveLength(1)
    expect(outside.postsTo(annaTeams.account)[0]?.to.conversation).toBe('conversation of anna@acme.example')
    expect(outside.asked.every(({ again }) => !again)).toBe(true)
  })

  it('shows who decided and offers nothing any more, on every copy, after the decision', async () => {
    const id = await ask()
    await outside.deliverAll()
    expect(outside.postsTo(adminSlack.account)[0]?.card.actions?.length).toBeGreaterThan(0)
    await decide(id)
    await outside.deliverAll()
    for (const { account } of [adminSlack, annaTeams]) {
      // The requester gets a notice of the decision after it.
      const [copy] = outside.postsTo(account)
      expect(copy?.replaced).toBe(1)
      expect(copy?.card.actions ?? []).toEqual([])
      expect(copy && wordsOf(copy.card)).toContain('Ada')
    }
  })

  it('is not shown at all when it was decided before its copy went out: the copy shows the end', async () => {
    const id = await ask()
    await decide(id)
    await outside.deliverAll()
    expect(outside.postsTo(adminSlack.account)[0]?.card.actions ?? []).toEqual([])
  })
})

describe('a failing platform', () => {
  it('is tried again, later each time, and asked for the earlier post', async () => {
    await ask()
    await onlyCopyFor(adminSlack.account.accountId)
    outside.faults.push(new Error('502'), new Error('502'))
    await outside.deliver()
    const [first] = await waiting()
    expect(first).toMatchObject({ attempts: 1, error: '502' })
    expect(Date.parse(first?.dueAt ?? '')).toBeGreaterThan(Date.parse(world.now()))
    const firstWait = Date.parse(first?.dueAt ?? '') - Date.parse(world.now())
    world.at(first?.dueAt ?? '')
    await outside.deliver()
    const [second] = await waiting()
    expect(Date.parse(second?.dueAt ?? '') - Date.parse(world.now())).toBeGreaterThan(firstWait)
    world.at(second?.dueAt ?? '')
    await outside.deliver()
    expect(await waiting()).toEqual([])
    expect(outside.asked.map(({ again }) => again)).toEqual([false, true, true])
    expect(new Set(outside.asked.map(({ key }) => key)).size).toBe(1)
    expect(outside.logged).toHaveLength(2)
  })

  it('that says when to come back is not asked before', async () => {
    await ask()
    await onlyCopyFor(adminSlack.account.accountId)
    outside.faults.push(new RetryLater(600))
    await outside.deliver()
    world.wait({ minutes: 9 })
    await outside.deliver()
    expect(outside.asked).toHaveLength(1)
    world.wait({ minutes: 1 })
    await outside.deliver()
    expect(outside.posts).toHaveLength(1)
  })

  it('that did it but was not heard gets no second post', async () => {
    await ask()
    outside.faults.push('lost', 'lost', 'lost', 'lost')
    await outside.deliverAll()
    expect(outside.posts).toHaveLength(2)
    expect(await world.rows('postedMessages')).toHaveLength(2)
  })

  it('is given up after many attempts, often at first and then seldom, and the row says why', async () => {
    await ask()
    await onlyCopyFor(adminSlack.account.accountId)
    outside.faults.push(...Array.from({ length: 29 }, () => new Error('invalid_auth')))
    await outside.deliverAll()
    expect(await gaveUp()).toMatchObject([{ kind: 'request_copy', attempts: 29, error: 'invalid_auth' }])
    expect(outside.faults).toEqual([])
  })

  it('does not keep other addresses waiting, and nothing overtakes at the same address', async () => {
    await ask()
    const second = await world.licence(anna.companyId, 'Zorg')
    await world.must(askAccess, anna.web, { licenceId: second.id })
    const order: string[] = []
    const { notifiers } = outside.outside
    for (const notifier of notifiers) {
      const { post } = notifier
      Object.assign(notifier, {
        post: async (...args: Parameters<typeof post>) => {
          if (args[0].channel === 'slack' && order.length < 3) {
            order.push('slack fails')
            throw new Error('503')
          }
          order.push(`${args[0].channel} ${wordsOf(args[1]).includes('Bouw') ? 'Bouw' : 'Zorg'}`)
          return post(...args)
        },
      })
    }
    await outside.deliverAll()
    expect(order.filter((one) => one.startsWith('teams'))).toEqual(['teams Bouw', 'teams Zorg'])
    expect(order.filter((one) => one.startsWith('slack '))).toEqual(
      expect.arrayContaining(['slack fails', 'slack Bouw', 'slack Zorg']),
    )
    expect(order.indexOf('slack Bouw')).toBeLessThan(order.indexOf('slack Zorg'))
  })
})

describe('a change while a copy is on its way', () => {
  it('is noticed: the copy that was posted open is replaced', async () => {
    const id = await ask()
    await onlyCopyFor(adminSlack.account.accountId)
    outside.faults.push(async () => void (await decide(id)))
    await outside.deliverAll()
    const [copy] = outside.postsTo(adminSlack.account)
    expect(copy?.replaced).toBeGreaterThan(0)
    expect(copy?.card.actions ?? []).toEqual([])
  })

  it('forgets a copy that is gone, and mends the other', async () => {
    const id = await ask()
    await outside.deliverAll()
    await world.must(withdrawRequest, anna.web, { request: id })
    outside.faults.push('gone')
    await outside.deliverAll()
    expect(await world.rows('postedMessages')).toHaveLength(1)
    expect(await waiting()).toEqual([])
  })
})

describe('what waited too long', () => {
  const copyToAdminOnly = () => onlyCopyFor(adminSlack.account.accountId)

  it('is not sent to an account that became somebody else’s', async () => {
    await ask()
    await copyToAdminOnly()
    await world.put('chatAccounts', { ...adminSlack.account, userId: anna.id })
    await outside.deliverAll()
    expect(outside.posts).toEqual([])
    expect(await gaveUp()).toHaveLength(1)
  })

  it('is not sent into a workspace that was disconnected', async () => {
    await ask()
    await copyToAdminOnly()
    await world.must(disconnectWorkspace, admin.web, { channel: workspace.channel, workspaceId: workspace.workspaceId })
    await outside.deliverAll()
    expect(outside.posts).toEqual([])
  })

  it('is not sent to an administrator who is none any more', async () => {
    const second = await world.user(admin.companyId, 'bea@acme.example', { role: 'administrator' })
    await ask()
    await copyToAdminOnly()
    await world.must(changeUser, second.web, { user: admin.id, role: 'user' })
    await outside.deliverAll()
    expect(
      outside
        .postsTo(adminSlack.account)
        .map(({ card }) => wordsOf(card))
        .join(),
    ).not.toContain('Anna')
  })

  it('is not sent to an account that lost its confirmation, since it names somebody', async () => {
    await ask()
    await copyToAdminOnly()
    await world.put('chatAccounts', { ...adminSlack.account, confirmedAt: undefined })
    await outside.deliverAll()
    expect(outside.posts).toEqual([])
  })
})

describe('what ends in the row', () => {
  it('an account that cannot be reached', async () => {
    await ask()
    await onlyCopyFor(annaTeams.account.accountId)
    outside.faults.push('unreachable')
    await outside.deliverAll()
    expect(await gaveUp()).toMatchObject([{ error: 'this account can not be reached' }])
    expect(await chats()).toEqual([])
  })

  it('a mail that the mail server refuses', async () => {
    await world.must(blockUser, admin.web, { user: anna.id })
    const mails = (await waiting()).filter(({ kind }) => kind === 'notice_mail')
    expect(mails).toHaveLength(1)
    for (const message of await waiting())
      if (message.kind !== 'notice_mail')
        await world.ports.store.transaction((tx) => tx.outbox.settle(message.id, { state: 'sent', at: world.now() }))
    outside.faults.push('rejected')
    await outside.deliverAll()
    expect(await gaveUp()).toMatchObject([{ error: 'the mail server refused this mail' }])
  })
})
