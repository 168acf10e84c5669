/** Slack's published limits (docs.slack.dev, Block Kit reference), in characters and counts. */
export const limits = {
  header: 150,
  richText: 2900,
  button: 75,
  buttonValue: 2000,
  optionText: 75,
  options: 100,
  actions: 25,
  messageBlocks: 50,
  viewBlocks: 100,
  viewTitle: 24,
  placeholder: 150,
  hint: 2000,
  inputLabel: 2000,
  plainTextInput: 3000,
  privateMetadata: 3000,
  messageText: 4000,
  confirmText: 300,
  confirmTitle: 100,
  confirmButton: 30,
} as const

/** At most `max` characters, cut between characters (never inside one) with an ellipsis. */
export const cut = (text: string, max: number): string => {
  if (text.length <= max) return text
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > max - 1) break
    kept += character
  }
  return `${kept}…`
}
