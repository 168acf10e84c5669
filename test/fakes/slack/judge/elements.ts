import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import {
  address,
  anyOption,
  colour,
  confirm,
  linkOption,
  optionGroup,
  plain,
  plainOption,
  words,
} from './composition.ts'
import { richText } from './rich-text.ts'

const id = words(255)
const actionable = { action_id: id.optional() }
const focusable = { focus_on_load: z.boolean().optional() }
const asking = { ...actionable, confirm: confirm.optional() }
const choosing = { ...asking, ...focusable }
const hinting = { placeholder: plain(150).optional() }
const dispatching = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(['on_enter_pressed', 'on_character_entered']))
        .min(1)
        .max(2)
        .optional(),
    })
    .optional(),
}
const typing = { ...actionable, ...focusable, ...hinting, ...dispatching }
const several = { max_selected_items: z.int().min(1).optional() }

const button = z.strictObject({
  type: z.literal('button'),
  ...asking,
  text: plain(75),
  value: z.string().max(2000).optional(),
  url: address.optional(),
  style: colour.optional(),
  accessibility_label: z.string().max(75).optional(),
})

export const image = z
  .strictObject({
    type: z.literal('image'),
    alt_text: words(2000),
    image_url: address.optional(),
    slack_file: z.union([z.strictObject({ id: z.string() }), z.strictObject({ url: z.string() })]).optional(),
  })
  .refine((one) => Boolean(one.image_url) !== Boolean(one.slack_file), 'needs image_url or slack_file, one of them')

const among = (options: readonly unknown[] | undefined, initial: readonly unknown[]): boolean =>
  initial.every((one) => options?.some((each) => isDeepStrictEqual(each, one)))
const notAmong = 'what is chosen at first must be one of the options, word for word'

const marks = { ...choosing, options: z.array(anyOption).min(1).max(10) }
const checkboxes = z
  .strictObject({ type: z.literal('checkboxes'), ...marks, initial_options: z.array(anyOption).min(1).optional() })
  .refine((one) => among(one.options, one.initial_options ?? []), notAmong)
const radioButtons = z
  .strictObject({ type: z.literal('radio_buttons'), ...marks, initial_option: anyOption.optional() })
  .refine((one) => among(one.options, one.initial_option ? [one.initial_option] : []), notAmong)

const listed = {
  options: z.array(plainOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
}
type Listed = { options?: unknown[] | undefined; option_groups?: { options: unknown[] }[] | undefined }
const eitherList = (one: Listed) => Boolean(one.options) !== Boolean(one.option_groups)
const noList = 'needs options or option_groups, one of them'
const all = (one: Listed) => one.options ?? one.option_groups?.flatMap((group) => group.options)

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...choosing,
    ...hinting,
    ...listed,
    initial_option: plainOption.optional(),
  })
  .refine(eitherList, noList)
  .refine((one) => among(all(one), one.initial_option ? [one.initial_option] : []), notAmong)
const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...choosing,
    ...hinting,
    ...listed,
    ...several,
    initial_options: z.array(plainOption).min(1).optional(),
  })
  .refine(eitherList, noList)
  .refine((one) => among(all(one), one.initial_options ?? []), notAmong)

const asked = { ...choosing, ...hinting, min_query_length: z.int().min(0).optional() }
const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...asked,
  initial_option: plainOption.optional(),
})
const multiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...asked,
  ...several,
  initial_options: z.array(plainOption).min(1).optional(),
})
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...choosing,
  ...hinting,
  initial_user: z.string().optional(),
})
const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...choosing,
  ...hinting,
  ...several,
  initial_users: z.array(z.string()).optional(),
})
const place = {
  ...choosing,
  ...hinting,
  response_url_enabled: z.boolean().optional(),
  default_to_current_conversation: z.boolean().optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
}
const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...place,
  initial_conversation: z.string().optional(),
})
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...choosing,
  ...hinting,
  response_url_enabled: z.boolean().optional(),
  initial_channel: z.string().optional(),
})

const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...asking,
  options: z.array(linkOption).min(1).max(5),
})
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...choosing,
  ...hinting,
  initial_date: z.iso.date().optional(),
})
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...choosing,
  ...hinting,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not HH:mm')
    .optional(),
  timezone: z.string().optional(),
})
const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...choosing,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
})

const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typing,
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
    initial_value: z.string().max(3000).optional(),
  })
  .refine((one) => (one.initial_value ?? '').length <= (one.max_length ?? 3000), 'initial_value is over max_length')
const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...typing,
  initial_value: z.string().optional(),
})
const urlInput = z.strictObject({ type: z.literal('url_text_input'), ...typing, initial_value: z.string().optional() })
const digits = z.string().regex(/^-?\d+(\.\d+)?$/, 'not a number in a string')
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typing,
  is_decimal_allowed: z.boolean(),
  initial_value: digits.optional(),
  min_value: digits.optional(),
  max_value: digits.optional(),
})
const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...typing,
  initial_value: richText.optional(),
  min_lines: z.int().min(1).max(100).optional(),
  max_lines: z.int().min(1).max(100).optional(),
})
const fileInput = z.strictObject({
  type: z.literal('file_input'),
  ...actionable,
  filetypes: z.array(z.string()).optional(),
  max_files: z.int().min(1).max(10).optional(),
})

const selects = [
  staticSelect,
  multiStaticSelect,
  externalSelect,
  multiExternalSelect,
  usersSelect,
  multiUsersSelect,
  conversationsSelect,
  channelsSelect,
] as const
const pickers = [checkboxes, radioButtons, datepicker, timepicker] as const

/** What may stand beside the text of a section; "Section block" in Slack's Block Kit reference. */
export const accessory = z.discriminatedUnion('type', [button, image, overflow, ...pickers, ...selects])
/** What an actions block may hold. */
export const actionsElement = z.discriminatedUnion('type', [
  button,
  overflow,
  datetimepicker,
  richTextInput,
  ...pickers,
  ...selects,
])
/** What an input block may ask for. */
export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  emailInput,
  urlInput,
  numberInput,
  richTextInput,
  fileInput,
  datetimepicker,
  ...pickers,
  ...selects,
])
