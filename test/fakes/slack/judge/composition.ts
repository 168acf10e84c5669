import { z } from 'zod'

/** Slack counts characters; ours are UTF-16 units, which is never fewer. */
export const words = (most: number, least = 1) => z.string().min(least).max(most)

export const plain = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: words(most), emoji: z.boolean().optional() })

const mrkdwn = (most: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: words(most), verbatim: z.boolean().optional() })

export const anyText = (most: number) => z.discriminatedUnion('type', [plain(most), mrkdwn(most)])

export const address = z.string().min(1).max(3000)

export const colour = z.enum(['primary', 'danger'])

export const confirm = z.strictObject({
  title: plain(100).optional(),
  text: anyText(300),
  confirm: plain(30).optional(),
  deny: plain(30).optional(),
  style: colour.optional(),
})

const option = <Text extends z.ZodType>(text: Text) =>
  z.strictObject({ text, value: words(75).optional(), description: plain(75).optional() })

export const plainOption = option(plain(75))
export const anyOption = option(anyText(75))
export const linkOption = plainOption.extend({ url: address.optional() })

export const optionGroup = z.strictObject({ label: plain(75), options: z.array(plainOption).min(1).max(100) })
