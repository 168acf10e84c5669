import { dataOf, findAction } from './actions.ts'
import {
  envelope,
  installationActivity,
  invokeActivity,
  membersActivity,
  mentionActivity,
  messageActivity,
} from './activity.ts'
import type { Answer, Tamper } from './deliver.ts'
import { asJson, asList, asText, at, isJson, type Json } from './json.ts'
import { judgeCard } from './judge.ts'
import {
  type Conversation,
  cardOf,
  findConversation,
  type KeptMessage,
  personalChat,
  type TeamsChannel,
  type TeamsMessage,
  type TeamsUser,
  type World,
} from './world.ts'

export type Inputs = Readonly<Record<string, string>>

/** The answer to an invoke, and what the client makes of it. */
export interface InvokeAnswer extends Answer {
  /** The card now shown to this person, when the answer was a card. */
  readonly card?: Json
  /** The line shown to this person, when the answer was a message. */
  readonly message?: string
}

/** A dialog as it stands open: what it shows, and in which chat it was opened. */
export interface Dialog extends Answer {
  readonly card?: Json
  readonly title?: string
  /** The closing line, when the answer was a message. */
  readonly message?: string
  readonly conversationId: string
  readonly user: TeamsUser
}

export interface People {
  /** A personal message to the bot. Somebody without the app gets it on the way, without an event. */
  say(user: TeamsUser, text: string, tamper?: Tamper): Promise<Answer>
  /** A channel message that mentions the bot; with `thread`, below that message. */
  mention(user: TeamsUser, channel: TeamsChannel, text: string, tamper?: Tamper & { thread?: string }): Promise<Answer>
  /** Presses a button by title or verb. `Action.Execute` on a client that knows it: an `adaptiveCard/action` invoke. */
  click(user: TeamsUser, message: TeamsMessage, wanted: string, inputs?: Inputs, tamper?: Tamper): Promise<InvokeAnswer>
  /** Presses a button as a client without `Action.Execute` does: the fallback, or an `Action.Submit`, as a message with `value`. */
  clickSubmit(user: TeamsUser, message: TeamsMessage, wanted: string, inputs?: Inputs, tamper?: Tamper): Promise<Answer>
  /** Presses an `Action.Submit` whose data say `task/fetch`. */
  openDialog(user: TeamsUser, message: TeamsMessage, wanted: string, inputs?: Inputs, tamper?: Tamper): Promise<Dialog>
  /** Presses the button in an open dialog; the first one unless named. */
  submitDialog(dialog: Dialog, inputs?: Inputs, wanted?: string, tamper?: Tamper): Promise<Dialog>
  /** The client asks for this person's own card, as it does when the card comes into view. */
  refresh(user: TeamsUser, message: TeamsMessage, tamper?: Tamper): Promise<InvokeAnswer>
  /** Adds the app for one person: `installationUpdate` and `conversationUpdate`, in that order. */
  install(user: TeamsUser, tamper?: Tamper): Promise<Answer[]>
  uninstall(user: TeamsUser, tamper?: Tamper): Promise<Answer[]>
  /** Adds the app to the team of a channel. */
  addToChannel(user: TeamsUser, channel: TeamsChannel, tamper?: Tamper): Promise<Answer[]>
  removeFromChannel(user: TeamsUser, channel: TeamsChannel, tamper?: Tamper): Promise<Answer[]>
  /** Any other invoke (`composeExtension/query`, …) from a personal chat. */
  invoke(user: TeamsUser, name: string, value: Json, tamper?: Tamper): Promise<Answer>
}

/** The people of the fake: each does what a Teams client does, over the product's real endpoint. */
export const openPeople = (
  world: World,
  serviceUrl: (tenantId: string) => string,
  send: (activity: Json, tamper?: Tamper) => Promise<Answer>,
): People => {
  const base = (user: TeamsUser, conversation: Conversation, thread?: string): Json =>
    envelope(world, {
      user,
      conversation,
      thread,
      serviceUrl: serviceUrl(conversation.tenantId),
    })

  const keep = (id: string, conversation: Conversation, thread: string | undefined, user: TeamsUser, activity: Json) =>
    world.messages.push({
      id,
      conversation,
      thread,
      from: user,
      sentAt: new Date().toISOString(),
      replyToId: undefined,
      activity,
      edits: [],
      views: new Map(),
      deleted: false,
    })

  const kept = (message: TeamsMessage): KeptMessage => {
    const found = world.messages.find((one) => one.id === message.id)
    if (!found || found.deleted) throw new Error(`message ${message.id} is not there any more`)
    return found
  }
  const visible = (user: TeamsUser, message: KeptMessage): Json => {
    const card = message.views.get(user.objectId) ?? cardOf(message.activity)
    if (!card) throw new Error(`message ${message.id} shows no card`)
    return card
  }
  const complain = (place: string, mistakes: readonly string[]) =>
    world.violations.push(...mistakes.map((mistake) => `${place}: ${mistake}`))

  /** What a client does with the answer to `adaptiveCard/action`; "Universal Action Model", response format. */
  const takeCardAnswer = (user: TeamsUser, message: KeptMessage, place: string, answer: Answer): InvokeAnswer => {
    if (answer.status !== 200) return answer
    const { statusCode, type, value } = asJson(answer.body)
    if (!isJson(answer.body) || typeof statusCode !== 'number') complain(place, ['answered without statusCode'])
    if (type === 'application/vnd.microsoft.card.adaptive') {
      complain(place, judgeCard(value, 'message'))
      message.views.set(user.objectId, asJson(value))
      return { ...answer, card: asJson(value) }
    }
    if (type === 'application/vnd.microsoft.activity.message' && typeof value === 'string')
      return { ...answer, message: value }
    if (type === 'application/vnd.microsoft.error' && isJson(value)) return answer
    complain(place, [`answered with the unknown type ${String(type)}`])
    return answer
  }

  const execute = async (
    user: TeamsUser,
    message: KeptMessage,
    invoked: { action: Json; trigger: 'manual' | 'automatic' },
    tamper?: Tamper,
  ): Promise<InvokeAnswer> => {
    const activity = invokeActivity(
      base(user, message.conversation, message.thread),
      'adaptiveCard/action',
      invoked,
      message.id,
    )
    const answer = await send(activity, tamper)
    return takeCardAnswer(user, message, `${invoked.trigger} ${String(invoked.action['verb'])}`, answer)
  }

  const dialogFrom = (answer: Answer, user: TeamsUser, conversationId: string): Dialog => {
    const rest = { ...answer, user, conversationId }
    if (answer.status !== 200) return rest
    const task = at(answer.body, 'task')
    const value = at(task, 'value')
    if (at(task, 'type') === 'message') return { ...rest, message: asText(value) ?? '' }
    if (at(task, 'type') !== 'continue') return rest
    const card = at(value, 'card', 'content')
    complain(
      'dialog',
      at(value, 'card', 'contentType') === 'application/vnd.microsoft.card.adaptive' ? [] : ['not a card'],
    )
    complain('dialog', judgeCard(card, 'dialog'))
    return {
      ...rest,
      card: asJson(card),
      title: asText(at(value, 'title')) ?? '',
    }
  }

  const submitActionOf = (card: Json, wanted: string): Json => {
    const action = findAction(card, wanted)
    const submit = action['type'] === 'Action.Execute' ? asJson(action['fallback']) : action
    if (submit['type'] !== 'Action.Submit') throw new Error(`the button "${wanted}" has nothing to submit`)
    return submit
  }

  const openDialog: People['openDialog'] = async (user, message, wanted, inputs = {}, tamper) => {
    const one = kept(message)
    const card = visible(user, one)
    const action = submitActionOf(card, wanted)
    if (at(action, 'data', 'msteams', 'type') !== 'task/fetch')
      throw new Error(`the button "${wanted}" opens no dialog`)
    const value = {
      data: dataOf(card, action, inputs),
      context: { theme: 'default' },
    }
    const activity = invokeActivity(base(user, one.conversation, one.thread), 'task/fetch', value, one.id)
    const dialog = dialogFrom(await send(activity, tamper), user, one.conversation.id)
    if (dialog.status === 200 && !dialog.card && dialog.message === undefined)
      complain('task/fetch', ['nothing to show'])
    return dialog
  }

  const events = async (user: TeamsUser, channel: TeamsChannel | undefined, added: boolean, tamper?: Tamper) => {
    const conversation = channel ? findConversation(world, channel.id)?.conversation : personalChat(world, user)
    if (!conversation) throw new Error('that channel is not of this fake')
    const subject = channel?.team.id ?? user.objectId
    if (added) world.installed.add(subject)
    else world.installed.delete(subject)
    const at = base(user, conversation)
    const first = await send(installationActivity(at, added ? 'add' : 'remove', channel), tamper)
    // Somebody who removes the app from a personal chat causes no second event.
    if (!added && !channel) return [first]
    const change = added ? 'membersAdded' : 'membersRemoved'
    return [first, await send(membersActivity(world, at, change, channel), tamper)]
  }

  return {
    say: (user, text, tamper) => {
      const conversation = personalChat(world, user)
      world.installed.add(user.objectId)
      const id = world.nextId()
      const activity = messageActivity(base(user, conversation), id, text)
      keep(id, conversation, undefined, user, activity)
      return send(activity, tamper)
    },
    mention: (user, channel, text, tamper) => {
      const conversation = findConversation(world, channel.id)?.conversation
      if (!conversation) throw new Error('that channel is not of this fake')
      const id = world.nextId()
      const thread = tamper?.thread ?? id
      const activity = mentionActivity(world, base(user, conversation, thread), id, text)
      keep(id, conversation, thread, user, activity)
      return send(activity, tamper)
    },
    click: async (user, message, wanted, inputs = {}, tamper) => {
      const one = kept(message)
      const card = visible(user, one)
      const { type, title, id, verb, ...action } = findAction(card, wanted)
      if (type !== 'Action.Execute') throw new Error(`"${wanted}" is ${String(type)}, not Action.Execute`)
      const invoked = {
        type,
        title,
        ...(id !== undefined && { id }),
        verb,
        data: dataOf(card, action, inputs),
      }
      return execute(user, one, { action: invoked, trigger: 'manual' }, tamper)
    },
    clickSubmit: async (user, message, wanted, inputs = {}, tamper) => {
      const one = kept(message)
      const card = visible(user, one)
      const action = submitActionOf(card, wanted)
      const data = dataOf(card, action, inputs)
      const { type, value, text } = asJson(at(data, 'msteams'))
      if (type === 'task/fetch') return openDialog(user, message, wanted, inputs, tamper)
      const id = world.nextId()
      const { attachments: _attachments, ...plain } = messageActivity(
        base(user, one.conversation, one.thread),
        id,
        asText(text) ?? asText(type === 'imBack' ? value : '') ?? '',
      )
      const sent = type === 'imBack' ? {} : { value: type === 'messageBack' ? value : data }
      return send({ ...plain, ...sent, replyToId: one.id }, tamper)
    },
    openDialog,
    submitDialog: async (dialog, inputs = {}, wanted, tamper) => {
      const { card, user, conversationId } = dialog
      const conversation = findConversation(world, conversationId)?.conversation
      if (!card || !conversation) throw new Error('no dialog is open')
      const action = wanted === undefined ? asList(card['actions'])[0] : findAction(card, wanted)
      if (!action) throw new Error('the dialog has no button')
      const value = {
        data: dataOf(card, action, inputs),
        context: { theme: 'default' },
      }
      const answer = await send(invokeActivity(base(user, conversation), 'task/submit', value), tamper)
      return dialogFrom(answer, user, conversationId)
    },
    refresh: async (user, message, tamper) => {
      const one = kept(message)
      const refresh = asJson(visible(user, one)['refresh'])
      const ids = Array.isArray(refresh['userIds']) ? refresh['userIds'] : undefined
      if (!isJson(refresh['action'])) throw new Error(`the card of message ${message.id} does not refresh`)
      if (ids && !ids.includes(user.id)) throw new Error(`the card does not refresh for ${user.name}`)
      const { type, verb, id, data } = refresh['action']
      const action = {
        type,
        ...(id !== undefined && { id }),
        verb,
        data: asJson(data),
      }
      const answer = await execute(user, one, { action, trigger: 'automatic' }, tamper)
      if (!tamper && !answer.card) complain('refresh', ['answered without a card, which can freeze the message'])
      return answer
    },
    install: (user, tamper) => events(user, undefined, true, tamper),
    uninstall: (user, tamper) => events(user, undefined, false, tamper),
    addToChannel: (user, channel, tamper) => events(user, channel, true, tamper),
    removeFromChannel: (user, channel, tamper) => events(user, channel, false, tamper),
    invoke: (user, name, value, tamper) =>
      send(invokeActivity(base(user, personalChat(world, user)), name, value), tamper),
  }
}
