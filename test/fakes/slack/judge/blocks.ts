import { z } from 'zod'
import { address, anyText, plain, words } from './composition.ts'
import { accessory, actionsElement, image, inputElement } from './elements.ts'
import { richText } from './rich-text.ts'

const named = { block_id: words(255).optional() }

const section = z
  .strictObject({
    type: z.literal('section'),
    ...named,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((one) => one.text || one.fields, 'needs text or fields')

const input = z.strictObject({
  type: z.literal('input'),
  ...named,
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
})

const cell = z.discriminatedUnion('type', [
  richText,
  z.strictObject({ type: z.literal('raw_text'), text: words(Number.MAX_SAFE_INTEGER) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: words(Number.MAX_SAFE_INTEGER) }),
])

/** The blocks that this judge knows, each by Slack's Block Kit reference; another type is refused. */
export const block = z.discriminatedUnion('type', [
  section,
  input,
  richText,
  z.strictObject({ type: z.literal('divider'), ...named }),
  z.strictObject({ type: z.literal('header'), ...named, text: plain(150) }),
  z.strictObject({ type: z.literal('actions'), ...named, elements: z.array(actionsElement).min(1).max(25) }),
  z.strictObject({
    type: z.literal('context'),
    ...named,
    elements: z
      .array(z.discriminatedUnion('type', [image, anyText(3000)]))
      .min(1)
      .max(10),
  }),
  z
    .strictObject({ ...image.shape, ...named, title: plain(2000).optional() })
    .refine((one) => Boolean(one.image_url) !== Boolean(one.slack_file), 'needs image_url or slack_file, one of them'),
  z.strictObject({ type: z.literal('markdown'), ...named, text: words(12_000) }),
  z.strictObject({
    type: z.literal('table'),
    ...named,
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(
        z.strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        }),
      )
      .max(20)
      .optional(),
  }),
  z.strictObject({
    type: z.literal('video'),
    ...named,
    video_url: address,
    thumbnail_url: address,
    alt_text: words(2000),
    title: plain(199),
    title_url: address.optional(),
    description: plain(200).optional(),
    author_name: z.string().max(49).optional(),
    provider_name: z.string().optional(),
    provider_icon_url: address.optional(),
  }),
])
