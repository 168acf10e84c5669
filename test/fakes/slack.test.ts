import { type WebAPICallError, WebClient } from '@slack/web-api'
import { afterEach, describe, expect, it } from 'vitest'
import { botToken, clientOptions, manifest, manifestWith, openFake as open } from './slack/bare-app.ts'
import { documentedQuotas, type SlackFake, type SlackFakeSettings } from './slack.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const openFake = async (settings: Partial<SlackFakeSettings> = {}) => {
  const slack = await open(closing, settings)
  const ann = slack.addUser({ name: 'Ann' })
  return { slack, ann, client: clientOf(slack) }
}

const clientOf = (slack: SlackFake, token: string | undefined = botToken) => new WebClient(token, clientOptions(slack))

/** What Slack answered to a call that it refused. */
const refusal = async (call: Promise<unknown>): Promise<Record<string, unknown>> => {
  try {
    await call
  } catch (error) {
    const failed = error as WebAPICallError & {
      data?: Record<string, unknown>
      statusCode?: number
      retryAfter?: number
    }
    return { ...failed.data, code: failed.code, statusCode: failed.statusCode, retryAfter: failed.retryAfter }
  }
  throw new Error('the call was not refused')
}

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const section = (text: string) => ({ type: 'section' as const, text: plain(text) })
const metadata = (key: string) => ({ event_type: 'toegang_card', event_payload: { key } })
const withScopes = (...bot: string[]) => manifestWith('oauth_config', { scopes: { bot } })

describe('tokens and scopes', () => {
  it('refuses a call without a token, with a wrong one and with one of the wrong kind', async () => {
    const { slack, client } = await openFake()
    expect(await refusal(clientOf(slack, '').auth.test())).toMatchObject({ error: 'not_authed' })
    expect(await refusal(clientOf(slack, 'xoxb-wrong').auth.test())).toMatchObject({ error: 'invalid_auth' })
    expect(await refusal(clientOf(slack, 'xapp-right').auth.test())).toMatchObject({ error: 'not_allowed_token_type' })
    expect(await refusal(client.apps.connections.open())).toMatchObject({ error: 'not_allowed_token_type' })
    expect(await refusal(clientOf(slack, 'xapp-wrong').apps.connections.open())).toMatchObject({
      error: 'invalid_auth',
    })
    expect(await client.auth.test()).toMatchObject({ ok: true, team_id: slack.team.id, user_id: slack.botOf().id })
    expect(await client.auth.test({ token: 'xoxb-right' })).toMatchObject({ ok: true })
  })

  it('takes the token out of a form and out of JSON', async () => {
    const { slack, ann } = await openFake()
    const asJson = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${botToken}` },
      body: JSON.stringify({ channel: ann.id, text: 'as JSON', blocks: [section('as JSON')] }),
    })
    expect(await asJson.json()).toMatchObject({ ok: true })
    const asForm = await fetch(`${slack.apiUrl}auth.test`, {
      method: 'POST',
      body: new URLSearchParams({ token: botToken }),
    })
    expect(await asForm.json()).toMatchObject({ ok: true })
    expect(slack.messagesTo(ann).map(({ text }) => text)).toEqual(['as JSON'])
  })

  it('names the scope that a method needs, and complains', async () => {
    const { slack, ann, client } = await openFake({ manifest: withScopes('chat:write', 'im:write') })
    await client.chat.postMessage({ channel: ann.id, text: 'hi' })
    const channel = slack.im(ann).id
    expect(await refusal(client.conversations.history({ channel }))).toMatchObject({
      error: 'missing_scope',
      needed: 'im:history',
      provided: 'chat:write,im:write',
    })
    expect(await refusal(client.users.info({ user: ann.id }))).toMatchObject({ needed: 'users:read' })
    expect(slack.violations).toEqual([
      'conversations.history: needs the scope im:history, which the manifest does not ask for',
      'users.info: needs the scope users:read, which the manifest does not ask for',
    ])
  })

  it('asks for the history scope of the kind of channel', async () => {
    const { slack, client } = await openFake({ manifest: withScopes('chat:write') })
    const [open, secret] = [slack.addChannel({ name: 'open' }), slack.addChannel({ name: 'secret', private: true })]
    expect(await refusal(client.conversations.history({ channel: open.id }))).toMatchObject({
      needed: 'channels:history',
    })
    expect(await refusal(client.conversations.history({ channel: secret.id }))).toMatchObject({
      needed: 'groups:history',
    })
    expect(await refusal(client.conversations.info({ channel: open.id }))).toMatchObject({ needed: 'channels:read' })
    expect(await refusal(client.team.info())).toMatchObject({ needed: 'team:read' })
  })

  it('knows no other methods', async () => {
    const { slack, client } = await openFake()
    expect(await refusal(client.apiCall('chat.shout'))).toMatchObject({
      error: 'unknown_method',
      req_method: 'chat.shout',
    })
    expect(slack.violations).toEqual(['chat.shout: unknown method'])
  })
})

describe('messages', () => {
  it('are posted, changed in place and deleted, and keep what they were', async () => {
    const { slack, ann, client } = await openFake()
    const { ts, channel } = await client.chat.postMessage({
      channel: ann.id,
      text: 'one',
      blocks: [section('one')],
      metadata: metadata('k1'),
    })
    await client.chat.update({ channel: channel ?? '', ts: ts ?? '', text: 'two', blocks: [] })
    const [message] = slack.messagesTo(ann)
    expect(message).toMatchObject({
      text: 'two',
      blocks: [],
      metadata: metadata('k1'),
      edited: { user: slack.botOf().id },
    })
    expect(message?.before.map(({ text }) => text)).toEqual(['one'])
    await client.chat.delete({ channel: channel ?? '', ts: ts ?? '' })
    expect(slack.messagesTo(ann)).toEqual([])
    expect(slack.countPosts('k1')).toBe(1)
    expect(await refusal(client.chat.update({ channel: channel ?? '', ts: ts ?? '', text: 'three' }))).toMatchObject({
      error: 'message_not_found',
    })
    expect(slack.violations).toEqual([])
  })

  it('keep on update what was not sent', async () => {
    const { slack, ann, client } = await openFake()
    const { ts = '', channel = '' } = await client.chat.postMessage({
      channel: ann.id,
      text: 'one',
      blocks: [section('one')],
    })
    await client.chat.update({ channel, ts, text: 'two' })
    expect(slack.messagesTo(ann)).toMatchObject([{ text: 'two', blocks: [{ type: 'section' }] }])
  })

  it('are found again by their metadata, newest first, page by page', async () => {
    const { slack, ann, client } = await openFake()
    for (const key of ['k1', 'k2', 'k3'])
      await client.chat.postMessage({ channel: ann.id, text: key, metadata: metadata(key) })
    const channel = slack.im(ann).id
    const bare = await client.conversations.history({ channel })
    expect(bare.messages?.[0]).not.toHaveProperty('metadata')
    const first = await client.conversations.history({ channel, limit: 2, include_all_metadata: true })
    expect(first).toMatchObject({
      has_more: true,
      messages: [{ metadata: metadata('k3') }, { metadata: metadata('k2') }],
    })
    const cursor = first.response_metadata?.next_cursor ?? ''
    const second = await client.conversations.history({ channel, limit: 2, cursor, include_all_metadata: true })
    expect(second).toMatchObject({ has_more: false, messages: [{ text: 'k1' }] })
    const oldest = second.messages?.[0]?.ts ?? ''
    expect((await client.conversations.history({ channel, oldest })).messages).toHaveLength(2)
    expect((await client.conversations.history({ channel, oldest, inclusive: true })).messages).toHaveLength(3)
    expect(await refusal(client.conversations.history({ channel, limit: 1000 }))).toMatchObject({
      error: 'invalid_limit',
    })
  })

  it('that were posted twice under one key are counted', async () => {
    const { slack, ann, client } = await openFake()
    for (const key of ['k1', 'k2', 'k1'])
      await client.chat.postMessage({ channel: ann.id, text: 'x', metadata: metadata(key) })
    expect(slack.countPosts('k1')).toBe(2)
    expect(slack.doubledPosts()).toEqual([JSON.stringify(metadata('k1'))])
  })

  it('stand in threads', async () => {
    const { slack, ann, client } = await openFake()
    const { ts = '', channel = '' } = await client.chat.postMessage({ channel: ann.id, text: 'first' })
    await client.chat.postMessage({ channel, text: 'reply', thread_ts: ts })
    expect((await client.conversations.history({ channel })).messages).toHaveLength(1)
    expect((await client.conversations.replies({ channel, ts })).messages?.map(({ text }) => text)).toEqual([
      'first',
      'reply',
    ])
    expect(await refusal(client.chat.postMessage({ channel, text: 'reply', thread_ts: '1.000000' }))).toMatchObject({
      error: 'message_not_found',
    })
    expect((await client.chat.getPermalink({ channel, message_ts: ts })).permalink).toContain(`/archives/${channel}/p`)
    expect(slack.violations).toEqual([])
  })

  it('that Slack would not take are refused and noted', async () => {
    const { slack, ann, client } = await openFake()
    const channel = ann.id
    expect(await refusal(client.chat.postMessage({ channel } as never))).toMatchObject({ error: 'no_text' })
    expect(await refusal(client.chat.postMessage({ channel, text: 'x'.repeat(40_001) }))).toMatchObject({
      error: 'msg_too_long',
    })
    await client.chat.postMessage({ channel, text: 'x'.repeat(4001) })
    await client.chat.postMessage({ channel, blocks: [section('no text')] } as never)
    expect(
      await refusal(client.chat.postMessage({ channel, text: 'x', blocks: [section('x'.repeat(3001))] })),
    ).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: { messages: [expect.stringContaining('[json-pointer:/blocks/0/text/text]')] },
    })
    expect(await refusal(client.apiCall('chat.postMessage', { channel, text: 'x', blocks: '[' }))).toMatchObject({
      error: 'invalid_blocks_format',
    })
    const blocks = [section('x')]
    expect(
      await refusal(client.apiCall('chat.postMessage', { channel, text: 'x', blocks, metadata: { event_type: 'e' } })),
    ).toMatchObject({
      error: 'invalid_metadata_schema',
    })
    expect(slack.violations).toEqual([
      expect.stringContaining('40001 characters, at most 40000'),
      expect.stringContaining('4001 characters, 4000 is advised'),
      expect.stringContaining('blocks without text'),
      expect.stringContaining('chat.postMessage: /blocks/0/text/text'),
      expect.stringContaining('chat.postMessage: /metadata/event_payload'),
    ])
    expect(slack.messagesTo(ann)).toHaveLength(2)
  })

  it('go only where the bot may write', async () => {
    const { slack, ann, client } = await openFake()
    const text = 'hi'
    const other = slack.addTeam({ name: 'Other' })
    const [outside, secret] = [
      slack.addChannel({ name: 'outside', withoutBot: true }),
      slack.addChannel({ name: 'secret', private: true, withoutBot: true }),
    ]
    const old = slack.addChannel({ name: 'old' })
    old.archived = true
    const bot = slack.addUser({ name: 'Robot', isBot: true })
    const gone = slack.addUser({ name: 'Gone', deleted: true })
    const stranger = slack.addUser({ name: 'Stranger', teamId: other.id })
    const error = async (channel: string) => (await refusal(client.chat.postMessage({ channel, text })))['error']
    expect(await error('C404')).toBe('channel_not_found')
    expect(await error(outside.id)).toBe('not_in_channel')
    expect(await error(secret.id)).toBe('channel_not_found')
    expect(await error(old.id)).toBe('is_archived')
    const opened = async (users: string) => (await refusal(client.conversations.open({ users })))['error']
    expect(await opened(bot.id)).toBe('cannot_dm_bot')
    expect(await opened(gone.id)).toBe('user_disabled')
    expect(await opened(stranger.id)).toBe('user_not_visible')
    expect(await opened('U404')).toBe('user_not_found')
    const { channel } = await client.conversations.open({ users: ann.id })
    expect(channel?.id).toBe(slack.im(ann).id)
    expect(slack.violations).toEqual([])
  })

  it('of others cannot be changed', async () => {
    const { slack, ann, client } = await openFake({ manifest: manifestWith('settings', { event_subscriptions: {} }) })
    await slack.say(ann, 'mine')
    const [{ channel, ts } = { channel: '', ts: '' }] = slack.messagesIn(slack.im(ann))
    expect(await refusal(client.chat.update({ channel, ts, text: 'yours' }))).toMatchObject({
      error: 'cant_update_message',
    })
    expect(await refusal(client.chat.delete({ channel, ts }))).toMatchObject({ error: 'cant_delete_message' })
  })

  it('for one person are seen by that person only, until the client starts anew', async () => {
    const { slack, ann, client } = await openFake()
    const ben = slack.addUser({ name: 'Ben' })
    const { id: channel } = slack.addChannel({ name: 'general', members: [ann] })
    const { message_ts = '' } = await client.chat.postEphemeral({ channel, user: ann.id, text: 'psst' })
    expect(slack.messagesTo(ann)).toMatchObject([{ text: 'psst', visibleTo: ann.id }])
    expect(await refusal(client.chat.postEphemeral({ channel, user: ben.id, text: 'psst' }))).toMatchObject({
      error: 'user_not_in_channel',
    })
    expect(await refusal(client.chat.update({ channel, ts: message_ts, text: 'x' }))).toMatchObject({
      error: 'message_not_found',
    })
    slack.reload(ann)
    expect(slack.messagesTo(ann)).toEqual([])
  })

  it('get no further when the manifest has no messages tab', async () => {
    const { ann, client } = await openFake({
      manifest: manifestWith('features', { app_home: { messages_tab_enabled: false } }),
    })
    expect(await refusal(client.chat.postMessage({ channel: ann.id, text: 'x' }))).toMatchObject({
      error: 'messages_tab_disabled',
    })
  })

  it('with links get previews', async () => {
    const bot = ['chat:write', 'links:write', 'links:read', 'channels:history']
    const { slack, ann, client } = await openFake({ manifest: withScopes(...bot) })
    const general = slack.addChannel({ name: 'general', members: [ann] })
    // Nobody listens here; the product's own tests hear of the link.
    await slack.say(ann, 'see https://toegang.example/requests', general).catch(() => undefined)
    const [{ channel, ts } = { channel: '', ts: '' }] = slack.messagesIn(general)
    const unfurls = (url: string) => ({ [url]: { blocks: [section('preview')] } })
    await client.chat.unfurl({ channel, ts, unfurls: unfurls('https://toegang.example/requests') })
    expect(slack.messagesIn(general)[0]?.attachments).toMatchObject([{ from_url: 'https://toegang.example/requests' }])
    expect(await refusal(client.chat.unfurl({ channel, ts, unfurls: unfurls('https://a.example') }))).toMatchObject({
      error: 'cannot_unfurl_url',
    })
  })
})

describe('people', () => {
  it('are shown with every mark that tells who they are', async () => {
    const { slack, client } = await openFake()
    const guest = slack.addUser({ name: 'Guest', isRestricted: true, isEmailConfirmed: false, locale: 'en-GB' })
    const { user } = await client.users.info({ user: guest.id, include_locale: true })
    expect(user).toMatchObject({
      id: guest.id,
      team_id: slack.team.id,
      locale: 'en-GB',
      is_restricted: true,
      is_ultra_restricted: false,
      is_email_confirmed: false,
      is_bot: false,
      deleted: false,
      profile: { email: 'guest@acme.example' },
    })
    expect((await client.users.info({ user: guest.id })).user).not.toHaveProperty('locale')
    guest.deleted = true
    expect((await client.users.info({ user: guest.id })).user).toMatchObject({ deleted: true })
    expect(await refusal(client.users.info({ user: 'U404' }))).toMatchObject({ error: 'user_not_found' })
  })

  it('of another organisation are seen as strangers, and only through a shared channel', async () => {
    const { slack, client } = await openFake()
    const stranger = slack.addUser({ name: 'Stranger', teamId: slack.addTeam({ name: 'Other' }).id })
    expect(await refusal(client.users.info({ user: stranger.id }))).toMatchObject({ error: 'user_not_visible' })
    slack.addChannel({ name: 'shared', members: [stranger], isExtShared: true })
    expect((await client.users.info({ user: stranger.id })).user).toMatchObject({
      is_stranger: true,
      team_id: stranger.teamId,
    })
  })

  it('show their address only to an app that may see it', async () => {
    const { ann, client } = await openFake({ manifest: withScopes('users:read') })
    expect((await client.users.info({ user: ann.id })).user?.profile).not.toHaveProperty('email')
    expect(await refusal(client.users.lookupByEmail({ email: 'ann@acme.example' }))).toMatchObject({
      error: 'missing_scope',
    })
  })

  it('are found by address', async () => {
    const { ann, client } = await openFake()
    expect((await client.users.lookupByEmail({ email: 'Ann@acme.example' })).user?.id).toBe(ann.id)
    expect(await refusal(client.users.lookupByEmail({ email: 'no@acme.example' }))).toMatchObject({
      error: 'users_not_found',
    })
  })
})

describe('the Home tab', () => {
  it('is published, with a hash against overwriting', async () => {
    const { slack, ann, client } = await openFake()
    const view = (text: string) => ({ type: 'home' as const, blocks: [section(text)] })
    const first = await client.views.publish({ user_id: ann.id, view: view('one') })
    const hash = (first['view'] as { hash: string }).hash
    await client.views.publish({ user_id: ann.id, view: view('two'), hash })
    expect(await refusal(client.views.publish({ user_id: ann.id, view: view('three'), hash }))).toMatchObject({
      error: 'hash_conflict',
    })
    expect(slack.home(ann)?.source['blocks']).toMatchObject([section('two')])
  })

  it('is judged, and must be enabled', async () => {
    const { slack, ann, client } = await openFake()
    const blocks = Array.from({ length: 101 }, () => section('one'))
    expect(await refusal(client.views.publish({ user_id: ann.id, view: { type: 'home', blocks } }))).toMatchObject({
      error: 'invalid_arguments',
    })
    expect(slack.violations).toEqual(['views.publish: /blocks: 101 blocks, at most 100 in a home'])
    const without = await openFake({ manifest: manifestWith('features', { app_home: {} }) })
    const view = { type: 'home' as const, blocks: [] }
    expect(await refusal(without.client.views.publish({ user_id: without.ann.id, view }))).toMatchObject({
      error: 'not_enabled',
    })
  })
})

describe('faults', () => {
  it('come at the call and the method that was planned', async () => {
    const { slack, ann, client } = await openFake()
    slack.faults.plan({ method: 'chat.postMessage', call: 2, fault: { kind: 'ratelimited', retryAfter: 7 } })
    const post = (text: string) => client.chat.postMessage({ channel: ann.id, text })
    await post('one')
    expect(await refusal(post('two'))).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 })
    await post('three')
    expect(slack.messagesTo(ann).map(({ text }) => text)).toEqual(['one', 'three'])
    expect(slack.calls.map(({ status }) => status)).toEqual([200, 429, 200])
    expect(slack.faults.dealt).toBe(1)
  })

  it('break before anything happens, or after it happened', async () => {
    const { slack, ann, client } = await openFake()
    slack.faults.plan({ fault: { kind: 'reset' } })
    slack.faults.plan({ call: 2, fault: { kind: 'unheard' } })
    slack.faults.plan({ call: 3, fault: { kind: 'status', status: 500 } })
    slack.faults.plan({ call: 4, fault: { kind: 'error', error: 'fatal_error' } })
    slack.faults.plan({ call: 5, fault: { kind: 'slow', ms: 50 } })
    const post = (text: string) => client.chat.postMessage({ channel: ann.id, text })
    expect(await refusal(post('reset'))).toMatchObject({ code: 'slack_webapi_request_error' })
    expect(await refusal(post('unheard'))).toMatchObject({ code: 'slack_webapi_request_error' })
    expect(await refusal(post('status'))).toMatchObject({ code: 'slack_webapi_http_error', statusCode: 500 })
    expect(await refusal(post('error'))).toMatchObject({ error: 'fatal_error' })
    await post('slow')
    expect(slack.messagesTo(ann).map(({ text }) => text)).toEqual(['unheard', 'slow'])
    expect(slack.count('chat.postMessage')).toBe(5)
  })

  it('end when they are cleared', async () => {
    const { slack, client } = await openFake()
    slack.faults.plan({ times: 100, fault: { kind: 'status', status: 503 } })
    expect(await refusal(client.auth.test())).toMatchObject({ statusCode: 503 })
    slack.faults.clear()
    await client.auth.test()
  })

  it('are no faults but limits when calls come too fast', async () => {
    let now = 1_800_000_000_000
    const { slack, ann, client } = await openFake({ quotas: documentedQuotas, clock: () => now })
    const ben = slack.addUser({ name: 'Ben' })
    const post = (channel: string) => client.chat.postMessage({ channel, text: 'x' })
    await post(ann.id)
    await post(ben.id)
    expect(await refusal(post(ann.id))).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 })
    now += 1000
    await post(ann.id)
    for (let call = 0; call < 50; call += 1) await client.conversations.open({ users: ann.id })
    expect(await refusal(client.conversations.open({ users: ann.id }))).toMatchObject({ retryAfter: 60 })
  })
})

describe('installing', () => {
  const oauth = { id: 'client', secret: 'secret' }
  const scope = (manifest['oauth_config'] as { scopes: { bot: string[] } }).scopes.bot.join(',')
  const redirect_uri = 'https://toegang.example/slack/oauth_redirect'

  const openUninstalled = async (changes: Partial<SlackFakeSettings> = {}) => {
    const slack = await open(closing, { oauth, ...changes })
    const team = slack.addTeam({ name: 'Delta' })
    const dora = slack.addUser({ name: 'Dora', teamId: team.id })
    const ask = (more: Record<string, string> = {}) =>
      `${slack.authorizeUrl}?${new URLSearchParams({ client_id: oauth.id, scope, redirect_uri, state: 's1', ...more })}`
    const exchange = (code: string, more: Record<string, string> = {}) =>
      clientOf(slack, '').oauth.v2.access({
        client_id: oauth.id,
        client_secret: oauth.secret,
        code,
        redirect_uri,
        ...more,
      })
    return { slack, team, dora, ask, exchange }
  }
  const codeIn = (address: string) => new URL(address).searchParams.get('code') ?? ''

  it('gives a token for the team of whoever allowed it', async () => {
    const { slack, team, dora, ask, exchange } = await openUninstalled()
    const back = slack.approveInstall(dora, ask())
    expect(back).toContain(`${redirect_uri}?code=`)
    expect(new URL(back).searchParams.get('state')).toBe('s1')
    const installed = await exchange(codeIn(back))
    expect(installed).toMatchObject({
      token_type: 'bot',
      scope,
      team: { id: team.id, name: 'Delta' },
      enterprise: null,
    })
    const client = clientOf(slack, installed.access_token)
    expect(await client.auth.test()).toMatchObject({ team_id: team.id })
    await client.chat.postMessage({ channel: dora.id, text: 'Welkom' })
    expect(slack.messagesTo(dora)).toHaveLength(1)
    expect(slack.violations).toEqual([])
  })

  it('goes over the page of Slack in a browser too', async () => {
    const { slack, ask } = await openUninstalled()
    const page = await fetch(ask(), { redirect: 'manual' })
    expect(page.status).toBe(302)
    expect(page.headers.get('location')).toContain(redirect_uri)
    expect((await fetch(ask({ client_id: 'other' }), { redirect: 'manual' })).status).toBe(400)
    expect(slack.violations).toEqual([])
  })

  it('takes a code once, with the right secret and address', async () => {
    const { slack, dora, ask, exchange } = await openUninstalled()
    const code = codeIn(slack.approveInstall(dora, ask()))
    expect(await refusal(exchange(code, { client_secret: 'wrong' }))).toMatchObject({ error: 'bad_client_secret' })
    expect(await refusal(exchange(code, { client_id: 'wrong' }))).toMatchObject({ error: 'invalid_client_id' })
    expect(await refusal(exchange(code, { redirect_uri: 'https://a.example' }))).toMatchObject({
      error: 'bad_redirect_uri',
    })
    expect(await refusal(exchange('guess'))).toMatchObject({ error: 'invalid_code' })
    await exchange(code)
    expect(await refusal(exchange(code))).toMatchObject({ error: 'code_already_used' })
  })

  it('complains of scopes that differ from the manifest', async () => {
    const { slack, dora, ask } = await openUninstalled()
    slack.approveInstall(dora, ask({ scope: `${scope},team:read` }))
    expect(slack.violations).toEqual([expect.stringContaining('team:read')])
  })

  it('rotates tokens when the manifest says so', async () => {
    let now = 1_800_000_000_000
    const { slack, dora, ask, exchange } = await openUninstalled({
      manifest: manifestWith('settings', { token_rotation_enabled: true }),
      clock: () => now,
    })
    const first = await exchange(codeIn(slack.approveInstall(dora, ask())))
    expect(first).toMatchObject({ expires_in: 43_200 })
    now += 43_200_000
    expect(await refusal(clientOf(slack, first.access_token).auth.test())).toMatchObject({ error: 'token_expired' })
    const refresh = (refresh_token: string) =>
      clientOf(slack, '').oauth.v2.access({
        client_id: oauth.id,
        client_secret: oauth.secret,
        grant_type: 'refresh_token',
        refresh_token,
      } as never)
    const second = await refresh(first.refresh_token ?? '')
    expect(await clientOf(slack, second.access_token).auth.test()).toMatchObject({ ok: true })
    expect(await refusal(refresh(first.refresh_token ?? ''))).toMatchObject({ error: 'invalid_refresh_token' })
  })
})
