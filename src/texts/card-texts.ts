import type { Instant } from '../kernel/instant.ts'
import type { Verdict } from '../requests/request.ts'

/** The words on cards that are not a command, a field or an event. */
export interface CardTexts {
  readonly requestTitle: {
    readonly access: (licence: string) => string
    readonly standard: (number: string) => string
    readonly domain: (domain: string) => string
    readonly domainRemoval: (domain: string) => string
  }
  readonly state: {
    readonly open: string
    readonly withdrawn: string
    readonly expired: string
  }
  readonly verdict: { readonly [V in Verdict]: string }
  readonly decidedBy: (verdict: Verdict, by: string, at: Instant) => string
  readonly byOperator: string
  readonly byCompanyWide: string
  readonly removedUser: string
  readonly reference: string
  readonly requester: string
  readonly status: string
  readonly licence: string
  readonly standard: string
  readonly declineReason: string
  readonly send: string
  readonly emailsHint: string
  readonly approve: string
  /** Opens the form in which more can be said than yes. */
  readonly approveWith: { readonly access: string; readonly standard: string }
  /** The label of what somebody who approves adds. */
  readonly note: string
  readonly decline: string
  readonly withdraw: string
  /** Says to be on a request. */
  readonly take: string
  /** The label of who is on it. */
  readonly takenBy: string
  /** Asked before a request is withdrawn. */
  readonly withdrawConfirm: (reference: string) => string
  /** The label of how long access was given. */
  readonly access: string
  readonly open: string
  readonly nothing: string
  readonly somethingWrong: (reference: string) => string
  /** Shown while an answer takes longer than a person likes to wait. */
  readonly working: string
  readonly myAccess: string
  readonly searchAgain: string
  readonly decideSeveral: string
  readonly openPage: string
  readonly signIn: string
  readonly confirmAccount: string
  readonly register: string
  readonly askInvitation: string
}
