import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Message } from 'slack-blocks-to-jsx'
import type { SlackFake, SlackMessage, SlackView } from '../../fakes/slack.ts'
import { asJson, asList, type Json } from '../../fakes/teams/json.ts'
import type { Person } from '../world.ts'

/** What the page shows of a modal; its fields are drawn by the page, everything else by the library. */
export interface ShownModal {
  readonly id: string
  readonly title: string
  readonly submit: string | undefined
  readonly html: string
  readonly fields: readonly ShownField[]
  readonly error: string
}

interface ShownField {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly type: string
  readonly required: boolean
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly value: string
  readonly error: string
}

export const slackWindow = (slack: SlackFake, { slack: user }: Person) => {
  const modal = slack.modal(user)
  return {
    messages: slack.messagesTo(user).map((message) => ({ id: message.ts, html: drawMessage(message) })),
    modal: modal && shownModal(modal),
  }
}

const drawMessage = (message: SlackMessage): string =>
  draw(message.blocks.length > 0 ? message.blocks : [section(message.text)], message.visibleTo !== undefined)

const section = (text: string): Json => ({ type: 'section', text: { type: 'plain_text', text } })

// The library draws a picture beside each message; an empty one keeps the page from asking anybody for it.
const logo = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

const draw = (blocks: readonly Json[], onlyYou: boolean): string =>
  renderToStaticMarkup(
    createElement(
      Message as never,
      { blocks, logo, name: onlyYou ? 'Toegang · only visible to you' : 'Toegang', time: new Date() } as never,
    ),
  )

const textOf = (value: unknown): string => String(asJson(value)['text'] ?? '')

const shownModal = (view: SlackView): ShownModal => {
  const blocks = asList(view.source['blocks'])
  const inputs = blocks.filter((block) => block['type'] === 'input')
  const others = blocks.filter((block) => block['type'] !== 'input')
  return {
    id: view.id,
    title: textOf(view.source['title']),
    submit: view.source['submit'] ? textOf(view.source['submit']) : undefined,
    html: others.length > 0 ? draw(others, false) : '',
    fields: inputs.map((block) => shownField(view, block)),
    error: view.errors[''] ?? '',
  }
}

const shownField = (view: SlackView, block: Json): ShownField => {
  const element = asJson(block['element'])
  const name = String(block['block_id'])
  const initial = element['initial_option'] ?? element['initial_value'] ?? element['initial_date']
  return {
    name,
    label: textOf(block['label']),
    hint: block['hint'] ? textOf(block['hint']) : '',
    type: element['multiline'] === true ? 'textarea' : String(element['type']),
    required: block['optional'] !== true,
    options: asList(element['options']).map((option) => ({
      value: String(option['value']),
      label: textOf(option['text']),
    })),
    value: typeof initial === 'string' ? initial : String(asJson(initial)['value'] ?? ''),
    error: view.errors[name] ?? '',
  }
}
