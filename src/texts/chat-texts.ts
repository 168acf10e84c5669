import type { Instant } from '../kernel/instant.ts'

/** What the bot says besides what a command answers. */
export interface ChatTexts {
  readonly helpTitle: string
  readonly helpFor: (who: 'everyone' | 'administrator') => string
  readonly helpHow: (command: string) => string
  /** What each chat command does, in a few words. */
  readonly does: { readonly [command: string]: string }
  readonly unknownTitle: (word: string) => string
  readonly didYouMean: (usage: string) => string
  readonly noSuchLicence: (written: string) => string
  readonly choiceOfLicences: (names: readonly string[]) => string
  /** Said in a channel, where everybody reads along. */
  readonly answeredPersonally: string
  readonly openChatFirst: string
  readonly registerTitle: string
  readonly registerText: string
  readonly alreadyRegistered: (email: string) => string
  readonly whoamiTitle: (name: string) => string
  readonly stranger: string
  readonly company: string
  readonly address: string
  readonly role: { readonly user: string; readonly administrator: string }
  readonly confirmed: string
  readonly notConfirmed: string
  readonly confirmTitle: string
  readonly confirmText: string
  readonly licencesTitle: string
  readonly noLicences: string
  readonly companyWide: string
  readonly haveAccess: string
  readonly haveAccessUntil: (until: Instant) => string
  readonly noAccess: string
  readonly asked: (reference: string) => string
  readonly expired: string
  readonly seats: (used: number, of: number | undefined) => string
  readonly requestsTitle: (show: 'open' | 'settled' | 'mine', total: number) => string
  readonly noRequests: string
  readonly kindOfRequest: { readonly access: string; readonly standard: string }
  readonly page: (page: number, of: number) => string
  readonly showAll: string
  readonly previous: string
  readonly next: string
  readonly more: (total: number, shown: number) => string
  readonly switchTitle: string
  readonly switchText: (company: string) => string
  readonly noSwitch: (company: string) => string
  readonly switchTo: (company: string) => string
  readonly switchConfirm: (company: string) => string
  readonly usersTitle: (total: number) => string
  /** Above the invitations that nobody answered yet. */
  readonly invitationsTitle: (total: number) => string
  readonly noUsers: string
  readonly userStatus: {
    readonly [status in 'invited' | 'registered' | 'blocked']: string
  }
  readonly settingsTitle: string
  readonly domains: string
  readonly freeRegistration: string
  readonly yes: string
  readonly no: string
  readonly decidedTitle: (approved: number, declined: number, refused: number) => string
  readonly invitedTitle: (invited: number, refused: number) => string
  readonly alreadyInvited: string
  readonly alreadyUser: string
  readonly invited: string
}
