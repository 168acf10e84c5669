import type { CookieOptions, Request, Response } from 'express'
import type { Browser } from '../channel.ts'
import type { Signer } from './csrf.ts'

const purpose = 'flash'
/** A cookie holds 4096 bytes with its name and signature (RFC 6265, 6.1). */
const longest = 2400

/** What was done, told on the page that a redirect leads to: once, and only in the browser that did it. */
export interface Flash {
  say(request: Request, response: Response, text: string): void
  /** The text that waits for this browser, which is then gone. */
  take(request: Request, response: Response): string | undefined
}

/** Keeps the text in a cookie that is signed for this browser, so that nobody else can put words on a page. */
export const openFlash = (browser: Browser, signer: Signer, secure: boolean): Flash => {
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', secure, path: '/' }
  const cookie = browser.named('toegang_said')
  const signed = (request: Request, response: Response, packed: string) => `${browser.key(request, response)} ${packed}`
  return {
    say: (request, response, text) => {
      const packed = Buffer.from(cut(text)).toString('base64url')
      const signature = signer.sign(purpose, signed(request, response, packed))
      response.cookie(cookie, `${packed}.${signature}`, { ...options, maxAge: 60_000 })
    },
    take: (request, response) => {
      const found = new RegExp(`(?:^|;\\s*)${cookie}=([\\w-]+)\\.([\\w-]+)`).exec(request.headers.cookie ?? '')
      if (!found) return undefined
      response.clearCookie(cookie, options)
      const [, packed = '', signature = ''] = found
      if (!signer.verify(purpose, signed(request, response, packed), signature)) return undefined
      return Buffer.from(packed, 'base64url').toString('utf8')
    },
  }
}

const cut = (text: string): string => {
  let kept = text
  while (Buffer.byteLength(kept) > longest) kept = `${kept.slice(0, -100).trimEnd()}…`
  return kept
}
