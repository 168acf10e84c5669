/** Slack's published limits (docs.slack.dev, Block Kit and views reference), in characters and counts. */
export const limits = {
  header: 150,
  button: 75,
  buttonValue: 2000,
  url: 3000,
  optionText: 75,
  options: 100,
  checkboxes: 10,
  actions: 25,
  messageBlocks: 50,
  viewBlocks: 100,
  viewTitle: 24,
  hint: 2000,
  inputLabel: 2000,
  plainTextInput: 3000,
  messageText: 4000,
  confirmText: 300,
  confirmTitle: 100,
  confirmButton: 30,
  /**
   * Slack publishes no limit for rich text, but refuses a message whose blocks hold some 13,000 characters
   * (`msg_blocks_too_long`): a part for the card itself, and the rest for its items together.
   */
  richText: 3000,
  itemsText: 9000,
  /** Of all blocks together, as JSON: a view has 250 kB. */
  size: 240_000,
} as const

/** At most `max` characters (UTF-16 units, as Slack counts at most), cut between characters with an ellipsis. */
export const cut = (text: string, max: number): string => {
  if (text.length <= max) return text
  const end = max - 1
  const high = text.charCodeAt(end - 1)
  // The first half of a pair stays with its other half.
  return `${text.slice(0, high >= 0xd800 && high <= 0xdbff ? end - 1 : end)}…`
}

/** What each may have at most, so that all together stay within `max`: the short stay whole, the long give way alike. */
export const share = (lengths: readonly number[], max: number): number => {
  let left = max
  for (const [index, length] of [...lengths].sort((a, b) => a - b).entries()) {
    const most = Math.floor(left / (lengths.length - index))
    // Of more than fit at all, a sign of each stays.
    if (length > most) return Math.max(1, most)
    left -= length
  }
  return max
}
