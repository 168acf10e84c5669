import type { CookieOptions, Request } from 'express'
import type { Browser } from './channel.ts'

const twelveHours = 12 * 3600 * 1000
const browserCookie = 'toegang_browser'
export const sessionCookie = 'toegang_session'

/**
 * The two cookies of the portal. Both are out of reach of scripts and of other sites' forms (SameSite=Lax), and travel over TLS
 * only when the portal is reached that way (RFC 6265bis).
 */
export const openBrowser = (baseUrl: string, makeSecret: () => string): Browser => {
  const options: CookieOptions = {
    httpOnly: true,
    sameSite: 'lax',
    secure: baseUrl.startsWith('https:'),
    path: '/',
  }
  return {
    session: (request) => readCookie(request, sessionCookie),
    signIn: (response, session) => void response.cookie(sessionCookie, session, { ...options, maxAge: twelveHours }),
    signOut: (response) => void response.clearCookie(sessionCookie, options),
    key: (request, response) => {
      const known = readCookie(request, browserCookie) ?? (response.locals['browserKey'] as string | undefined)
      if (known) return known
      const made = makeSecret()
      // The same response may ask again before the browser has the cookie.
      response.locals['browserKey'] = made
      response.cookie(browserCookie, made, options)
      return made
    },
  }
}

/** A cookie's value (RFC 6265, 5.4); anything but our own alphabet is as good as absent. */
const readCookie = (request: Request, name: string): string | undefined => {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key = '', value = ''] = part.trim().split('=', 2)
    if (key === name && /^[A-Za-z0-9_-]{20,200}$/.test(value)) return value
  }
  return undefined
}
