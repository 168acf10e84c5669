/** More is asked than can be done: refused at once and politely (RFC 9110, 15.6.4), so that what was taken on is finished. */
export class Busy extends Error {
  readonly status = 503
  /** Seconds. */
  readonly retryAfter = 5
  constructor() {
    super('too much is waiting')
  }
}
