/** Text made safe inside an element or a quoted attribute, of XML and of HTML alike. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** ` name="value"` for each value that is there. */
export const attributes = (values: Record<string, string | undefined>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value = '']) => ` ${name}="${escaped(value)}"`)
    .join('')
