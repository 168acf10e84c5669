import { escapeHtml } from '../../src/cards/escape-html.ts'
import type { SignInFault } from '../../src/sign-in/trace.ts'
import type { Texts } from '../../src/texts/texts.ts'

const page = (texts: Texts, title: string, body: string): string => `<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Toegang</title>
<link rel="stylesheet" href="/style.css">
</head>
<body><main class="narrow"><h1>${escapeHtml(title)}</h1>${body}</main></body>
</html>`

/** Why a sign-in was refused, what to do about it, and the code under which the trace has the rest. */
export const refusedPage = (texts: Texts, reason: SignInFault, code: string): string => {
  const { why, remedy } = texts.signIn[reason]
  return page(
    texts,
    texts.page.signInRefused,
    `<p>${escapeHtml(why)}</p><p>${escapeHtml(remedy)}</p>` +
      `<p>${escapeHtml(texts.page.referenceNumber)}: <strong>${escapeHtml(code)}</strong></p>` +
      `<p><a href="/login">${escapeHtml(texts.page.backToSignIn)}</a></p>`,
  )
}

/** A new person picks one of the connection's companies. */
export const choosePage = (
  texts: Texts,
  action: string,
  code: string,
  companies: readonly { readonly companyId: string; readonly name: string }[],
): string =>
  page(
    texts,
    texts.page.chooseCompany,
    `<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="code" value="${escapeHtml(code)}">` +
      companies
        .map(
          ({ companyId, name }) =>
            `<p><button type="submit" name="companyId" value="${escapeHtml(companyId)}">${escapeHtml(name)}</button></p>`,
        )
        .join('') +
      `</form>`,
  )
