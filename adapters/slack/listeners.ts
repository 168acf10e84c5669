/** Slack's events, commands and clicks turned into what the core answers. Each listener acknowledges first and works after. */
import type { App, BlockButtonAction, RespondFn, SlashCommand, ViewSubmitAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Card } from '../../src/cards/card.ts'
import type { Answer, Core } from '../../src/kernel/answer.ts'
import type { ChatDirectory, Notifier } from '../../src/ports/chat.ts'
import type { Log } from '../log.ts'
import { blocksOf, fallbackText, type Pressed, requestOf } from './blocks.ts'
import { faultCard } from './fault.ts'
import { cardModal, modalOf, submissionOf, waitingModal } from './modal.ts'
import { refOf } from './notifier.ts'
import { claimOf } from './person.ts'
import { slackError } from './web-api.ts'

export interface Tools {
  readonly core: Core
  readonly directory: ChatDirectory
  readonly notifier: Notifier
  readonly baseUrl: string
  readonly log: Log
}

/** Slack wants an answer within three seconds; a form that is judged faster than this answers in its own modal. */
const patienceMs = 1200

export const listen = (app: App, tools: Tools): void => {
  for (const word of ['/toegang', '/access'])
    app.command(word, async ({ command, ack, client, respond }) => {
      await ack()
      await say(command, client, respond, tools)
    })
  app.action<BlockButtonAction>(
    { type: 'block_actions', action_id: /^run:/ },
    async ({ ack, body, action, client, respond }) => {
      await ack()
      await press(body, pressed(action.value), client, respond, tools)
    },
  )
  app.action<BlockButtonAction>(
    { type: 'block_actions', action_id: /^form:/ },
    async ({ ack, body, action, client }) => {
      await ack()
      await openForm(body, pressed(action.value), client, tools)
    },
  )
  // A button that opens a page does all its work in the browser; Slack still wants to hear that it arrived.
  app.action(/^link:/, async ({ ack }) => ack())
  app.view<ViewSubmitAction>(/^form:/, async ({ ack, body, view, client }) => submit(body, view, ack, client, tools))
  app.event('app_home_opened', async ({ event, body, client }) => home(body.team_id, event.user, client, tools))
  app.event('message', async ({ event, body, client }) => {
    // Only what a person types: edits, joins and the bot's own messages come as subtypes or with a bot's id.
    if (event.subtype !== undefined || event.channel_type !== 'im' || 'bot_id' in event || !event.text) return
    await chat(body.team_id, event.user, event.text, event.channel, client, tools)
  })
}

const pressed = (value: string | undefined): Pressed => JSON.parse(value ?? '{}') as Pressed

/** The claim of an account that was heard; remembers the account, so that it can be written to. */
const hear = async (workspaceId: string, accountId: string, { core, directory }: Tools) => {
  const claim = await claimOf(directory, workspaceId, accountId)
  await core.run('chat.meet', claim, {})
  return claim
}

const say = async (command: SlashCommand, client: WebClient, respond: RespondFn, tools: Tools): Promise<void> => {
  const answer = await guarded(tools, async () => {
    const claim = await hear(command.team_id, command.user_id, tools)
    return tools.core.say(command.text, claim)
  })
  if (answer.kind === 'form') {
    const opened = await openView(client, command.trigger_id, modalOf(answer.form))
    if (opened) return
    const { name, title, hidden } = answer.form
    const again: Card = {
      tone: 'plain',
      title,
      actions: [{ kind: 'form', label: title, name, input: hidden as never, style: 'primary' }],
    }
    return tell(respond, again, tools)
  }
  await tell(respond, answer.card, tools)
}

/** A trigger lives three seconds and works once; when it is too late, a button opens the form instead. */
const openView = async (client: WebClient, trigger_id: string, view: ReturnType<typeof modalOf>) => {
  try {
    return (await client.views.open({ trigger_id, view })).view
  } catch (error) {
    if (['expired_trigger_id', 'exchanged_trigger_id'].includes(slackError(error) ?? '')) return undefined
    throw error
  }
}

const press = async (
  body: BlockButtonAction,
  { name, input }: Pressed,
  client: WebClient,
  respond: RespondFn,
  tools: Tools,
): Promise<void> => {
  const requestId = requestOf(body.message?.['blocks'])
  const workspaceId = body.team?.id ?? ''
  const answer = await guarded(tools, async () => {
    const claim = await hear(workspaceId, body.user.id, tools)
    const done = await tools.core.answer(name, claim, input)
    if (requestId) await heal(body, requestId, claim, tools)
    return done
  })
  if (answer.kind === 'form') return void (await openView(client, body.trigger_id, modalOf(answer.form)))
  // The copy of a request shows by itself what became of it.
  if (requestId && !answer.refused) return
  if (body.container.type === 'view')
    return void (await openView(client, body.trigger_id, cardModal(answer.card, tools.baseUrl)))
  await tell(respond, answer.card, tools)
}

/** Shows the request as it is now in the very message that was clicked: a copy that missed its update heals by this. */
const heal = async (
  body: BlockButtonAction,
  requestId: string,
  claim: Awaited<ReturnType<typeof claimOf>>,
  { core, notifier }: Tools,
): Promise<void> => {
  const { container } = body
  if (container.type !== 'message') return
  const shown = await core.answer('requests.show', claim, { request: requestId })
  if (shown.kind !== 'card' || shown.refused) return
  const ref = refOf(String(container['channel_id']), String(container['message_ts']))
  await notifier.replace({ channel: 'slack', workspaceId: body.team?.id ?? '', ref }, shown.card)
}

const openForm = async (
  body: BlockButtonAction,
  { name, input }: Pressed,
  client: WebClient,
  tools: Tools,
): Promise<void> => {
  // The trigger may be gone by the time that the form is made, so something is shown first.
  const shown = await openView(client, body.trigger_id, waitingModal())
  const answer = await guarded(tools, async () =>
    tools.core.form(name, await hear(body.team?.id ?? '', body.user.id, tools), input),
  )
  if (!shown?.id) return
  await client.views.update({
    view_id: shown.id,
    ...(shown.hash && { hash: shown.hash }),
    view: answer.kind === 'form' ? modalOf(answer.form) : cardModal(answer.card, tools.baseUrl),
  })
}

type Ack = Parameters<Parameters<App['view']>[1]>[0]['ack']

const submit = async (
  body: ViewSubmitAction,
  view: ViewSubmitAction['view'],
  ack: Ack,
  client: WebClient,
  tools: Tools,
): Promise<void> => {
  const submission = submissionOf(view)
  if (!submission) return ack()
  const work = guarded(tools, async () =>
    tools.core.answer(submission.name, await hear(body.team?.id ?? '', body.user.id, tools), submission.input),
  )
  const answer = await Promise.race([work, slow()])
  if (answer) return ack(verdictOf(answer, submission.name, view, tools))
  await ack({ response_action: 'update', view: waitingModal() })
  const late = await work
  const shown = late.kind === 'form' ? modalOf(late.form) : cardModal(late.card, tools.baseUrl)
  await client.views.update({ view_id: view.id, view: shown })
}

const slow = (): Promise<undefined> => new Promise((resolve) => void setTimeout(() => resolve(undefined), patienceMs))

/** What a submitted modal does next. A refusal keeps it open, with everything that was typed. */
const verdictOf = (answer: Answer, name: string, view: ViewSubmitAction['view'], { baseUrl }: Tools) => {
  if (answer.kind === 'form') return { response_action: 'update' as const, view: modalOf(answer.form) }
  if (answer.refused) {
    const blocks = view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id ?? '')
    const [field = ''] = answer.refused.code === 'invalid_input' ? Object.keys(answer.refused.detail.fields) : []
    const block = blocks.find((one) => one === field.split('.')[0]) ?? blocks[0]
    const remark = [answer.card.title, ...(answer.card.text ?? [])].join(' ')
    if (block) return { response_action: 'errors' as const, errors: { [block]: remark } }
  }
  // The copies of a request show what was decided; a modal on top would only be in the way.
  if (name === 'requests.decide') return { response_action: 'clear' as const }
  return { response_action: 'update' as const, view: cardModal(answer.card, baseUrl) }
}

const chat = async (
  workspaceId: string,
  accountId: string,
  text: string,
  channel: string,
  client: WebClient,
  tools: Tools,
): Promise<void> => {
  const answer = await guarded(tools, async () => tools.core.say(text, await hear(workspaceId, accountId, tools)))
  const card: Card =
    answer.kind === 'card'
      ? answer.card
      : {
          tone: 'plain',
          title: answer.form.title,
          actions: [{ kind: 'form', label: answer.form.title, name: answer.form.name, input: {}, style: 'primary' }],
        }
  await client.chat.postMessage({ channel, text: fallbackText(card), blocks: blocksOf(card, tools.baseUrl) })
}

const home = async (workspaceId: string, accountId: string, client: WebClient, tools: Tools): Promise<void> => {
  const answer = await guarded(tools, async () =>
    tools.core.answer('licences.list', await hear(workspaceId, accountId, tools), {}),
  )
  if (answer.kind !== 'card') return
  await client.views.publish({
    user_id: accountId,
    view: { type: 'home', blocks: blocksOf(answer.card, tools.baseUrl, 100) },
  })
}

const tell = async (respond: RespondFn, card: Card, { baseUrl }: Tools): Promise<void> => {
  await respond({
    response_type: 'ephemeral',
    replace_original: false,
    text: fallbackText(card),
    blocks: blocksOf(card, baseUrl),
  })
}

/** A fault is logged under a reference, and that is what the person sees. */
const guarded = async (tools: Tools, work: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await work()
  } catch (error) {
    return { kind: 'card', card: faultCard(error, tools) }
  }
}
