import { codeOf } from './retry.ts'

/** Of the network, and of a server that starts, stops or has too many callers (PostgreSQL, Appendix A). */
const away = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['57P01', '57P02', '57P03', '53300', '08001', '08004', '08006'],
])

/** The driver's own words for a server that hangs up or stays silent; they have no code. */
const hungUp = /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout)/

/** Whether a database may be there a moment later, unlike one that refuses our name or has other tables. */
export const isAway = (error: unknown): boolean =>
  away.has(codeOf(error) ?? '') || (error instanceof Error && hungUp.test(error.message))
