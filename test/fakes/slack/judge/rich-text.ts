import { z } from 'zod'
import { words } from './composition.ts'

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
    underline: z.boolean().optional(),
  })
  .optional()
const part = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), style, ...shape })

const anything = words(Number.MAX_SAFE_INTEGER)
const text = part('text', { text: anything })
const link = part('link', { url: words(3000), text: z.string().optional(), unsafe: z.boolean().optional() })
const inline = z.discriminatedUnion('type', [
  text,
  link,
  part('broadcast', { range: z.enum(['here', 'channel', 'everyone']) }),
  part('channel', { channel_id: anything }),
  part('color', { value: anything }),
  part('date', {
    timestamp: z.int(),
    format: anything,
    url: z.string().optional(),
    fallback: z.string().optional(),
  }),
  part('emoji', { name: anything, unicode: z.string().optional(), url: z.string().optional() }),
  part('team', { team_id: anything }),
  part('user', { user_id: anything }),
  part('usergroup', { usergroup_id: anything }),
])

const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline) })
const border = z.union([z.literal(0), z.literal(1)]).optional()

/** "Rich text block" in Slack's Block Kit reference; an element without text is refused there too. */
export const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: words(255).optional(),
  elements: z
    .array(
      z.discriminatedUnion('type', [
        section,
        z.strictObject({
          type: z.literal('rich_text_list'),
          elements: z.array(section),
          style: z.enum(['bullet', 'ordered']),
          indent: z.int().min(0).max(8).optional(),
          offset: z.int().min(0).optional(),
          border,
        }),
        z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline), border }),
        z.strictObject({
          type: z.literal('rich_text_preformatted'),
          elements: z.array(z.discriminatedUnion('type', [text, link])),
          border,
        }),
      ]),
    )
    .min(1),
})
