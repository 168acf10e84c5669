import { chatAccountTable, chatConfirmationTable, postedMessageTable } from '../chat/chat-account.ts'
import { installationStateTable, installationTable } from '../chat/installation.ts'
import { workspaceTable } from '../chat/workspace.ts'
import { companyTable } from '../companies/company.ts'
import { domainTable } from '../companies/domain.ts'
import type { Instant } from '../kernel/instant.ts'
import type { RowOf, Where } from '../kernel/table.ts'
import { grantTable } from '../licences/access.ts'
import { licenceTable } from '../licences/licence.ts'
import { operatorTable } from '../operators/operator.ts'
import { operatorSessionTable } from '../operators/operator-session.ts'
import { groupMemberTable, groupTable } from '../provisioning/group.ts'
import { provisioningTokenTable } from '../provisioning/token.ts'
import { requestTable } from '../requests/request.ts'
import { connectionTable, identityTable } from '../sign-in/connection.ts'
import { ownKeyTable } from '../sign-in/own-key.ts'
import { sessionTable, signInLinkTable } from '../sign-in/session.ts'
import { setUpTable } from '../sign-in/set-up.ts'
import { pendingSignInTable, signInRequestTable, usedAssertionTable } from '../sign-in/sign-in-request.ts'
import { stepUpTable } from '../sign-in/step-up.ts'
import { signInTraceTable } from '../sign-in/trace.ts'
import { auditTable } from '../trail/audit-event.ts'
import { type Message, outboxTable, type Queue } from '../trail/message.ts'
import { invitationTable, registrationTable } from '../users/invitation.ts'
import { userTable } from '../users/user.ts'
import { webhookTable } from '../webhooks/webhook.ts'

/** Every kind of row that the product keeps. A new kind is declared here, once; each store builds itself from this list. */
export const tables = {
  companies: companyTable,
  domains: domainTable,
  users: userTable,
  invitations: invitationTable,
  registrations: registrationTable,
  licences: licenceTable,
  grants: grantTable,
  requests: requestTable,
  connections: connectionTable,
  ownKeys: ownKeyTable,
  setUps: setUpTable,
  identities: identityTable,
  provisioningTokens: provisioningTokenTable,
  groups: groupTable,
  groupMembers: groupMemberTable,
  signInRequests: signInRequestTable,
  usedAssertions: usedAssertionTable,
  pendingSignIns: pendingSignInTable,
  signInTraces: signInTraceTable,
  sessions: sessionTable,
  signInLinks: signInLinkTable,
  stepUps: stepUpTable,
  workspaces: workspaceTable,
  installations: installationTable,
  installationStates: installationStateTable,
  chatAccounts: chatAccountTable,
  chatConfirmations: chatConfirmationTable,
  postedMessages: postedMessageTable,
  webhooks: webhookTable,
  operators: operatorTable,
  operatorSessions: operatorSessionTable,
  audit: auditTable,
  outbox: outboxTable,
} as const

export type TableName = keyof typeof tables
export type Tables = { [T in TableName]: RowOf<(typeof tables)[T]> }

/** Tables that a use case may change as it likes; the trail only grows, and the outbox has verbs of its own. */
export type OpenTable = Exclude<TableName, 'audit' | 'outbox'>

export interface Page<R> {
  readonly rows: R[]
  /** Give it as `after` to get the rows that follow; absent on the last page. */
  readonly next?: string
}

export interface PageOptions {
  readonly limit: number
  readonly after?: string
  /** `sort` is the table's own; rows are otherwise in the order they were made in. */
  readonly order?: 'made' | 'sort'
  readonly newestFirst?: boolean
}

export interface Reader<T extends TableName> {
  get(id: string): Promise<Tables[T] | undefined>
  /** All rows that fit, in the order they were made in. For searches that stay small; others use `page`. */
  list(where: Where<(typeof tables)[T]>): Promise<Tables[T][]>
  page(where: Where<(typeof tables)[T]>, options: PageOptions): Promise<Page<Tables[T]>>
  /** How many rows fit. With `most` it counts no further, so that a number that nobody reads to its end costs little. */
  count(where: Where<(typeof tables)[T]>, most?: number): Promise<number>
}

export interface Table<T extends TableName> extends Reader<T> {
  /** Inserts or replaces. The transaction throws `Conflict` when a uniqueness rule is broken at its end. Absent and undefined are one. */
  put(row: Tables[T]): Promise<void>
  /** Removing what isn't there is no mistake. */
  remove(id: string): Promise<void>
}

export type ReadTx = { readonly [T in TableName]: Reader<T> }

export type Tx = { readonly [T in OpenTable]: Table<T> } & {
  /** No update and no delete: the trail can't be edited. */
  readonly audit: Reader<'audit'> & { append(event: Tables['audit']): Promise<void> }
  readonly outbox: Reader<'outbox'> & {
    append(message: Message): Promise<void>
    settle(id: string, result: Settlement): Promise<void>
  }
}

/** How an attempt at sending ended. Settling a message that is settled already changes nothing, save `again`. */
export type Settlement =
  | { readonly state: 'sent'; readonly at: Instant }
  | { readonly state: 'gave_up'; readonly at: Instant; readonly error: string }
  /** What was given up starts anew, under its old id: receivers that know it by that do not get it twice. */
  | { readonly state: 'again'; readonly at: Instant }
  /** The link of a mail that waits, sealed anew; it goes on waiting as it did. */
  | { readonly state: 'resealed'; readonly link: string }
  | { readonly state: 'waiting'; readonly retryAt: Instant; readonly error: string }

export interface Store {
  /**
   * Runs `work` as if nothing else ran, and keeps all of it or none of it; when the promise resolves it is on disk.
   * May run `work` again after a conflict, so `work` must do nothing but read and write through `tx`.
   */
  transaction<R>(work: (tx: Tx) => Promise<R>): Promise<R>
  /** One consistent view of what is durable, for pages and lists. */
  read<R>(work: (tx: ReadTx) => Promise<R>): Promise<R>
  /**
   * Hands up to `limit` due messages to one worker: each gets one attempt more and becomes due again at `lease`, in case the
   * worker dies. Only the oldest waiting message of a lane is handed out, and only when it is due. Of one queue, or of all.
   */
  claimMessages(now: Instant, lease: Instant, limit: number, queue?: Queue): Promise<Message[]>
  /** Resolves when the store answers; throws why it does not. */
  ready(): Promise<void>
  close(): Promise<void>
}
