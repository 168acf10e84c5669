import type { CookieOptions, Request } from 'express'
import type { Browser, SessionCookie } from './channel.ts'

const hour = 3600 * 1000
const browserCookie = 'toegang_browser'
export const sessionCookie = 'toegang_session'
const operatorCookie = 'toegang_operator'

/**
 * What a cookie is called where the portal is reached at `baseUrl`. Over TLS its name says that it came from this very host, so that
 * no other host of the domain can set one (RFC 6265bis, 4.1.3.2).
 */
const cookieName = (name: string, baseUrl: string): string => (baseUrl.startsWith('https:') ? `__Host-${name}` : name)

/**
 * The cookies of the portal. They are out of reach of scripts and of other sites' forms (SameSite=Lax), and travel over TLS
 * only when the portal is reached that way (RFC 6265bis).
 */
export const openBrowser = (baseUrl: string, makeSecret: () => string): Browser => {
  const options: CookieOptions = {
    httpOnly: true,
    sameSite: 'lax',
    secure: baseUrl.startsWith('https:'),
    path: '/',
  }
  const named = (name: string): string => cookieName(name, baseUrl)
  const sessionIn = (cookie: string, hours: number): SessionCookie => ({
    session: (request) => readCookie(request, named(cookie)),
    signIn: (response, session) => void response.cookie(named(cookie), session, { ...options, maxAge: hours * hour }),
    signOut: (response) => void response.clearCookie(named(cookie), options),
  })
  return {
    named,
    ...sessionIn(sessionCookie, 12),
    operator: sessionIn(operatorCookie, 8),
    key: (request, response) => {
      const known = readCookie(request, named(browserCookie)) ?? (response.locals['browserKey'] as string | undefined)
      if (known) return known
      const made = makeSecret()
      // The same response may ask again before the browser has the cookie.
      response.locals['browserKey'] = made
      response.cookie(named(browserCookie), made, options)
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
