import type { Instant } from '../kernel/instant.ts'
import type { CsvFault } from '../users/read-csv.ts'

/** The words of the portal's pages, by page, that are not a command, a field, a refusal or an event. */
export interface WebTexts {
  readonly frame: {
    readonly skip: string
    readonly menu: string
    readonly home: string
    readonly requests: string
    readonly company: string
    readonly profile: string
    readonly about: string
  }
  /** On the tab in Teams. */
  readonly teamsTab: string
  readonly form: {
    readonly save: string
    readonly optional: string
    readonly choose: string
    readonly checkField: string
    /** The title of a page that holds a refused form. */
    readonly mistakeIn: (title: string) => string
  }
  readonly list: {
    readonly filter: string
    readonly all: string
    readonly first: string
    readonly next: string
  }
  readonly fault: {
    readonly title: string
    readonly home: string
    readonly notFound: string
    readonly notFoundText: string
    readonly refused: string
    readonly staleForm: string
    readonly staleFormText: string
    readonly tooOften: string
    readonly tooOftenText: string
    readonly busy: string
    readonly busyText: string
    readonly starting: string
  }
  readonly signIn: {
    readonly intro: string
    readonly next: string
    readonly noAccount: string
    /** For whoever can't use the identity provider. */
    readonly otherwise: string
    readonly byLinkIntro: string
    readonly sendLink: string
    readonly sentTitle: string
    readonly sentText: string
    readonly chooseTitle: string
    readonly chooseText: string
    readonly connection: (number: number) => string
    readonly orLink: string
    readonly linkText: string
  }
  readonly register: {
    readonly intro: string
    readonly send: string
    readonly haveAccount: string
    readonly nothingCame: string
    /** `company` when there is no choice. */
    readonly complete: (email: string, company: string | undefined) => string
    readonly leaves: (company: string) => string
    readonly signInAt: (company: string) => string
  }
  readonly confirm: {
    readonly question: (name: string, chat: string, workspace: string) => string
    readonly warning: string
  }
  readonly stepUp: {
    readonly title: string
    /** What it is, and where it was asked. */
    readonly question: (what: string, where: string) => string
    readonly warning: string
    readonly signIn: string
    readonly doneTitle: string
    readonly goOn: string
  }
  readonly home: {
    readonly hello: (name: string) => string
    readonly waiting: string
    readonly nothingWaits: string
    readonly decide: (count: number) => string
    readonly licences: string
    readonly mine: string
    readonly nothingAsked: string
    readonly allMine: string
  }
  readonly figures: {
    readonly title: string
    readonly median: (hours: number) => string
    readonly requests: string
    readonly week: (from: Instant) => string
    readonly weekHead: string
    readonly count: string
    readonly seats: string
    readonly licence: string
    readonly seatsHead: string
    readonly signIns: string
    readonly way: string
    readonly how: { readonly [H in 'assertion' | 'link' | 'registration']: string }
    readonly table: (title: string) => string
  }
  readonly profile: {
    readonly details: string
    readonly inCompany: (company: string) => string
    readonly proveFirst: string
    readonly sessions: string
    readonly signedIn: (how: 'assertion' | 'link' | 'registration', at: Instant) => string
    readonly thisBrowser: string
    readonly atProvider: string
    readonly atProviderText: string
    readonly myData: string
    readonly download: string
    readonly leaveText: string
  }
  /** The pages under "Mijn bedrijf". */
  readonly company: {
    readonly general: string
    readonly users: string
    readonly licences: string
    readonly connections: string
    readonly delivery: string
    readonly trail: string
  }
  readonly general: {
    readonly details: string
    readonly customerNumber: string
    readonly people: (registered: number, invited: number, blocked: number) => string
    readonly domains: string
    readonly noDomains: string
    readonly state: { readonly [S in 'verified' | 'proving' | 'lost']: string }
    readonly verified: (how: 'operator' | 'dns', day: string, by: string | undefined) => string
    readonly missing: (day: string) => string
    readonly prove: string
    readonly proveText: string
    readonly record: string
    readonly recordName: string
    readonly recordValue: string
    readonly askChange: string
    readonly askChangeText: string
    readonly requests: string
    readonly requestTextHint: string
    readonly notifications: string
    readonly stepUp: string
    readonly stepUpHint: string
    readonly timeHint: string
    readonly registration: string
    readonly registrationHint: string
  }
  readonly users: {
    readonly search: string
    readonly sort: string
    readonly byName: string
    readonly newest: string
    readonly sendInvitations: string
    readonly back: string
    readonly details: string
    readonly registeredAt: string
    readonly roleUntilHint: string
    readonly account: string
    readonly blockText: string
    readonly removeText: string
    readonly takeBackText: string
    readonly releaseText: string
  }
  /** Inviting with a list from a spreadsheet. */
  readonly inviteList: {
    readonly title: string
    readonly intro: string
    readonly file: string
    readonly pasted: string
    readonly pastedHint: string
    readonly look: string
    readonly empty: string
    readonly preview: string
    readonly counts: (ready: number, left: number) => string
    readonly line: string
    readonly result: string
    readonly outcome: {
      readonly [O in 'invited' | 'already_invited' | 'already_user' | 'twice']: string
    }
    readonly fault: { readonly [F in CsvFault]: string }
    readonly invite: (count: number) => string
    readonly otherList: string
    readonly progress: string
    readonly done: (done: number, total: number) => string
    readonly goOn: string
  }
  readonly licences: {
    readonly lasts: (until: Instant) => string
    readonly end: string
    readonly open: string
    readonly switches: string
    readonly companyWideEffect: (registered: number, open: number) => string
    readonly shownEffect: string
    readonly bothOff: string
    readonly holders: string
    readonly everybody: (registered: number) => string
    readonly noHolders: string
    readonly noOwnGrants: string
    readonly given: (at: Instant, by: string | undefined) => string
    readonly details: string
    readonly collection: string
    readonly emptyCollection: string
    readonly back: string
  }
  readonly requests: {
    readonly show: { readonly [S in 'open' | 'settled' | 'mine']: string }
    readonly kind: string
    readonly kinds: { readonly [K in 'access' | 'standard' | 'domain']: string }
    readonly period: string
    readonly periods: { readonly [P in 'week' | 'month' | 'quarter' | 'year']: string }
    readonly allDecided: string
    /** The box before a request in a list. */
    readonly pick: (reference: string) => string
    readonly open: string
    readonly askedAt: string
    readonly all: string
    readonly standardText: string
  }
  /** What groups at the identity provider bring. */
  readonly groups: {
    readonly title: string
    readonly text: string
    readonly none: string
    readonly add: string
    readonly remove: string
    readonly group: string
    readonly groupHint: string
    readonly administrator: string
    readonly tryText: string
    readonly tried: string
    readonly newcomer: string
    readonly seen: string
    readonly gives: string
    readonly takes: string
    readonly full: string
    readonly nothing: string
  }
  readonly provisioning: {
    readonly title: string
    readonly text: string
    readonly address: string
    readonly people: string
    readonly tokens: string
    readonly token: string
    readonly made: (at: Instant) => string
    readonly none: string
    readonly once: string
    readonly goOn: string
  }
  readonly connections: {
    readonly connectText: (workspace: string) => string
    readonly install: string
    readonly installText: string
    readonly removedInSlack: string
    readonly installTitle: string
    readonly installUnasked: (company: string) => string
    readonly notAllowed: string
    readonly refusedBySlack: (why: string) => string
    readonly connect: (chat: string) => string
    readonly connectedOn: (at: Instant) => string
    readonly unreachable: (chat: string) => string
    readonly notSetUp: (chat: string) => string
    readonly signOn: string
    readonly signOnText: string
    readonly people: (count: number) => string
    readonly required: string
    readonly addText: string
    readonly metadataUrl: string
    readonly metadataXml: string
    readonly newMetadata: string
    readonly identityProvider: string
    readonly companies: string
    readonly tested: string
    readonly never: string
    readonly breakGlass: string
    readonly test: string
    readonly setUp: string
    readonly setUpText: string
    readonly entityId: string
    readonly acsUrl: string
    readonly ownMetadata: string
    readonly settings: string
    readonly flags: {
      readonly [F in 'required' | 'provisioning' | 'idpInitiated' | 'signRequests' | 'forceAuthn']: {
        readonly label: string
        readonly hint: string
      }
    }
    readonly encryption: {
      readonly label: string
      readonly hint: string
      readonly options: { readonly off: string; readonly gcm: string; readonly cbc: string }
    }
    /** While AES-CBC is taken. */
    readonly cbcWarning: string
    readonly key: string
    readonly keyText: string
    readonly ends: string
    readonly metadataFault: (why: string) => string
    readonly recent: string
    readonly code: string
    readonly noTraces: string
    readonly signedIn: string
    readonly expected: string
    readonly received: string
    readonly removeText: string
    readonly back: string
  }
  readonly delivery: {
    readonly about: string
    readonly nothing: string
    readonly through: { readonly [C in 'mail' | 'slack' | 'teams']: string }
    readonly why: { readonly [W in 'mail_refused' | 'unreachable' | 'no_answer']: string }
    readonly invitation: string
    readonly request: (reference: string) => string
    readonly inviteAgain: string
    readonly all: string
  }
  readonly trail: {
    /** Links to files with the lines that are looked at. */
    readonly keep: { readonly csv: string; readonly ndjson: string }
    readonly person: string
    readonly as: string
    readonly about: string
    readonly did: string
    readonly from: string
    readonly to: string
    readonly nothing: string
    readonly follow: string
    readonly following: (seconds: number) => string
    readonly stop: string
    /** Marks a line that came while the trail is followed. */
    readonly isNew: string
    readonly changes: string
    /** Stands for a list or a group of values. */
    readonly several: string
    readonly by: { readonly [B in 'operator' | 'clock' | 'connection' | 'stranger']: string }
    readonly channel: { readonly [C in 'web' | 'api' | 'saml' | 'scim' | 'clock']: string }
  }
}
