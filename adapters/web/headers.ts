import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'

/**
 * The security headers of every page (OWASP Secure Headers): nothing but our own style sheet and pictures in it, no script at all, no
 * frame around it, no address told to other sites (some hold a secret), and nothing with personal data kept by a cache.
 */
export const secureHeaders = (baseUrl: string): RequestHandler[] => [
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: baseUrl.startsWith('https:'),
    xFrameOptions: { action: 'deny' },
  }),
  (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store')
    next()
  },
]

/** Where Teams shows tabs: in the browser, on the desktop, and in the clouds of the United States' government. */
const teamsHosts = [
  'https://teams.microsoft.com',
  'https://*.teams.microsoft.com',
  'https://teams.cloud.microsoft',
  'https://*.teams.microsoft.us',
]

/** Lets Teams, and nobody else, put a frame around this one answer. It must hold nothing that a click could do or a reader should not see. */
export const allowTeamsFrame = (response: Response): void => {
  const policy = String(response.getHeader('Content-Security-Policy') ?? '')
  response.setHeader(
    'Content-Security-Policy',
    policy.replace("frame-ancestors 'none'", `frame-ancestors ${teamsHosts.join(' ')}`),
  )
  // It knows no list of hosts.
  response.removeHeader('X-Frame-Options')
}
