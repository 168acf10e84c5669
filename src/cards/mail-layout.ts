import type { Texts } from '../texts/texts.ts'
import { escapeHtml } from './escape-html.ts'

/** What a mail says, in plain text; markup in it is text. */
export interface MailParts {
  readonly subject: string
  readonly text: readonly string[]
  /** `path` is a page of the portal and starts with `/`. */
  readonly button?: { readonly label: string; readonly path: string }
  /** What comes after the button. */
  readonly after?: readonly string[]
}

/**
 * Makes a mail: plain text and HTML that say the same, for `Mailer`. Throws for a path that is not a page of the portal.
 * The HTML sets no colours besides the button's own, so that it is readable in light and in dark.
 */
export const renderMail = (
  { subject, text, button, after = [] }: MailParts,
  texts: Texts,
  baseUrl: string,
): { readonly subject: string; readonly text: string; readonly html: string } => {
  const link = button && { label: button.label, url: portalUrl(baseUrl, button.path) }
  return {
    // One line: a line break would start another header.
    subject: subject.replace(/\s+/g, ' ').trim(),
    text: [...text, ...(link ? [`${link.label}:\n${link.url}`] : []), ...after, `-- \n${texts.mail.footer}`].join(
      '\n\n',
    ),
    html: page(subject, texts.language, [
      ...text.map((paragraph) => element('p', 'margin:0 0 16px', withBreaks(paragraph))),
      ...(link ? [buttonOf(link)] : []),
      ...after.map((paragraph) => element('p', 'margin:0 0 16px', withBreaks(paragraph))),
      ...(link ? [fallbackOf(link, texts)] : []),
      element('p', `${small};border-top:1px solid;padding-top:12px`, escapeHtml(texts.mail.footer)),
    ]),
  }
}

const portalUrl = (baseUrl: string, path: string): string => {
  if (!/^\/(?![/\\])/.test(path)) throw new Error('a mail links to pages of the portal only')
  return baseUrl.replace(/\/+$/, '') + path
}

const font = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif'
const small = 'margin:24px 0 0;font-size:13px;line-height:1.5'
const blue = 'background-color:#0b5cad;border:1px solid #ffffff;border-radius:6px;color:#ffffff'

const element = (tag: string, style: string, inner: string): string => `<${tag} style="${style}">${inner}</${tag}>`

const withBreaks = (text: string): string => escapeHtml(text).replace(/\r\n|\r|\n/g, '<br>')

const buttonOf = ({ label, url }: { readonly label: string; readonly url: string }): string =>
  element(
    'p',
    'margin:24px 0',
    `<a href="${escapeHtml(url)}" style="${blue};display:inline-block;font-weight:600;padding:12px 20px;text-decoration:none">${escapeHtml(label)}</a>`,
  )

const fallbackOf = ({ url }: { readonly url: string }, { mail }: Texts): string =>
  element('p', `${small};word-break:break-all`, `${escapeHtml(mail.orCopy)}<br>${escapeHtml(url)}`)

const page = (title: string, language: string, body: readonly string[]): string =>
  [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    '</head>',
    `<body style="margin:0;padding:24px;${font};font-size:16px;line-height:1.5">`,
    `<div style="margin:0 auto;max-width:560px">`,
    ...body,
    '</div>',
    '</body>',
    '</html>',
  ].join('\n')
