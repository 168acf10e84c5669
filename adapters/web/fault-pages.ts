import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { textsIn } from '../../src/texts/in-language.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { Busy } from '../busy.ts'
import { html } from './html.ts'
import { sendPage } from './layout.ts'
import { refusalPage } from './refusal-page.ts'
import { styleAddress } from './style.ts'
import { languageFor, openVisit, type Portal } from './visit.ts'

/** The page for an address that leads nowhere. */
export const notFoundPage =
  (portal: Portal): RequestHandler =>
  async (request, response) => {
    if (request.path.startsWith('/api/')) return void response.status(404).json({ error: 'not_found' })
    const visit = await openVisit(portal, request, response)
    sendPage(visit, refusalPage(visit, { ok: false, code: 'not_found', detail: {} }))
  }

/**
 * What went wrong here, without how: the person gets a reference, the log has the rest under it. A body that is too large or cut off
 * is the sender's mistake.
 */
export const faultPage =
  (portal: Pick<Portal, 'core' | 'log'>): ErrorRequestHandler =>
  (error: { readonly status?: unknown }, request, response, next) => {
    if (response.headersSent) return next(error)
    const { status } = error
    const texts = textsIn(languageFor(request))
    if (error instanceof Busy) {
      response.setHeader('Retry-After', String(error.retryAfter))
      if (request.path.startsWith('/api/')) return void response.status(error.status).json({ error: 'busy' })
      return sendBare(response, texts, error.status, texts.web.fault.busy, texts.web.fault.busyText)
    }
    if (typeof status === 'number' && status >= 400 && status < 500)
      return sendBare(response, texts, status, texts.web.fault.refused, texts.refused.invalid_input({ fields: {} }))
    const reference = portal.core.ports.ids.reference(6)
    portal.log.error({ err: error, reference, method: request.method, path: request.path }, 'a page failed')
    if (request.path.startsWith('/api/')) return void response.status(500).json({ error: 'fault', reference })
    sendBare(response, texts, 500, texts.web.fault.title, texts.card.somethingWrong(reference))
  }

/** A form without a token of this browser: too old, or not ours. */
export const staleFormPage = (request: Request, response: Response): void => {
  const { web } = textsIn(languageFor(request))
  sendBare(response, textsIn(languageFor(request)), 403, web.fault.staleForm, web.fault.staleFormText)
}

/** Somebody tries too often. */
export const tooOftenPage = (request: Request, response: Response): void => {
  const { web } = textsIn(languageFor(request))
  sendBare(response, textsIn(languageFor(request)), 429, web.fault.tooOften, web.fault.tooOftenText)
}

/** A page that asks nothing of the core, which may be what failed. */
const sendBare = (response: Response, texts: Texts, status: number, title: string, text: string): void =>
  void response
    .status(status)
    .type('html')
    .send(
      html`<!doctype html>
<html lang="${texts.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title} · ${texts.page.product}</title><link rel="stylesheet" href="${styleAddress}"></head>
<body><main class="narrow"><h1>${title}</h1><p>${text}</p><p><a href="/">${texts.web.fault.home}</a></p></main></body>
</html>`.html,
    )
