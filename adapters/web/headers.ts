import type { RequestHandler } from 'express'
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
