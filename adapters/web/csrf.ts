import type { Request, RequestHandler, Response } from 'express'
import type { Browser } from '../channel.ts'

/** Signs and checks the tokens in forms. */
export interface FormGuard {
  /** The token for a form in this browser. */
  token(request: Request, response: Response): string
  /** Lets a post through that carries this browser's token; anything else gets the page of `refused`. */
  readonly check: RequestHandler
}

/** Signs short texts; a signature for one purpose is worth nothing for another. */
export interface Signer {
  sign(purpose: string, text: string): string
  verify(purpose: string, text: string, signature: string): boolean
}

const purpose = 'form'

/**
 * Forms carry a token that is bound to the browser's own cookie (OWASP, signed double submit), so that another site can't post
 * for a person.
 */
export const openFormGuard = (
  browser: Browser,
  signer: Signer,
  refused: (request: Request, response: Response) => void,
): FormGuard => ({
  token: (request, response) => signer.sign(purpose, browser.key(request, response)),
  check: (request, response, next) => {
    const given: unknown = request.body?.['_token']
    if (typeof given === 'string' && signer.verify(purpose, browser.key(request, response), given)) return next()
    refused(request, response)
  },
})
