import type { App, BlockAction, ButtonAction, SlackEventMiddlewareArgs } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { WebAPICallError } from '@slack/web-api'
import { afterEach, describe, expect, it } from 'vitest'
import { botToken, manifest, manifestWith, openFake, openHttpApp, openSocketApp } from './slack/bare-app.ts'
import { buttonsIn, type SlackFake, type SlackFakeSettings, type SlackUser, type SlackView, wordsIn } from './slack.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const shortcuts = [
  { name: 'Toegang aanvragen', type: 'global', callback_id: 'ask', description: 'd' },
  { name: 'Vraag deze norm aan', type: 'message', callback_id: 'standard', description: 'd' },
]
const features = { ...(manifest['features'] as object), shortcuts }

const start = async (over: 'http' | 'socket' = 'http', settings: Partial<SlackFakeSettings> = {}) => {
  const slack = await openFake(closing, { manifest: { ...manifest, features }, ...settings })
  const app = await (over === 'http' ? openHttpApp : openSocketApp)(closing, slack)
  const ann = slack.addUser({ name: 'Ann' })
  return { slack, app, ann }
}

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const button = (text: string, more: object = {}) => ({
  type: 'button' as const,
  action_id: text.toLowerCase(),
  text: plain(text),
  ...more,
})
const actions = (...elements: ReturnType<typeof button>[]) => ({ type: 'actions' as const, elements })
const option = (value: string) => ({ text: plain(value.toUpperCase()), value })
const reason = (more: object = {}) => ({
  type: 'input' as const,
  block_id: 'reason',
  label: plain('Reden'),
  element: { type: 'plain_text_input' as const, action_id: 'value', max_length: 20 },
  ...more,
})
const modal = (...blocks: ModalView['blocks']): ModalView => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('Form'),
  submit: plain('OK'),
  blocks,
})

/** A message with these blocks, posted to a person. */
const post = async (slack: SlackFake, app: App, to: SlackUser, ...blocks: ModalView['blocks']) => {
  await app.client.chat.postMessage({ token: botToken, channel: to.id, text: 'A message', blocks })
  const message = slack.messagesTo(to).at(-1)
  if (!message) throw new Error('nothing was posted')
  return message
}

/** Has the app open this modal when the person types the command. */
const openForm = async (
  { slack, app, ann }: Awaited<ReturnType<typeof start>>,
  view: ModalView,
): Promise<SlackView> => {
  app.command('/toegang', async ({ ack, command, client }) => {
    await ack()
    await client.views.open({ trigger_id: command.trigger_id, view })
  })
  await slack.slash(ann, undefined, '/toegang', 'form')
  return slack.waitFor(() => slack.modal(ann))
}

const errorOf = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    await call
  } catch (error) {
    const { data } = error as WebAPICallError & { data?: { error?: string } }
    return data?.error ?? String(error)
  }
  return undefined
}

describe.each(['http', 'socket'] as const)('over %s', (over) => {
  it('a slash command arrives whole, and the answer is for the one person', async () => {
    const { slack, app, ann } = await start(over)
    const ben = slack.addUser({ name: 'Ben' })
    const general = slack.addChannel({ name: 'general', members: [ann, ben] })
    app.command('/toegang', async ({ command, ack, respond }) => {
      await ack()
      await respond({
        response_type: 'ephemeral',
        text: `${command.user_name} ${command.channel_name} ${command.text}`,
      })
      await respond({ response_type: 'in_channel', text: 'for all' })
    })
    expect(await slack.slash(ann, general, '/toegang', ' licentie "Bouw" & co ')).toMatchObject({ status: 200 })
    await slack.waitFor(() => slack.messagesTo(ann).length === 2)
    expect(slack.messagesTo(ann).map(({ text }) => text)).toEqual(['ann general licentie "Bouw" & co', 'for all'])
    expect(slack.messagesTo(ben).map(({ text }) => text)).toEqual(['for all'])
    expect(slack.violations).toEqual([])
  })

  it('an acknowledgement with words is shown', async () => {
    const { slack, app, ann } = await start(over)
    app.command('/access', ({ ack }) => ack({ text: 'at once' }))
    await slack.slash(ann, undefined, '/access')
    expect(slack.messagesTo(ann)).toMatchObject([{ text: 'at once', visibleTo: ann.id, channel: slack.im(ann).id }])
  })

  it('a button brings its message, its value and the place', async () => {
    const { slack, app, ann } = await start(over)
    const seen: BlockAction<ButtonAction>[] = []
    app.action<BlockAction<ButtonAction>>('approve', async ({ ack, body, respond }) => {
      seen.push(body)
      await ack()
      await respond({ replace_original: true, text: 'done', blocks: [] })
    })
    const confirm = { text: plain('Sure?') }
    const message = await post(
      slack,
      app,
      ann,
      actions(button('Approve', { value: 'R-1', style: 'primary', confirm }), button('Decline')),
    )
    expect(buttonsIn(message)).toEqual(['Approve', 'Decline'])
    await slack.click(ann, message, 'Approve')
    await slack.waitFor(() => slack.messagesTo(ann)[0]?.text === 'done')
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({
      user: { id: ann.id, username: 'ann', team_id: slack.team.id },
      team: { id: slack.team.id, domain: 'acme' },
      container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: false },
      channel: { id: message.channel },
      message: { ts: message.ts, blocks: message.blocks, bot_id: expect.stringMatching(/^B/) },
      actions: [
        {
          type: 'button',
          action_id: 'approve',
          block_id: message.blocks[0]?.['block_id'],
          value: 'R-1',
          text: plain('Approve'),
        },
      ],
      state: { values: {} },
    })
    await expect(slack.click(ann, message, 'Approve')).rejects.toThrow('0 elements are called "Approve"')
    expect(await slack.click(ann, message, 'Approve', { stale: true })).toMatchObject({ status: 200 })
    expect(seen[1]).toMatchObject({ actions: [{ value: 'R-1' }], message: { text: 'done' } })
    expect(slack.violations).toEqual([])
  })

  it('a form is filled in, refused under its field, kept, and sent again', async () => {
    const started = await start(over)
    const { slack, app, ann } = started
    const seen: unknown[] = []
    app.view('form', async ({ ack, view, body }) => {
      seen.push(body)
      const typed = view.state.values['reason']?.['value']?.value
      await (typed === 'no' ? ack({ response_action: 'errors', errors: { reason: 'Too short' } }) : ack())
    })
    const choices = { type: 'checkboxes' as const, action_id: 'c', options: [option('a'), option('b')] }
    const view = modal(reason(), {
      type: 'input',
      block_id: 'more',
      optional: true,
      label: plain('Meer'),
      element: choices,
    })
    const form = await openForm(started, { ...view, private_metadata: 'kept' })
    expect(wordsIn(form)).toBe('Form\nReden\nMeer\nA\nB\nOK')
    await slack.submit(ann, form, { Reden: 'no', more: ['A', 'b'] })
    expect(slack.modal(ann)?.errors).toEqual({ reason: 'Too short' })
    await slack.submit(ann, form, { reason: 'because' })
    expect(slack.modals(ann)).toEqual([])
    expect(seen[1]).toMatchObject({
      type: 'view_submission',
      user: { id: ann.id, name: 'ann' },
      view: {
        id: form.id,
        callback_id: 'form',
        private_metadata: 'kept',
        hash: form.hash,
        root_view_id: form.id,
        previous_view_id: null,
        state: {
          values: {
            reason: { value: { type: 'plain_text_input', value: 'because' } },
            more: { c: { type: 'checkboxes', selected_options: [option('a'), option('b')] } },
          },
        },
      },
    })
    expect(slack.violations).toEqual([])
  })

  it('an external select is asked while typing', async () => {
    const started = await start(over)
    const { slack, app, ann } = started
    app.options('licence', async ({ options, ack }) => {
      await ack({ options: ['bouw', 'basis'].filter((one) => one.startsWith(options.value)).map(option) })
    })
    const chosen: unknown[] = []
    app.view('form', async ({ ack, view }) => {
      chosen.push(view.state.values['what'])
      await ack()
    })
    const element = { type: 'external_select' as const, action_id: 'licence', min_query_length: 1 }
    const form = await openForm(started, modal({ type: 'input', block_id: 'what', label: plain('Licentie'), element }))
    await expect(slack.options(ann, form, 'licence', '')).rejects.toThrow('from 1 characters on')
    const { options } = await slack.options(ann, form, 'licence', 'bo')
    expect(options).toEqual([option('bouw')])
    await expect(slack.submit(ann, form, { what: 'basis' })).rejects.toThrow('no option "basis"')
    await slack.submit(ann, form, { what: 'bouw' })
    expect(chosen).toEqual([{ licence: { type: 'external_select', selected_option: option('bouw') } }])
    expect(slack.violations).toEqual([])
  })

  it('events come in their envelope, and a message of a person is heard', async () => {
    const { slack, app, ann } = await start(over)
    const seen: SlackEventMiddlewareArgs['body'][] = []
    app.event(/.*/, async ({ body }) => void seen.push(body))
    await app.client.views.publish({ token: botToken, user_id: ann.id, view: { type: 'home', blocks: [] } })
    await slack.openHome(ann)
    await slack.say(ann, 'hallo')
    await expect.poll(() => seen.length).toBe(2)
    expect(seen[0]).toMatchObject({
      type: 'event_callback',
      team_id: slack.team.id,
      event_id: expect.stringMatching(/^Ev/),
      authorizations: [{ team_id: slack.team.id, is_bot: true }],
      event: { type: 'app_home_opened', user: ann.id, tab: 'home', channel: slack.im(ann).id, view: { type: 'home' } },
    })
    expect(seen[1]).toMatchObject({ event: { type: 'message', text: 'hallo', user: ann.id, channel_type: 'im' } })
  })

  it('the app hears its own posts and changes', async () => {
    const { slack, app, ann } = await start(over)
    const seen: unknown[] = []
    app.event('message', async ({ event }) => void seen.push(event))
    const { ts, channel } = await post(slack, app, ann, actions(button('Approve')))
    await app.client.chat.update({ token: botToken, channel, ts, text: 'done', blocks: [] })
    await expect.poll(() => seen.length, { timeout: 5000 }).toBe(2)
    expect(seen).toMatchObject([
      { bot_id: expect.stringMatching(/^B/), ts },
      { subtype: 'message_changed', message: { ts, text: 'done' } },
    ])
  })

  it('shortcuts start with a trigger, on a message with the message', async () => {
    const { slack, app, ann } = await start(over)
    app.shortcut('ask', async ({ ack, shortcut, client }) => {
      await ack()
      await client.views.open({ trigger_id: shortcut.trigger_id, view: modal(reason()) })
    })
    const seen: unknown[] = []
    app.shortcut('standard', async ({ ack, shortcut }) => {
      seen.push(shortcut)
      await ack()
    })
    await slack.shortcut(ann, 'ask')
    await slack.waitFor(() => slack.modal(ann))
    await slack.say(ann, 'I need NEN 1010')
    const [message] = slack.messagesIn(slack.im(ann))
    if (!message) throw new Error('nothing was said')
    await slack.messageShortcut(ann, message, 'standard')
    expect(seen).toMatchObject([
      { type: 'message_action', callback_id: 'standard', message_ts: message.ts, message: { text: 'I need NEN 1010' } },
    ])
    await expect(slack.shortcut(ann, 'unknown')).rejects.toThrow('no global shortcut unknown')
  })
})

describe('a person', () => {
  it('cannot press what is not there', async () => {
    const { slack, app, ann } = await start()
    const ben = slack.addUser({ name: 'Ben' })
    const message = await post(slack, app, ann, actions(button('Approve')))
    await expect(slack.click(ben, message, 'Approve')).rejects.toThrow('does not see message')
    await expect(slack.click(ann, message, 'Explode')).rejects.toThrow('there are: approve / Approve')
    await expect(slack.slash(ann, undefined, '/other')).rejects.toThrow('/other is not a command')
    await app.client.chat.delete({ token: botToken, channel: message.channel, ts: message.ts })
    await expect(slack.click(ann, message, 'Approve')).rejects.toThrow('does not see message')
  })

  it('cannot do what the manifest does not switch on', async () => {
    const { slack, app, ann } = await start('http', {
      manifest: manifestWith('settings', { interactivity: {}, event_subscriptions: {} }),
    })
    const message = await post(slack, app, ann, actions(button('Approve')))
    await expect(slack.click(ann, message, 'Approve')).rejects.toThrow('does not enable interactivity')
    await expect(slack.openHome(ann)).rejects.toThrow('does not subscribe to app_home_opened')
  })

  it('opens the address of a button that has one', async () => {
    const { slack, app, ann } = await start()
    app.action('open', ({ ack }) => ack())
    const message = await post(slack, app, ann, actions(button('Open', { url: 'https://toegang.example/requests' })))
    expect(await slack.click(ann, message, 'Open')).toMatchObject({
      status: 200,
      url: 'https://toegang.example/requests',
    })
  })

  it('does not get a form submitted that Slack itself refuses', async () => {
    const started = await start()
    const { slack, ann } = started
    const email = { type: 'email_text_input' as const, action_id: 'value' }
    const number = { type: 'number_input' as const, action_id: 'value', is_decimal_allowed: false, min_value: '1' }
    const form = await openForm(
      started,
      modal(
        reason(),
        { type: 'input', block_id: 'mail', optional: true, label: plain('Mail'), element: email },
        { type: 'input', block_id: 'count', optional: true, label: plain('Count'), element: number },
      ),
    )
    const sent = slack.deliveries.length
    await expect(slack.submit(ann, form)).rejects.toThrow('"reason" must be filled in')
    await expect(slack.submit(ann, form, { reason: 'x'.repeat(21) })).rejects.toThrow('too long')
    await expect(slack.submit(ann, form, { reason: 'x', mail: 'nobody' })).rejects.toThrow('not an e-mail address')
    await expect(slack.submit(ann, form, { mail: null, count: 1.5 })).rejects.toThrow('not a whole number')
    await expect(slack.submit(ann, form, { count: 0 })).rejects.toThrow('out of range')
    expect(slack.deliveries).toHaveLength(sent)
    expect(slack.modal(ann)?.values).toMatchObject({ reason: { value: { value: 'x' } } })
  })

  it('chooses in a message, and the app hears it at once', async () => {
    const { slack, app, ann } = await start()
    const seen: unknown[] = []
    app.action('period', async ({ ack, body }) => {
      seen.push(body)
      await ack()
    })
    const element = {
      type: 'static_select' as const,
      action_id: 'period',
      placeholder: plain('Periode'),
      options: [option('week'), option('month')],
    }
    const message = await post(slack, app, ann, {
      type: 'section',
      block_id: 's',
      text: plain('When'),
      accessory: element,
    })
    await slack.select(ann, message, 'Periode', 'MONTH')
    expect(seen).toMatchObject([
      {
        actions: [
          { type: 'static_select', selected_option: option('month'), block_id: 's', placeholder: plain('Periode') },
        ],
        state: { values: { s: { period: { type: 'static_select', selected_option: option('month') } } } },
      },
    ])
    await expect(slack.select(ann, message, 'Periode', 'year')).rejects.toThrow('there are: WEEK, MONTH')
  })

  it('acts on an ephemeral message, of which the app gets no copy, and it is replaced or deleted', async () => {
    const { slack, app, ann } = await start()
    const seen: BlockAction[] = []
    app.command('/toegang', async ({ ack, respond }) => {
      await ack()
      await respond({ text: 'choose', blocks: [actions(button('More'), button('Away'))] })
    })
    app.action<BlockAction>(/more|away/, async ({ ack, body, action, respond }) => {
      seen.push(body)
      await ack()
      const away = action.action_id === 'away'
      await respond(
        away ? { delete_original: true } : { replace_original: true, text: 'more', blocks: [actions(button('Away'))] },
      )
    })
    await slack.slash(ann, undefined, '/toegang')
    const message = await slack.waitFor(() => slack.messagesTo(ann)[0])
    expect(wordsIn(message)).toBe('More\nAway')
    await slack.click(ann, message, 'More')
    const more = await slack.waitFor(() => slack.messagesTo(ann).find(({ text }) => text === 'more'))
    expect(slack.messagesTo(ann)).toHaveLength(1)
    expect(seen[0]).toMatchObject({ container: { is_ephemeral: true, message_ts: message.ts } })
    expect(seen[0]).not.toHaveProperty('message')
    await slack.click(ann, more, 'Away')
    await slack.waitFor(() => slack.messagesTo(ann).length === 0)
    expect(slack.violations).toEqual([])
  })

  it('closes a form, and the app hears it when it asked to', async () => {
    const started = await start()
    const { slack, app, ann } = started
    const seen: unknown[] = []
    app.view({ type: 'view_closed', callback_id: 'form' }, async ({ ack, body }) => {
      seen.push(body)
      await ack()
    })
    const form = await openForm(started, { ...modal(reason()), notify_on_close: true })
    expect(await slack.dismiss(ann, form)).toMatchObject({ status: 200 })
    expect(seen).toMatchObject([{ type: 'view_closed', is_cleared: false, view: { id: form.id } }])
    expect(slack.modals(ann)).toEqual([])
    await expect(slack.submit(ann, form, { reason: 'x' })).rejects.toThrow('does not see view')
  })
})

describe('modals', () => {
  it('are updated, pushed and cleared by the answer to a submission', async () => {
    const started = await start()
    const { slack, app, ann } = started
    const say = (text: string): ModalView => ({ ...modal(reason()), title: plain(text) })
    const answers = [
      { response_action: 'update', view: say('two') },
      { response_action: 'push', view: say('three') },
      { response_action: 'clear' },
    ] as const
    let turn = 0
    app.view('form', async ({ ack }) => {
      const answer = answers[turn]
      turn += 1
      await (answer ? ack(answer) : ack())
    })
    const titles = () => slack.modals(ann).map(({ source }) => (source['title'] as { text: string }).text)
    const form = await openForm(started, modal(reason()))
    await slack.submit(ann, form, { reason: 'kept' })
    expect(titles()).toEqual(['two'])
    expect(slack.modal(ann)?.values).toMatchObject({ reason: { value: { value: 'kept' } } })
    await slack.submit(ann, form)
    expect(titles()).toEqual(['two', 'three'])
    await expect(slack.submit(ann, form)).rejects.toThrow('another modal lies on top')
    const top = slack.modal(ann)
    if (!top) throw new Error('no modal')
    expect(top).toMatchObject({ previousId: form.id, rootId: form.id })
    await slack.submit(ann, top, { reason: 'x' })
    expect(titles()).toEqual([])
    expect(slack.violations).toEqual([])
  })

  it('stay open, with trouble, when the answer is wrong or late', async () => {
    const started = await start()
    const { slack, app, ann } = started
    const answers: (() => object | undefined)[] = [
      () => ({ response_action: 'errors', errors: { nowhere: 'x' } }),
      () => ({ response_action: 'update', view: { ...modal(reason()), title: plain('x'.repeat(25)) } }),
      () => ({ response_action: 'explode' }),
      () => undefined,
    ]
    app.view('form', async ({ ack }) => {
      const answer = answers.shift()?.()
      // The last one never answers in time: Slack gives up after three seconds.
      if (answer) await ack(answer as never)
    })
    const form = await openForm(started, modal(reason()))
    for (const _ of [1, 2, 3]) {
      await slack.submit(ann, form, { reason: 'x' })
      expect(slack.modal(ann)?.errors).toEqual({ '': expect.stringContaining('trouble') })
    }
    expect((await slack.submit(ann, form)).status).not.toBe(200)
    expect(slack.modals(ann)).toHaveLength(1)
    expect(slack.violations).toEqual([
      expect.stringContaining('errors must name input blocks'),
      expect.stringContaining('view_submission: /title/text'),
      expect.stringContaining('unknown answer'),
    ])
  })

  it('open on a trigger that is young and unused', async () => {
    let now = 1_800_000_000_000
    const { slack, app, ann } = await start('http', { clock: () => now })
    const triggers: string[] = []
    app.command('/toegang', async ({ ack, command }) => {
      triggers.push(command.trigger_id)
      await ack()
    })
    const open = (trigger_id = '') => app.client.views.open({ token: botToken, trigger_id, view: modal(reason()) })
    await slack.slash(ann, undefined, '/toegang')
    await open(triggers[0])
    expect(await errorOf(open(triggers[0]))).toBe('exchanged_trigger_id')
    await slack.slash(ann, undefined, '/toegang')
    now += 3001
    expect(await errorOf(open(triggers[1]))).toBe('expired_trigger_id')
    expect(await errorOf(open('1.2.3'))).toBe('invalid_trigger_id')
    expect(
      await errorOf(app.client.views.push({ token: botToken, trigger_id: triggers[1] ?? '', view: modal(reason()) })),
    ).toBe('expired_trigger_id')
    expect(slack.modals(ann)).toHaveLength(1)
  })

  it('are pushed three deep, and updated with a hash', async () => {
    const started = await start()
    const { slack, app, ann } = started
    const results: unknown[] = []
    app.action('deeper', async ({ ack, body, client }) => {
      await ack()
      if (body.type === 'block_actions')
        results.push(
          await errorOf(client.views.push({ trigger_id: body.trigger_id, view: modal(actions(button('Deeper'))) })),
        )
    })
    const form = await openForm(started, modal(actions(button('Deeper'))))
    for (const depth of [1, 2, 3]) {
      const top = slack.modal(ann)
      if (!top) throw new Error('no modal')
      await slack.click(ann, top, 'Deeper')
      await slack.waitFor(() => slack.count('views.push') === depth)
    }
    await expect.poll(() => results).toEqual([undefined, undefined, 'push_limit_reached'])
    expect(slack.modals(ann)).toHaveLength(3)
    const update = (hash?: string, view_id = form.id) =>
      errorOf(
        app.client.views.update({
          token: botToken,
          view_id,
          view: modal(reason()),
          ...(hash !== undefined && { hash }),
        }),
      )
    expect(await update(form.hash)).toBeUndefined()
    expect(await update(form.hash)).toBe('hash_conflict')
    expect(await update()).toBeUndefined()
    expect(await update(undefined, 'V404')).toBe('not_found')
    const top = slack.modal(ann)
    if (!top) throw new Error('no modal')
    await slack.dismiss(ann, top)
    expect(await update(undefined, top.id)).toBe('not_found')
  })

  it('bear an external id once', async () => {
    const started = await start()
    const { slack, app, ann } = started
    const ben = slack.addUser({ name: 'Ben' })
    await openForm(started, { ...modal(reason()), external_id: 'only' })
    const results: unknown[] = []
    app.command('/access', async ({ ack, command, client }) => {
      await ack()
      results.push(
        await errorOf(
          client.views.open({ trigger_id: command.trigger_id, view: { ...modal(reason()), external_id: 'only' } }),
        ),
      )
    })
    await slack.slash(ben, undefined, '/access')
    await expect.poll(() => results).toEqual(['duplicate_external_id'])
    const updated = await app.client.views.update({ token: botToken, external_id: 'only', view: modal(reason()) })
    expect(updated.view?.id).toBe(slack.modal(ann)?.id)
  })
})

describe('a response URL', () => {
  const respondTo = async (settings: Partial<SlackFakeSettings> = {}) => {
    const started = await start('http', settings)
    const urls: string[] = []
    started.app.command('/toegang', async ({ ack, command }) => {
      urls.push(command.response_url)
      await ack()
    })
    await started.slack.slash(started.ann, undefined, '/toegang')
    const use = async (body: object = { text: 'x' }) => {
      const response = await fetch(urls[0] ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return `${response.status} ${await response.text()}`
    }
    return { ...started, use }
  }

  it('works five times', async () => {
    const { slack, ann, use } = await respondTo()
    for (let turn = 0; turn < 5; turn += 1) expect(await use()).toBe('200 ok')
    expect(await use()).toBe('404 used_url')
    expect(slack.messagesTo(ann)).toHaveLength(5)
    expect(slack.violations).toEqual(['response_url: used_url'])
  })

  it('works for half an hour', async () => {
    let now = 1_800_000_000_000
    const { slack, use } = await respondTo({ clock: () => now })
    now += 30 * 60_000
    expect(await use()).toBe('200 ok')
    now += 1
    expect(await use()).toBe('404 expired_url')
    expect(slack.violations).toEqual(['response_url: expired_url'])
  })

  it('is judged and can go wrong like any call', async () => {
    const { slack, use } = await respondTo()
    expect(await use({ text: 'x', blocks: [{ type: 'magic' }] })).toMatch(/^400 .*invalid_blocks/)
    expect(await use({})).toMatch(/^400 .*no_text/)
    expect(slack.violations).toHaveLength(1)
    slack.faults.plan({ method: 'response_url', fault: { kind: 'status', status: 500 } })
    expect(await use()).toBe('500 Server Error')
  })

  it('of a message must say whether it replaces', async () => {
    const { slack, app, ann } = await start()
    app.action('approve', async ({ ack, respond }) => {
      await ack()
      await respond({ text: 'unclear' })
    })
    await slack.click(ann, await post(slack, app, ann, actions(button('Approve'))), 'Approve')
    await slack.waitFor(() => slack.messagesTo(ann).length === 2)
    expect(slack.violations).toEqual([expect.stringContaining('neither that it replaces')])
  })
})

describe('a signature', () => {
  it('is refused by Bolt when anything about it is wrong', async () => {
    const { slack, app, ann } = await start()
    const heard: string[] = []
    app.command('/toegang', async ({ ack, command }) => {
      heard.push(command.text)
      await ack()
    })
    const slash = (text: string, tamper: Parameters<SlackFake['slash']>[4]) =>
      slack.slash(ann, undefined, '/toegang', text, tamper)
    expect(await slash('secret', { secret: 'wrong' })).toMatchObject({ status: 401 })
    expect(await slash('stale', { timestampOff: -301 })).toMatchObject({ status: 401 })
    expect(await slash('unsigned', { withoutHeaders: ['x-slack-signature'] })).toMatchObject({ status: 401 })
    expect(await slash('timeless', { withoutHeaders: ['x-slack-request-timestamp'] })).toMatchObject({ status: 401 })
    expect(await slash('forged', { forge: (body) => body.replace('forged', 'forgery') })).toMatchObject({ status: 401 })
    expect(heard).toEqual([])
    // What Bolt alone lets through, and the product must not.
    expect(await slash('future', { timestampOff: 3600 })).toMatchObject({ status: 200 })
    expect(await slash('right', { payload: { text: 'laid over' } })).toMatchObject({ status: 200 })
    expect(heard).toEqual(['future', 'laid over'])
  })

  it('is on any body', async () => {
    const { slack } = await start()
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'c1' })
    const verify = (tamper = {}) => slack.sendRaw('/slack/events', 'application/json', challenge, tamper)
    expect(await verify()).toMatchObject({ status: 200, body: { challenge: 'c1' } })
    expect(await verify({ secret: 'wrong' })).toMatchObject({ status: 401 })
  })
})

describe('deliveries', () => {
  it('are repeated as the very same, with their number', async () => {
    const { slack, app, ann } = await start()
    const seen: unknown[] = []
    app.event(
      'app_home_opened',
      async ({ body, context }) => void seen.push([body.event_id, context.retryNum, context.retryReason]),
    )
    const { repeats } = await slack.openHome(ann, { repeats: 3 })
    expect(repeats.map(({ status }) => status)).toEqual([200, 200, 200])
    await expect.poll(() => seen.length).toBe(4)
    const [first] = seen as [string][]
    const id = first?.[0]
    expect(seen).toEqual([
      [id, undefined, undefined],
      [id, 1, 'http_timeout'],
      [id, 2, 'http_timeout'],
      [id, 3, 'http_timeout'],
    ])
  })

  it('can be sent again later, over Socket Mode too', async () => {
    const { slack, app, ann } = await start('socket')
    const seen: unknown[] = []
    app.event('app_home_opened', async ({ body, context }) => void seen.push([body.event_id, context.retryNum]))
    await slack.openHome(ann)
    const [delivery] = slack.deliveries
    if (!delivery) throw new Error('nothing was delivered')
    await slack.redeliver(delivery, 2)
    await expect
      .poll(() => seen)
      .toEqual([
        [delivery.payload['event_id'], 0],
        [delivery.payload['event_id'], 2],
      ])
  })

  it('without an answer have status 0', async () => {
    const { slack, ann } = await start()
    slack.appUrl = 'http://127.0.0.1:1'
    expect(await slack.openHome(ann)).toMatchObject({ status: 0, body: undefined })
  })
})

describe('Socket Mode', () => {
  it('comes back when Slack asks, and when the line breaks', async () => {
    const { slack, app, ann } = await start('socket')
    const heard: string[] = []
    app.command('/toegang', async ({ ack, command }) => {
      heard.push(command.text)
      await ack()
    })
    slack.refreshSockets()
    await slack.waitFor(() => slack.count('apps.connections.open') === 2 && slack.socketConnected)
    expect(await slack.slash(ann, undefined, '/toegang', 'refreshed')).toMatchObject({ status: 200 })
    slack.cutSockets()
    await slack.waitFor(() => slack.count('apps.connections.open') === 3 && slack.socketConnected)
    expect(await slack.slash(ann, undefined, '/toegang', 'again')).toMatchObject({ status: 200 })
    expect(heard).toEqual(['refreshed', 'again'])
  })

  it('lets in whoever has a ticket, once', async () => {
    const { slack } = await start('socket')
    const used = slack.calls.find(({ method }) => method === 'apps.connections.open')?.result as { url: string }
    const knock = await fetch(used.url.replace('ws:', 'http:')).then(({ status }) => status)
    expect(knock).toBe(404)
    await expect(
      slack.slash(slack.addUser({ name: 'Ben' }), undefined, '/toegang', '', { secret: 'x' }),
    ).rejects.toThrow('no signature to tamper with')
  })

  it('carries texts of any length', async () => {
    const { slack, app, ann } = await start('socket')
    const lengths: number[] = []
    app.event('message', async ({ event }) => void ('text' in event && lengths.push(event.text?.length ?? 0)))
    for (const length of [10, 200, 70_000]) await slack.say(ann, 'é'.repeat(length))
    await expect.poll(() => lengths).toEqual([10, 200, 70_000])
  })
})

describe('uninstalling', () => {
  it('kills the tokens at once and tells the app in either order', async () => {
    const { slack, app } = await start()
    const seen: string[] = []
    app.event(/app_uninstalled|tokens_revoked/, async ({ event }) => void seen.push(event.type))
    await slack.uninstall(slack.team.id, ['app_uninstalled', 'tokens_revoked'])
    await expect.poll(() => seen.length).toBe(2)
    expect(seen).toEqual(['app_uninstalled', 'tokens_revoked'])
    expect(await errorOf(app.client.auth.test({ token: botToken }))).toBe('account_inactive')
  })
})
