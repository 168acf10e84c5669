import type { CommandName, ResultOf } from '../catalogue.ts'
import type { EventOf, EventType } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Refusals } from '../kernel/refusal.ts'
import type { SignInFault } from '../sign-in/trace.ts'
import type { LinkMails } from '../trail/message.ts'
import type { CardTexts } from './card-texts.ts'
import type { ChatTexts } from './chat-texts.ts'
import type { Language } from './language.ts'
import type { OperatorTexts } from './operator-texts.ts'
import type { PageTexts } from './page-texts.ts'
import type { SetUpTexts } from './set-up-texts.ts'
import type { WebTexts } from './web-texts.ts'

/**
 * Every word that people read. A language is complete or it does not compile; entries are functions where grammar needs it, so
 * that Dutch word order is Dutch code.
 */
export interface Texts {
  readonly language: Language
  /** Dates and times in the Netherlands, for people: "1 maart 2026 om 10.30 uur". */
  readonly moment: (at: Instant) => string
  readonly day: (at: Instant) => string
  /** An end, with its preposition; the last minute of a day is "tot en met" that day. */
  readonly until: (at: Instant) => string
  /** Why the product says no, and what to do next. */
  readonly refused: {
    readonly [C in keyof Refusals]: (detail: Refusals[C]) => string
  }
  /** What was done, told to the one who did it. */
  readonly done: {
    readonly [N in CommandName]: (result: ResultOf<N>) => string
  }
  /** The label of a command: on a button, in a menu, as the title of its form. */
  readonly command: { readonly [N in CommandName]: string }
  readonly field: { readonly [F in Field]: string }
  /** A line of the trail. Names are looked up when it is read; a removed person is "a removed user". */
  readonly trail: {
    readonly [T in EventType]: (event: EventOf<T>, name: (id: string | undefined) => string) => string
  }
  /** What a person is told when it happens to them, or about their company. */
  readonly notice: {
    readonly [T in NoticeType]: (about: Notice<T>) => {
      readonly title: string
      readonly text: string
    }
  }
  readonly linkMail: {
    readonly [M in keyof LinkMails]: (about: LinkMails[M]) => {
      readonly subject: string
      readonly text: readonly string[]
      readonly button: string
      readonly after: string
    }
  }
  /** Why a sign-in through an identity provider was refused, and what whoever runs the connection does about it. */
  readonly signIn: { readonly [F in SignInFault]: { readonly why: string; readonly remedy: string } }
  /** What every mail says around its own words. */
  readonly mail: { readonly orCopy: string; readonly footer: string }
  readonly card: CardTexts
  readonly chat: ChatTexts
  readonly page: PageTexts
  readonly operator: OperatorTexts
  readonly setUp: SetUpTexts
  readonly web: WebTexts
}

/** The events that people are told about. */
export type NoticeType =
  | 'request.made'
  | 'request.taken'
  | 'request.approved'
  | 'request.declined'
  | 'request.expired'
  | 'request.reminded'
  | 'requests.waiting'
  | 'standard.added'
  | 'access.given'
  | 'access.ended'
  | 'licence.expired'
  | 'user.blocked'
  | 'user.unblocked'
  | 'user.role_changed'
  | 'user.role_ended'
  | 'user.switched'
  | 'domain.proof_missing'
  | 'domain.lost'
  | 'identity.refused'
  | 'connection.certificate_ending'
  | 'provisioning.administrator_kept'

/** An event with the names that its notice needs, looked up at the moment of sending. */
export interface Notice<T extends EventType> {
  readonly event: EventOf<T>
  /** Whether the reader is the person that it happened to. */
  readonly own: boolean
  readonly company: string
  readonly person: string
  readonly licence: string
  /** What a request asks, in words. */
  readonly subject: string
  readonly reference: string
  readonly decidedBy: string
  readonly reason: string
  /** Of a digest: what waits longest. */
  readonly waiting: readonly Waiting[]
}

/** A request that waits for a decision, in words. */
export interface Waiting {
  readonly reference: string
  readonly subject: string
  readonly person: string
  readonly since: Instant
}

/** The fields of all forms. */
export type Field =
  | 'licenceId'
  | 'reason'
  | 'kind'
  | 'number'
  | 'title'
  | 'domain'
  | 'removal'
  | 'requests'
  | 'verdict'
  | 'until'
  | 'emails'
  | 'email'
  | 'role'
  | 'roleUntil'
  | 'licenceIds'
  | 'name'
  | 'phone'
  | 'country'
  | 'language'
  | 'companyId'
  | 'companyWide'
  | 'shown'
  | 'seats'
  | 'freeRegistration'
  | 'requestText'
  | 'reasonMandatory'
  | 'remindAfterDays'
  | 'expireAfterDays'
  | 'digest'
  | 'quietFrom'
  | 'quietTo'
  | 'quietWeekends'
  | 'signInEveryDays'
  | 'confirmSensitive'
  | 'confirmBulkOver'
  | 'contactName'
  | 'contactPhone'
  | 'contactEmail'
  | 'query'
  | 'customerNumber'
  | 'domains'
  | 'administrators'
  | 'expiresAt'
  | 'standards'
  | 'user'
