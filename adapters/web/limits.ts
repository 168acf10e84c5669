import { createHash } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'

/** Limits on all that guesses; they are counted in this process alone, which slows a guesser down by the number of instances at most. */
export interface Limits {
  /** Asking for a mail or a connection: by network address, and by address of mail from there. */
  readonly address: readonly RequestHandler[]
  /** Trying secrets. */
  readonly secret: readonly RequestHandler[]
}

const windowMs = 10 * 60_000
/** A company has its thousands behind one network address, who all come at nine. */
const perNetwork = 600
const perMailAddress = 10
const secretsPerNetwork = 200

/** @param refused shows the page for whoever has to wait */
export const openLimits = (refused: (request: Request, response: Response) => void): Limits => {
  const limit = (most: number, keyOf: (request: Request) => string, skip?: (request: Request) => boolean) =>
    rateLimit({
      windowMs,
      limit: most,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      keyGenerator: keyOf,
      ...(skip && { skip }),
      handler: refused,
      // Whether to believe a proxy is settled where the portal opens.
      validate: { trustProxy: false, xForwardedForHeader: false },
    })
  const network = (request: Request): string => ipKeyGenerator(request.ip ?? '')
  const mailAddress = (request: Request): string =>
    String(request.body?.['email'] ?? '')
      .trim()
      .toLowerCase()
  const isRead = ({ method }: Request): boolean => method !== 'POST'
  return {
    address: [
      limit(perNetwork, network, isRead),
      // An address is kept as a hash: limits need no personal data.
      limit(
        perMailAddress,
        (request) => `${network(request)} ${createHash('sha256').update(mailAddress(request)).digest('base64url')}`,
        isRead,
      ),
    ],
    secret: [limit(secretsPerNetwork, network)],
  }
}
