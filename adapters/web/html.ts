import { escapeHtml } from '../../src/cards/escape-html.ts'

/** A piece of HTML that is safe to put in a page: made by `html` alone. */
export interface Html {
  readonly html: string
}

export type Part = Html | string | number | false | null | undefined | readonly Part[]

/** A template whose values are escaped (OWASP, HTML and quoted attribute context), unless they are HTML already. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: strings.reduce((made, text, index) => `${made}${rendered(parts[index - 1])}${text}`),
})

const rendered = (part: Part): string => {
  if (part === undefined || part === null || part === false) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return 'html' in part ? part.html : part.map(rendered).join('')
}
