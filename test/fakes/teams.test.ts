import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type AdaptiveCardActionResponse,
  Client,
  MessageActivityInput,
  PUBLIC,
  type TaskModuleResponse,
  withOverrides,
} from '@microsoft/teams.api'
import { App, ExpressAdapter } from '@microsoft/teams.apps'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { openThrottle } from './teams/throttle.ts'
import {
  actionsOf,
  documentedQuotas,
  judgeCard,
  openTeamsFake,
  type TeamsFake,
  type TeamsFakeSettings,
  type TeamsUser,
} from './teams.ts'

const appId = '11111111-0000-4000-8000-000000000001'
const tenantId = '22222222-0000-4000-8000-000000000002'
const botScope = 'https://api.botframework.com/.default'
const graphScope = 'https://graph.microsoft.com/.default'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const openFake = async (settings: Partial<TeamsFakeSettings> = {}): Promise<TeamsFake> => {
  const teams = await openTeamsFake({ appId, appPassword: 'right', tenantId, ...settings })
  closing.push(teams.close)
  return teams
}

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()))
  closing.push(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const askToken = async (teams: TeamsFake, change: Record<string, string> = {}, tenant = tenantId) => {
  const form = {
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: 'right',
    scope: botScope,
    ...change,
  }
  const response = await fetch(`${teams.loginEndpoint}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  return { status: response.status, body: (await response.json()) as { access_token: string; error?: string } }
}
const tokenFor = async (teams: TeamsFake, scope: string) => (await askToken(teams, { scope })).body.access_token

/** A call as the product makes it, with a good bearer unless told otherwise. */
const call = async (
  teams: TeamsFake,
  method: string,
  path: string,
  body?: unknown,
  authorization?: string,
): Promise<{ status: number; body: unknown; retryAfter: string | null }> => {
  const graph = path.startsWith('/v1.0')
  const bearer = authorization ?? `Bearer ${await tokenFor(teams, graph ? graphScope : botScope)}`
  const response = await fetch((graph ? teams.graphUrl : teams.serviceUrl.replace(/\/$/, '')) + path, {
    method,
    headers: { 'content-type': 'application/json', authorization: bearer },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
    retryAfter: response.headers.get('retry-after'),
  }
}

const quiet = { debug() {}, error() {}, info() {}, log() {}, trace() {}, warn() {}, child: () => quiet }

const words = (text: string) => ({ type: 'TextBlock', text, wrap: true })

const approve = {
  type: 'Action.Execute',
  title: 'Approve',
  verb: 'requests.approve',
  data: { request: 'R-7K4Q' },
  fallback: { type: 'Action.Submit', title: 'Approve', data: { verb: 'requests.approve', request: 'R-7K4Q' } },
}
const decline = {
  type: 'Action.Submit',
  title: 'Decline',
  data: { request: 'R-7K4Q', msteams: { type: 'task/fetch' } },
}

const requestCard = (state: string, viewers: readonly string[] = []) => ({
  type: 'AdaptiveCard' as const,
  version: '1.5' as const,
  body: [words(`Request R-7K4Q: ${state}`), { type: 'Input.Text', id: 'note', label: 'Note' }],
  actions: state === 'open' ? [approve, decline] : [],
  ...(viewers.length > 0 && {
    refresh: {
      action: { type: 'Action.Execute', verb: 'requests.view', data: { request: 'R-7K4Q' } },
      userIds: viewers,
    },
  }),
})

const declineForm = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'Input.Text', id: 'reason', label: 'Reason', isRequired: true, errorMessage: 'Please say why' }],
  actions: [{ type: 'Action.Submit', title: 'Decline', data: { request: 'R-7K4Q' } }],
}

const cardType = 'application/vnd.microsoft.card.adaptive' as const
const attached = (content: object) => ({ contentType: cardType, content })
const post = (card: object) => ({ type: 'message', attachments: [attached(card)] })

const firstTo = (teams: TeamsFake, user: TeamsUser) => {
  const [message] = teams.messagesTo(user)
  if (!message) throw new Error(`nothing was sent to ${user.name}`)
  return message
}

describe('the real library against the fake', () => {
  /** As the product embeds it: in our own Express app, with our own server, pointed elsewhere by `cloud` and `token`. */
  const openBot = async (teams: TeamsFake) => {
    const web = express()
    const token = (scope: string | string[]) => tokenFor(teams, String(scope))
    const app = new App({
      clientId: appId,
      tenantId,
      token,
      httpServerAdapter: new ExpressAdapter(web),
      cloud: withOverrides(PUBLIC, { openIdMetadataUrl: teams.openIdMetadataUrl, loginEndpoint: teams.loginEndpoint }),
      logger: quiet,
    })
    const heard: { type: string; name?: string; value?: unknown; text?: string }[] = []
    app.use(async ({ activity, next }) => {
      heard.push(activity)
      return next()
    })
    app.on('message', async ({ activity, send }) => {
      const viewer = activity.from.id
      if (!activity.value)
        await send(new MessageActivityInput().addCard('adaptive', requestCard('open', [viewer]) as never))
    })
    app.on('card.action', ({ activity }): AdaptiveCardActionResponse => {
      const state = activity.value.action.verb === 'requests.view' ? 'open' : 'approved'
      return { statusCode: 200, type: cardType, value: requestCard(state, [activity.from.id]) as never }
    })
    app.on(
      'dialog.open',
      (): TaskModuleResponse => ({
        task: { type: 'continue', value: { title: 'Decline', card: attached(declineForm) as never } },
      }),
    )
    app.on('dialog.submit', (): TaskModuleResponse => ({ task: { type: 'message', value: 'Declined' } }))
    await app.initialize()
    teams.appUrl = await listen(createServer(web))
    return { heard, token: () => tokenFor(teams, botScope) }
  }

  it('plays a request: a message, the card in answer, a press that replaces it for that client', async () => {
    const teams = await openFake()
    const { heard } = await openBot(teams)
    const anna = teams.addUser({ name: 'Anna Bakker', email: 'anna@acme.example' })

    expect(await teams.say(anna, 'aanvragen Bouw')).toMatchObject({ status: 200 })
    const message = firstTo(teams, anna)
    expect(message.card).toMatchObject({ body: [{ text: 'Request R-7K4Q: open' }, {}] })
    expect(actionsOf(message.card ?? {}).map(({ title }) => title)).toEqual(['Approve', 'Decline'])

    expect(await teams.click(anna, message, 'Approve', { note: 'fine' })).toMatchObject({
      status: 200,
      card: { actions: [] },
    })
    expect(heard.at(-1)).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: message.id,
      value: {
        action: { type: 'Action.Execute', verb: 'requests.approve', data: { request: 'R-7K4Q', note: 'fine' } },
        trigger: 'manual',
      },
    })
    expect(firstTo(teams, anna).card).toMatchObject({ body: [{ text: 'Request R-7K4Q: approved' }, {}] })
    expect(actionsOf(firstTo(teams, anna).card ?? {})).toEqual([])
    expect(teams.violations).toEqual([])
  })

  it('opens a dialog, wants its required field, and closes with a line', async () => {
    const teams = await openFake()
    const { heard } = await openBot(teams)
    const anna = teams.addUser({ name: 'Anna' })
    await teams.say(anna, 'verzoeken')
    const dialog = await teams.openDialog(anna, firstTo(teams, anna), 'Decline')
    expect(dialog).toMatchObject({ status: 200, title: 'Decline', card: declineForm })
    expect(heard.at(-1)).toMatchObject({
      name: 'task/fetch',
      value: { data: { request: 'R-7K4Q', msteams: { type: 'task/fetch' } }, context: { theme: 'default' } },
    })
    await expect(teams.submitDialog(dialog)).rejects.toThrow('"reason" is required')
    expect(await teams.submitDialog(dialog, { reason: 'no budget' })).toMatchObject({ message: 'Declined' })
    expect(heard.at(-1)).toMatchObject({
      name: 'task/submit',
      value: { data: { request: 'R-7K4Q', reason: 'no budget' } },
    })
    expect(teams.violations).toEqual([])
  })

  it('lets an older client press the fallback, and a client refresh its own view', async () => {
    const teams = await openFake()
    const { heard } = await openBot(teams)
    const anna = teams.addUser({ name: 'Anna' })
    const bram = teams.addUser({ name: 'Bram' })
    await teams.say(anna, 'verzoeken')
    const message = firstTo(teams, anna)
    expect(await teams.clickSubmit(anna, message, 'Approve', { note: 'old phone' })).toMatchObject({ status: 200 })
    expect(heard.at(-1)).toMatchObject({
      type: 'message',
      replyToId: message.id,
      value: { verb: 'requests.approve', request: 'R-7K4Q', note: 'old phone' },
    })
    expect(await teams.refresh(anna, message)).toMatchObject({ card: { body: [{ text: 'Request R-7K4Q: open' }, {}] } })
    expect(heard.at(-1)).toMatchObject({ value: { action: { verb: 'requests.view' }, trigger: 'automatic' } })
    await expect(teams.refresh(bram, message)).rejects.toThrow('does not refresh for Bram')
    expect(teams.violations).toEqual([])
  })

  it('writes to somebody who never wrote, and replaces the card where it stands', async () => {
    const teams = await openFake()
    const { token } = await openBot(teams)
    const anna = teams.addUser({ name: 'Anna', installed: true })
    // The stored service URL ends in a slash; the library puts its own after it.
    const { conversations } = new Client(teams.serviceUrl.replace(/\/+$/, ''), { token })
    const { id } = await conversations.create({ members: [{ id: anna.id, role: 'user' }], tenantId })
    const sent = await conversations.createActivity(id, post(requestCard('open')) as never)
    await conversations.updateActivity(id, sent.id, { ...post(requestCard('approved')), id: sent.id } as never)

    expect(teams.messagesTo(anna)).toMatchObject([
      { id: sent.id, card: { body: [{ text: 'Request R-7K4Q: approved' }, {}] }, edits: [post(requestCard('open'))] },
    ])
    expect(await conversations.getMemberById(id, anna.id)).toMatchObject({ aadObjectId: anna.objectId, tenantId })
    expect(teams.violations).toEqual([])
  })

  it('answers an invoke that nobody handles with 200 and nothing, which the fake holds against it', async () => {
    const teams = await openFake()
    const web = express()
    const token = () => tokenFor(teams, botScope)
    const cloud = withOverrides(PUBLIC, { openIdMetadataUrl: teams.openIdMetadataUrl })
    const app = new App({ clientId: appId, token, cloud, logger: quiet, httpServerAdapter: new ExpressAdapter(web) })
    await app.initialize()
    teams.appUrl = await listen(createServer(web))
    const anna = teams.addUser({ name: 'Anna', installed: true })
    await call(teams, 'POST', `/v3/conversations`, {
      members: [{ id: anna.id }],
      tenantId,
      activity: post(requestCard('open')),
    })
    expect(await teams.click(anna, firstTo(teams, anna), 'Approve')).toMatchObject({ status: 200 })
    expect(teams.violations).toContain('manual requests.approve: answered without statusCode')
  })
})

describe('what Teams tells', () => {
  const openListener = async (teams: TeamsFake) => {
    const heard: Record<string, unknown>[] = []
    const web = express().use(express.json())
    web.post('/api/messages', (request, response) => {
      heard.push(request.body as Record<string, unknown>)
      response.status(200).end()
    })
    teams.appUrl = await listen(createServer(web))
    return heard
  }

  it('is a personal message in the shape of the live service', async () => {
    const teams = await openFake()
    const heard = await openListener(teams)
    const anna = teams.addUser({ name: 'Anna Bakker', email: 'anna@acme.example', locale: 'nl-NL' })
    await teams.say(anna, 'help')
    expect(heard).toMatchObject([
      {
        type: 'message',
        id: expect.stringMatching(/^\d{13}$/),
        channelId: 'msteams',
        serviceUrl: teams.serviceUrl,
        text: 'help',
        locale: 'nl-NL',
        from: { id: expect.stringMatching(/^29:/), name: 'Anna Bakker', aadObjectId: anna.objectId },
        recipient: { id: `28:${appId}` },
        conversation: { id: expect.stringMatching(/^a:/), conversationType: 'personal', tenantId },
        entities: [{ type: 'clientInfo', locale: 'nl-NL', country: 'NL', timezone: 'Europe/Amsterdam' }],
        channelData: { tenant: { id: tenantId } },
      },
    ])
    expect(teams.serviceUrl).toMatch(/\/$/)
  })

  it('is a mention in a channel, in a thread of its own or below another', async () => {
    const teams = await openFake()
    const heard = await openListener(teams)
    const anna = teams.addUser({ name: 'Anna' })
    const channel = teams.addChannel({ name: 'Bouw', members: [anna] })
    await teams.mention(anna, channel, 'licenties')
    const [first] = teams.messagesIn(channel)
    await teams.mention(anna, channel, 'help', { thread: first?.id ?? '' })
    const place = `${channel.id};messageid=${first?.id}`
    expect(heard).toMatchObject([
      {
        text: '<at>Toegang</at> licenties',
        entities: [
          { type: 'mention', mentioned: { id: `28:${appId}` }, text: '<at>Toegang</at>' },
          { type: 'clientInfo' },
        ],
        conversation: { id: place, conversationType: 'channel', isGroup: true },
        channelData: { channel: { id: channel.id }, team: { id: channel.team.id }, tenant: { id: tenantId } },
      },
      { conversation: { id: place } },
    ])
  })

  it('is an installation, a removal, and the choice of a channel', async () => {
    const teams = await openFake()
    const heard = await openListener(teams)
    const anna = teams.addUser({ name: 'Anna' })
    const channel = teams.addChannel({ name: 'Bouw', members: [anna] })
    await teams.install(anna)
    expect(teams.isInstalled(anna)).toBe(true)
    await teams.uninstall(anna)
    expect(teams.isInstalled(anna)).toBe(false)
    await teams.addToChannel(anna, channel)
    expect(heard).toMatchObject([
      { type: 'installationUpdate', action: 'add', conversation: { conversationType: 'personal' } },
      { type: 'conversationUpdate', membersAdded: [{ id: `28:${appId}` }] },
      { type: 'installationUpdate', action: 'remove' },
      { type: 'installationUpdate', action: 'add', channelData: { settings: { selectedChannel: { id: channel.id } } } },
      {
        type: 'conversationUpdate',
        channelData: { eventType: 'teamMemberAdded', team: { aadGroupId: channel.team.aadGroupId } },
      },
    ])
  })

  it('names the tenant of whoever writes, and marks guests as the live service does', async () => {
    const teams = await openFake()
    const heard = await openListener(teams)
    const stranger = teams.addUser({ name: 'Stranger', tenantId: '33333333-0000-4000-8000-000000000003' })
    await teams.say(stranger, 'help')
    expect(heard[0]).toMatchObject({ channelData: { tenant: { id: stranger.tenantId } } })
    expect(heard[0]?.['serviceUrl']).toContain(stranger.tenantId)
    const guest = teams.addUser({ name: 'Guest', email: 'guest@other.example', guest: true })
    expect(guest.userPrincipalName).toBe('guest_other.example#EXT#@tenant.onmicrosoft.com')
  })
})

describe('the login', () => {
  it('refuses a wrong secret, another app, another tenant, another scope and another grant', async () => {
    const teams = await openFake()
    expect(await askToken(teams)).toMatchObject({ status: 200, body: { token_type: 'Bearer' } })
    expect(await askToken(teams, { client_secret: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    })
    expect(await askToken(teams, { client_id: 'other' })).toMatchObject({
      status: 400,
      body: { error: 'unauthorized_client' },
    })
    expect(await askToken(teams, {}, 'botframework.com')).toMatchObject({ status: 400 })
    expect(await askToken(teams, { scope: 'https://example.org/.default' })).toMatchObject({
      body: { error: 'invalid_scope' },
    })
    expect(await askToken(teams, { grant_type: 'password' })).toMatchObject({ status: 400 })
  })
})

describe('the connector', () => {
  const chatOf = async (teams: TeamsFake, user: TeamsUser) => {
    const made = await call(teams, 'POST', '/v3/conversations', { members: [{ id: user.id }], tenantId: user.tenantId })
    expect(made).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^a:/) } })
    return `/v3/conversations/${(made.body as { id: string }).id}/activities`
  }
  const hello = { type: 'message', text: 'hello' }

  it('refuses a bearer that is missing, invented, or made for Graph', async () => {
    const teams = await openFake()
    const forGraph = `Bearer ${await tokenFor(teams, graphScope)}`
    for (const bearer of ['', 'Bearer x.y.z', forGraph])
      expect(await call(teams, 'POST', '/v3/conversations', {}, bearer)).toMatchObject({ status: 401 })
    const forBot = `Bearer ${await tokenFor(teams, botScope)}`
    expect(await call(teams, 'GET', '/v1.0/users/x', undefined, forBot)).toMatchObject({ status: 401 })
  })

  it('makes a chat only with one known person of the named tenant, by 29: id or object id, never by address', async () => {
    const teams = await openFake()
    const anna = teams.addUser({ name: 'Anna', email: 'anna@acme.example', installed: true })
    const create = (body: object) => call(teams, 'POST', '/v3/conversations', body)
    const byId = await create({ members: [{ id: anna.id }], tenantId })
    const byObjectId = await create({ members: [{ id: anna.objectId }], channelData: { tenant: { id: tenantId } } })
    expect(byObjectId).toEqual(byId)
    for (const body of [
      { members: [{ id: 'anna@acme.example' }], tenantId },
      { members: [{ id: anna.id }] },
      { members: [{ id: anna.id }, { id: anna.id }], tenantId },
      { tenantId },
    ])
      expect(await create(body)).toMatchObject({ status: 400 })
    expect(await create({ members: [{ id: anna.id }], tenantId: 'other' })).toMatchObject({ status: 403 })
  })

  it('refuses unknown conversations and activities, and a slash too many', async () => {
    const teams = await openFake()
    const anna = teams.addUser({ name: 'Anna', installed: true })
    const chat = await chatOf(teams, anna)
    expect(await call(teams, 'POST', '/v3/conversations/a:1none/activities', hello)).toMatchObject({
      status: 404,
      body: { error: { code: 'ConversationNotFound' } },
    })
    expect(await call(teams, 'PUT', `${chat}/1`, hello)).toMatchObject({
      body: { error: { code: 'ActivityNotFoundInConversation' } },
    })
    expect(await call(teams, 'DELETE', `${chat}/1`)).toMatchObject({ status: 404 })
    const raw = await fetch(`${teams.serviceUrl}/v3/conversations`, { method: 'POST' })
    expect(raw.status).toBe(404)
  })

  it('refuses who has not the app, or removed or blocked it', async () => {
    const teams = await openFake({ quotas: false })
    const anna = teams.addUser({ name: 'Anna' })
    const create = () => call(teams, 'POST', '/v3/conversations', { members: [{ id: anna.id }], tenantId })
    const notInRoster = { status: 403, body: { error: { code: 'BotNotInConversationRoster' } } }
    expect(await create()).toMatchObject(notInRoster)
    teams.appUrl = await listen(createServer((_, response) => void response.end()))
    await teams.install(anna)
    const chat = await chatOf(teams, anna)
    expect(await call(teams, 'POST', chat, hello)).toMatchObject({ status: 201 })
    teams.block(anna)
    const blocked = await call(teams, 'POST', chat, hello)
    expect(blocked).toMatchObject({ status: 403, body: { errorCode: 209 } })
    expect(JSON.stringify(blocked.body)).toContain('MessageWritesBlocked')
    teams.block(anna, 'ConversationBlockedByUser')
    expect(await call(teams, 'POST', chat, hello)).toMatchObject({
      body: { error: { code: 'ConversationBlockedByUser' } },
    })
    teams.unblock(anna)
    await teams.uninstall(anna)
    expect(await call(teams, 'POST', chat, hello)).toMatchObject(notInRoster)
    expect(teams.messagesTo(anna)).toHaveLength(1)
  })

  it('takes 100 KB counted as UTF-16 and no more, and notes what is over 24 KB', async () => {
    const teams = await openFake()
    const chat = await chatOf(teams, teams.addUser({ name: 'Anna', installed: true }))
    const around = JSON.stringify({ type: 'message', text: '' }).length
    const sized = (bytes: number) => ({ type: 'message', text: 'é'.repeat(bytes / 2 - around) })
    expect(await call(teams, 'POST', chat, sized(24 * 1024))).toMatchObject({ status: 201 })
    expect(teams.violations).toEqual([])
    expect(await call(teams, 'POST', chat, sized(100 * 1024))).toMatchObject({ status: 201 })
    expect(teams.violations).toEqual(['102400 bytes as UTF-16, over the budget of 24576'])
    expect(await call(teams, 'POST', chat, sized(100 * 1024 + 2))).toMatchObject({
      status: 413,
      body: { error: { code: 'MessageSizeTooBig' } },
    })
  })

  it('holds the documented rates, per conversation', async () => {
    const teams = await openFake()
    const [anna, bram] = [
      teams.addUser({ name: 'Anna', installed: true }),
      teams.addUser({ name: 'Bram', installed: true }),
    ]
    const [toAnna, toBram] = [await chatOf(teams, anna), await chatOf(teams, bram)]
    const bearer = `Bearer ${await tokenFor(teams, botScope)}`
    const posts = await Promise.all(Array.from({ length: 30 }, () => call(teams, 'POST', toAnna, hello, bearer)))
    expect(teams.messagesTo(anna)).toHaveLength(posts.filter(({ status }) => status === 201).length)
    expect(posts.find(({ status }) => status === 429)).toMatchObject({
      retryAfter: expect.stringMatching(/^\d+$/),
      body: { error: { code: 'Throttled' } },
    })
    expect(await call(teams, 'POST', toBram, hello)).toMatchObject({ status: 201 })
  })

  it('counts seven sends in a second, eight in two, sixty in thirty', () => {
    const throttle = openThrottle(documentedQuotas)
    const waits = (count: number, time: number) => Array.from({ length: count }, () => throttle('send', 'a:1', time))
    expect(waits(8, 0)).toEqual([...Array<undefined>(7).fill(undefined), 1])
    expect(waits(2, 1500)).toEqual([undefined, 1])
    for (let time = 100_000; time < 130_000; time += 500) expect(throttle('send', 'a:1', time)).toBeUndefined()
    expect(throttle('send', 'a:1', 129_900)).toBe(1)
    expect(throttle('send', 'a:1', 130_000)).toBeUndefined()
    expect(throttle('send', 'a:2', 129_900)).toBeUndefined()
  })

  it('replaces, answers below and deletes its own messages, not those of people', async () => {
    const teams = await openFake()
    const anna = teams.addUser({ name: 'Anna' })
    teams.appUrl = await listen(createServer((_, response) => void response.end()))
    const channel = teams.addChannel({ name: 'Bouw', members: [anna] })
    await teams.addToChannel(anna, channel)
    await teams.mention(anna, channel, 'help')
    const [asked] = teams.messagesIn(channel)
    const chat = `/v3/conversations/${channel.id}/activities`
    expect(await call(teams, 'PUT', `${chat}/${asked?.id}`, hello)).toMatchObject({ status: 403 })
    await call(teams, 'POST', `${chat}/${asked?.id}`, hello)
    await call(teams, 'POST', `/v3/conversations/${channel.id};messageid=${asked?.id}/activities`, hello)
    const thread = `${channel.id};messageid=${asked?.id}`
    expect(teams.messagesTo(anna)).toMatchObject([{ conversationId: thread }, { conversationId: thread }])
    const [first] = teams.messagesTo(anna)
    expect(await call(teams, 'DELETE', `${chat}/${first?.id}`)).toMatchObject({ status: 200 })
    expect(teams.messagesTo(anna)).toHaveLength(1)
    const opened = await call(teams, 'POST', '/v3/conversations', {
      channelData: { channel: { id: channel.id } },
      activity: hello,
    })
    expect(opened).toMatchObject({ status: 201, body: { id: expect.stringContaining(';messageid=') } })
  })

  it('tells who is in a conversation, page by page', async () => {
    const teams = await openFake()
    const members = Array.from({ length: 120 }, (_, index) => teams.addUser({ name: `Person ${index}` }))
    teams.appUrl = await listen(createServer((_, response) => void response.end()))
    const channel = teams.addChannel({ name: 'Bouw', members })
    await teams.addToChannel(members[0] as TeamsUser, channel)
    const place = `/v3/conversations/${channel.id}`
    const first = await call(teams, 'GET', `${place}/pagedMembers?pageSize=10`)
    expect(first.body).toMatchObject({ members: { length: 50 }, continuationToken: '50' })
    const last = await call(teams, 'GET', `${place}/pagedMembers?pageSize=50&continuationToken=100`)
    expect(last.body).toEqual({ members: expect.objectContaining({ length: 20 }) })
    expect((await call(teams, 'GET', `${place}/members`)).body).toMatchObject({
      length: 120,
      0: { objectId: members[0]?.objectId },
    })
    const stranger = teams.addUser({ name: 'Stranger' })
    expect(await call(teams, 'GET', `${place}/members/${stranger.id}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'MemberNotFoundInConversation' } },
    })
  })
})

describe('the judge of cards', () => {
  const good = requestCard('open', ['29:1abc'])

  it('says nothing about a good card', () => expect(judgeCard(good, 'message')).toEqual([]))

  it.each([
    ['another version', { ...good, version: '1.4' }, 'version 1.4, not 1.5'],
    [
      'a fallback that is missing',
      { ...good, actions: [{ ...approve, fallback: undefined }] },
      'Action.Execute without an Action.Submit as fallback',
    ],
    ['a verb that is missing', { ...good, actions: [{ ...approve, verb: '' }] }, 'Action.Execute without a verb'],
    [
      'an element that does not exist',
      { ...good, body: [{ type: 'TextBlok' }] },
      'Unknown element type "TextBlok". Fallback will be used if present.',
    ],
    [
      'a value that does not exist',
      { ...good, body: [{ ...words('x'), size: 'huge' }] },
      'Invalid value "huge" for property "size".',
    ],
    ['an input without an id', { ...good, body: [{ type: 'Input.Text' }] }, 'Input.Text without an id'],
    [
      'two inputs of one id',
      { ...good, body: [1, 2].map(() => ({ type: 'Input.Text', id: 'note' })) },
      'two inputs with the id "note"',
    ],
    [
      '61 viewers',
      requestCard(
        'open',
        Array.from({ length: 61 }, (_, n) => `29:${n}`),
      ),
      'refresh names 61 people, 60 is the most',
    ],
    ['a viewer by object id', requestCard('open', [tenantId]), `refresh names "${tenantId}", not a 29: id`],
    ['something else', { type: 'HeroCard' }, 'not an AdaptiveCard'],
  ])('objects to %s', (_, card, remark) => expect(judgeCard(card, 'message')).toContain(remark))

  it('objects to Action.Execute in a dialog', () => {
    expect(judgeCard(requestCard('open'), 'dialog')).toEqual(['Action.Execute in a dialog'])
  })

  it('sees every card that is posted or replaced', async () => {
    const teams = await openFake()
    const anna = teams.addUser({ name: 'Anna', installed: true })
    const bad = post({ ...good, version: '1.4' })
    const made = await call(teams, 'POST', '/v3/conversations', { members: [{ id: anna.id }], tenantId, activity: bad })
    const { id, activityId } = made.body as { id: string; activityId: string }
    await call(teams, 'PUT', `/v3/conversations/${id}/activities/${activityId}`, bad)
    expect(teams.violations).toEqual(['version 1.4, not 1.5', 'version 1.4, not 1.5'])
  })
})

describe('faults', () => {
  const openChat = async () => {
    const teams = await openFake({ quotas: false })
    const anna = teams.addUser({ name: 'Anna', installed: true })
    const made = await call(teams, 'POST', '/v3/conversations', { members: [{ id: anna.id }], tenantId })
    const path = `/v3/conversations/${(made.body as { id: string }).id}/activities`
    return { teams, anna, send: (text: string) => call(teams, 'POST', path, { type: 'message', text }) }
  }
  const texts = (teams: TeamsFake, user: TeamsUser) => teams.messagesTo(user).map(({ text }) => text)

  it('come at the planned call, and what they refuse does not happen', async () => {
    const { teams, anna, send } = await openChat()
    teams.faults.plan({ route: 'post', call: 2, fault: { kind: 'status', status: 429, retryAfter: 3 } })
    teams.faults.plan({ route: 'post', call: 3, fault: { kind: 'blocked' } })
    expect(await send('one')).toMatchObject({ status: 201 })
    expect(await send('two')).toMatchObject({ status: 429, retryAfter: '3' })
    expect(await send('three')).toMatchObject({ status: 403, body: { errorCode: 209 } })
    expect(await send('four')).toMatchObject({ status: 201 })
    expect(texts(teams, anna)).toEqual(['one', 'four'])
    expect(teams.faults.dealt).toBe(2)
  })

  it('may break the connection before, or after it happened', async () => {
    const { teams, anna, send } = await openChat()
    teams.faults.plan({ route: 'post', times: 2, fault: [{ kind: 'reset' }, { kind: 'unheard' }] })
    await expect(send('lost')).rejects.toThrow()
    await expect(send('done but unheard')).rejects.toThrow()
    expect(texts(teams, anna)).toEqual(['done but unheard'])
    expect(teams.calls.filter(({ route }) => route === 'post').map(({ status }) => status)).toEqual([
      'reset',
      'unheard',
    ])
  })

  it('may be slow, and wake those who wait', async () => {
    const { teams, anna, send } = await openChat()
    teams.faults.plan({ route: 'post', fault: { kind: 'slow', ms: 50 } })
    const waiting = teams.waitFor(() => teams.messagesTo(anna)[0])
    expect(await send('late')).toMatchObject({ status: 201 })
    expect(await waiting).toMatchObject({ text: 'late' })
    await expect(teams.waitFor(() => teams.messagesTo(anna)[1], 20)).rejects.toThrow('nothing fitted within 20 ms')
  })

  it('come by chance, the same for the same seed, until cleared', async () => {
    const run = async () => {
      const { teams, anna, send } = await openChat()
      teams.faults.plan({
        chance: 0.2,
        seed: 7,
        fault: [412, 502, 504].map((status) => ({ kind: 'status' as const, status })),
      })
      for (let n = 0; n < 50; n += 1) await send(String(n))
      teams.faults.clear()
      expect(await send('clear')).toMatchObject({ status: 201 })
      return { shown: texts(teams, anna), dealt: teams.faults.dealt }
    }
    const [first, second] = [await run(), await run()]
    expect(first).toEqual(second)
    expect(first.dealt).toBeGreaterThan(3)
    expect(first.dealt).toBeLessThan(25)
  })
})

describe('Graph', () => {
  const bind = { 'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/catalogued-${appId}` }

  it('finds people of its own tenant only', async () => {
    const teams = await openFake()
    const anna = teams.addUser({ name: 'Anna', email: 'anna@acme.example' })
    const stranger = teams.addUser({ name: 'Stranger', email: 's@other.example', tenantId: 'other' })
    const found = await call(teams, 'GET', `/v1.0/users?$filter=${encodeURIComponent("mail eq 'ANNA@acme.example'")}`)
    expect(found.body).toMatchObject({ value: [{ id: anna.objectId, userType: 'Member' }] })
    expect(await call(teams, 'GET', '/v1.0/users/anna@acme.example')).toMatchObject({ body: { id: anna.objectId } })
    expect(await call(teams, 'GET', `/v1.0/users/${stranger.objectId}`)).toMatchObject({ status: 404 })
    expect(await call(teams, 'GET', '/v1.0/users?$filter=department')).toMatchObject({ status: 400 })
  })

  it('installs the app once, tells the bot, and leads to the chat and its messages', async () => {
    const teams = await openFake()
    const heard: unknown[] = []
    const web = express().use(express.json())
    web.post('/api/messages', (request, response) => {
      heard.push((request.body as { type: string }).type)
      response.end()
    })
    teams.appUrl = await listen(createServer(web))
    const anna = teams.addUser({ name: 'Anna' })
    const apps = `/v1.0/users/${anna.objectId}/teamwork/installedApps`
    expect(await call(teams, 'GET', apps)).toMatchObject({ body: { value: [] } })
    expect(await call(teams, 'POST', apps, bind)).toMatchObject({ status: 201 })
    expect(await call(teams, 'POST', apps, bind)).toMatchObject({ status: 409 })
    await teams.waitFor(() => heard.length === 2)
    expect(heard).toEqual(['installationUpdate', 'conversationUpdate'])

    const { value } = (await call(teams, 'GET', `${apps}?$expand=teamsApp`)).body as { value: { id: string }[] }
    const chat = (await call(teams, 'GET', `${apps}/${value[0]?.id}/chat`)).body as { id: string }
    const place = `/v3/conversations/${chat.id}/activities`
    for (const state of ['open', 'approved']) await call(teams, 'POST', place, post(requestCard(state)))
    const read = await call(teams, 'GET', `/v1.0/chats/${chat.id}/messages?$top=1`)
    expect(read.body).toMatchObject({
      value: [
        { from: { application: { id: appId } }, attachments: [{ content: JSON.stringify(requestCard('approved')) }] },
      ],
      '@odata.nextLink': expect.stringContaining('$skiptoken=1'),
    })
  })

  it('refuses what nobody consented to', async () => {
    const teams = await openFake({ graphPermissions: ['User.Read.All'] })
    const anna = teams.addUser({ name: 'Anna' })
    expect(await call(teams, 'GET', `/v1.0/users/${anna.objectId}`)).toMatchObject({ status: 200 })
    expect(await call(teams, 'POST', `/v1.0/users/${anna.objectId}/teamwork/installedApps`, bind)).toMatchObject({
      status: 403,
      body: { error: { code: 'Authorization_RequestDenied' } },
    })
  })
})
