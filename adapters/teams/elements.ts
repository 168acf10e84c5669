/** The smallest parts of an Adaptive Card. */

/** An Adaptive Card (schema version 1.5) or a part of one, as JSON. */
export type Json = { readonly [name: string]: unknown }

/** The longest card, in characters of JSON: with what is around it within 24 KB, which Teams counts as UTF-16. */
export const mostJson = 11_500

/** At most `most` UTF-16 units, ending in an ellipsis when something was left out; never ends in half a character. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`

/** Words of people as they are: runs know no markdown. Clients do read `{{DATE(…)}}` and `{{TIME(…)}}` in any text, unless it is broken. */
export const run = (text: string, look: Json = {}): Json => ({
  type: 'TextRun',
  text: text.replace(/\{\{(?=\s*(?:DATE|TIME)\b)/gi, '{ {'),
  ...look,
})

export const bold = (text: string, look: Json = {}): Json => run(text, { weight: 'bolder', ...look })

/** One paragraph. */
export const paragraph = (inlines: readonly Json[], look: Json = {}): Json => ({
  type: 'RichTextBlock',
  inlines,
  ...look,
})

/** A whole card. */
export const cardOf = (body: readonly Json[], actions: readonly Json[], more: Json = {}): Json => ({
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  type: 'AdaptiveCard',
  version: '1.5',
  body,
  ...(actions.length > 0 && { actions }),
  ...more,
})
