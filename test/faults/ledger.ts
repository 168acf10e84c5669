/** What people were told while things failed: each of it must be true afterwards. */
export interface Ledger {
  /** Standards that were asked for, each once. */
  readonly asked: Set<string>
  /** People who were signed in, by address. */
  readonly signedIn: Set<string>
  /** Licences that the operator was told were added, by id. */
  readonly licences: Set<string>
  /** Addresses that the operator was told were invited. */
  readonly invited: Set<string>
  /** What the administrator's phone may be now: the last that was confirmed, and those that were sent since. */
  phones: string[]
  /** How often each kind of work was done and answered, and how often it was not. */
  readonly count: { [kind: string]: { answered: number; unanswered: number } }
}

export const openLedger = (): Ledger => ({
  asked: new Set(),
  signedIn: new Set(),
  licences: new Set(),
  invited: new Set(),
  phones: [],
  count: {},
})
