import { z } from 'zod'
import { asJson, asList, type Json } from '../../teams/json.ts'
import { block } from './blocks.ts'
import { optionGroup, plain, plainOption, words } from './composition.ts'

export type Surface = 'message' | 'modal' | 'home'

const mostBlocks: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 }
/** Elements and blocks that Slack draws on some surfaces only. */
const onlyIn: Readonly<Record<string, readonly Surface[]>> = {
  email_text_input: ['modal'],
  url_text_input: ['modal'],
  number_input: ['modal'],
  file_input: ['modal'],
  datetimepicker: ['message', 'modal'],
  markdown: ['message'],
  table: ['message'],
}

const told = (value: unknown, schema: z.ZodType, at: string): string[] => {
  const judged = schema.safeParse(value)
  if (judged.success) return []
  return judged.error.issues.map(
    (issue) => `${at}${issue.path.map((step) => `/${String(step)}`).join('')}: ${issue.message}`,
  )
}

const doubles = (names: readonly unknown[]): string[] =>
  names.filter((name, index) => typeof name === 'string' && names.indexOf(name) !== index).map(String)

/** The interactive elements of a block, wherever they stand in it. */
export const elementsOf = (one: Json): Json[] => [
  ...asList(one['elements']),
  ...[one['element'], one['accessory']].map(asJson).filter((element) => element['type']),
]

const placed = (one: Json, at: string, surface: Surface): string[] =>
  [one, ...elementsOf(one)]
    .map((part) => String(part['type']))
    .filter((type) => onlyIn[type] && !onlyIn[type].includes(surface))
    .map((type) => `${at}: ${type} is not for a ${surface}`)

/**
 * What Slack would refuse in these blocks: counts, lengths, missing and unknown fields, unknown types, doubled `block_id` and
 * `action_id`. One sentence for each, beginning with the place (JSON pointer); empty when all is well.
 * docs.slack.dev/reference/block-kit
 */
export const judgeBlocks = (blocks: unknown, surface: Surface): string[] => {
  if (!Array.isArray(blocks)) return ['/blocks: not a list']
  const each = asList(blocks)
  const focused = each.flatMap(elementsOf).filter((element) => element['focus_on_load'] === true)
  return [
    ...(blocks.length > mostBlocks[surface]
      ? [`/blocks: ${blocks.length} blocks, at most ${mostBlocks[surface]} in a ${surface}`]
      : []),
    ...blocks.flatMap((one, index) => told(one, block, `/blocks/${index}`)),
    ...each.flatMap((one, index) => placed(one, `/blocks/${index}`, surface)),
    ...doubles(each.map((one) => one['block_id'])).map((id) => `/blocks: two blocks with block_id "${id}"`),
    ...each.flatMap((one, index) =>
      doubles(elementsOf(one).map((element) => element['action_id'])).map(
        (id) => `/blocks/${index}: two elements with action_id "${id}"`,
      ),
    ),
    ...(focused.length > 1 ? ['/blocks: more than one element with focus_on_load'] : []),
    ...(each.filter((one) => one['type'] === 'table').length > 1 ? ['/blocks: more than one table'] : []),
  ]
}

const common = {
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
}
const view = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('modal'),
    ...common,
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('home'), ...common }),
])

/** What Slack would refuse in a view, its blocks included; as `judgeBlocks`. docs.slack.dev/reference/views */
export const judgeView = (value: unknown): string[] => {
  const { type, blocks, submit } = asJson(value)
  const asks = asList(blocks).some((one) => one['type'] === 'input')
  const surface = type === 'home' ? 'home' : 'modal'
  return [
    ...told(value, view, ''),
    ...(surface === 'modal' && asks && submit === undefined
      ? ['/submit: needed, because there is an input block']
      : []),
    ...(Array.isArray(blocks) ? judgeBlocks(blocks, surface) : []),
    ...(JSON.stringify(value ?? null).length > 250_000 ? [': larger than 250 kB'] : []),
  ]
}

const suggestions = z
  .strictObject({
    options: z.array(plainOption).max(100).optional(),
    option_groups: z.array(optionGroup).max(100).optional(),
  })
  .refine((one) => Boolean(one.options) !== Boolean(one.option_groups), 'needs options or option_groups, one of them')

/** What Slack would refuse in the answer to a `block_suggestion`. */
export const judgeSuggestions = (value: unknown): string[] => told(value, suggestions, '')

const metadata = z.strictObject({ event_type: words(255), event_payload: z.record(z.string(), z.unknown()) })

/** What Slack would refuse in a message's metadata. docs.slack.dev/messaging/message-metadata */
export const judgeMetadata = (value: unknown): string[] => told(value, metadata, '/metadata')
