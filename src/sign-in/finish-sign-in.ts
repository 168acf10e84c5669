/** The browser's side of a sign-in: it comes back with its one-time code and its cookie, and gets a session or the reason why not. */
import * as z from 'zod'
import type { ConnectionActor } from '../kernel/actor.ts'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import { type Instant, later } from '../kernel/instant.ts'
import type { ReadTx } from '../ports/store.ts'
import { provisionedGroups } from '../provisioning/person-groups.ts'
import { type Joining, loadJoining } from '../users/join-company.ts'
import { isAdministrator, type User } from '../users/user.ts'
import type { Identity } from './connection.ts'
import type { MappingFacts } from './group-mapping.ts'
import { type Judged, loadIdentity } from './identity.ts'
import { judgeIdentity } from './judge-identity.ts'
import { loadMappings, mapSignIn } from './map-sign-in.ts'
import { provedSession } from './prove-switch.ts'
import { provisionUser } from './provision-user.ts'
import { type Session, startSession } from './session.ts'
import type { PendingSignIn } from './sign-in-request.ts'
import { refusedSignIn, type Seen, type SignInFault, traceOf } from './trace.ts'

export type Finished =
  | {
      readonly signedIn: true
      /** For the cookie. */
      readonly session: string
      readonly returnTo: string
      readonly userId: string
      readonly companyId: string
      readonly isNew: boolean
      /** Of the trace. */
      readonly code: string
    }
  /** The person is new and picks a company; the same code and browser then finish, with `companyId`. */
  | { readonly signedIn: false; readonly choose: readonly { readonly companyId: string; readonly name: string }[] }
  /** Somebody signed in elsewhere proved to be known here too, and may switch to this connection's company. */
  | { readonly signedIn: false; readonly proved: true; readonly returnTo: string }
  /** Only a test: the trace says what came of it, and whoever tests goes on from there. */
  | { readonly signedIn: false; readonly tested: true; readonly returnTo: string; readonly code: string }
  | { readonly signedIn: false; readonly reason: SignInFault; readonly code: string }

interface Facts {
  readonly pending: PendingSignIn
  readonly identity: Identity | undefined
  readonly judged: Judged
  /** Of the one who wants to switch here. */
  readonly session: Session | undefined
  /** The companies that a new person may join. */
  readonly joinings: readonly Joining[]
  /** Groups that are provisioned, which count rather than those of the assertion. */
  readonly groups: readonly string[] | undefined
  /** What the groups may bring, in the company of the user or in those that a new person may join. */
  readonly mappings: ReadonlyMap<string, MappingFacts>
}

const choosingMinutes = 10

/**
 * Turns a held assertion into a session, in the browser that asked and nowhere else. Who it is, what may be linked and made, the
 * use of the pending row, the trace and the trail are one transaction. A refused sign-in is an accepted command that writes the
 * trace and the trail only: `sso.expired`, `sso.browser_binding`, `identity.*`.
 */
export const finishSignIn = defineCommand({
  name: 'sign_in.finish',
  input: z.object({
    /** Whatever an address line holds: what is no code is refused in words. */
    code: z.string(),
    browserSecret: z.string().optional(),
    companyId: z.string().optional(),
  }),
  who: ['connection'],
  load: async (tx, { code }, context): Promise<Facts | undefined> => {
    const { actor, now, names, secrets } = context
    const [pending] = await tx.pendingSignIns.list({ secretHash: secrets.hash(code) })
    if (pending?.connectionId !== actor.connection.id || pending.expiresAt <= now) return undefined
    const known = await loadIdentity(tx, actor.connection, pending.asserted, names)
    const judged = judgeIdentity(pending.asserted, actor.connection, known, context)
    return {
      pending,
      identity: known.identity,
      judged,
      session: pending.sessionId === undefined ? undefined : await tx.sessions.get(pending.sessionId),
      joinings: await loadJoinings(tx, judged, now),
      mappings: await loadMappings(tx, judged, actor.connection, now),
      groups: await groupsAt(tx, judged, actor.connection.id),
    }
  },
  decide: (facts, { browserSecret, companyId }, context) => {
    if (!facts) return refusal(context, 'sso.expired', { expected: 'a code not used yet, at most five minutes old' })
    const { pending, judged, joinings } = facts
    const { now, secrets } = context
    const browserHash = browserSecret && secrets.hash(browserSecret)
    if (!browserHash || (pending.browserHash ?? browserHash) !== browserHash) {
      const received = browserSecret ? 'another browser' : 'no cookie'
      return refusal(context, 'sso.browser_binding', { expected: 'the browser that asked', received }, pending)
    }
    const proved = provedSession(judged, facts.session, pending.asserted, context)
    if (proved)
      return accept<Finished>(
        { save: { sessions: [proved] }, remove: { pendingSignIns: [pending.id] } },
        { signedIn: false, proved: true, returnTo: pending.returnTo },
      )
    if (judged.kind === 'refused') return refusal(context, judged.reason, judged.seen, pending, judged.claimed)
    if (pending.test) return tested(pending, judged, context)
    const joining = joinings.length === 1 ? joinings[0] : joinings.find(({ company }) => company.id === companyId)
    if (judged.kind === 'join' && !joining) {
      // From here on it is this browser's, also when nobody had asked.
      const waiting = { ...pending, browserHash, expiresAt: later(now, { minutes: choosingMinutes }) }
      const choose = joinings.map(({ company }) => ({ companyId: company.id, name: company.name }))
      return accept<Finished>({ save: { pendingSignIns: [waiting] } }, { signedIn: false, choose })
    }
    return signedIn(facts, judged, joining, context)
  },
})

const groupsAt = async (tx: ReadTx, judged: Judged, connectionId: string): Promise<readonly string[] | undefined> =>
  judged.kind === 'known' || judged.kind === 'link' ? provisionedGroups(tx, connectionId, judged.user.id) : undefined

const loadJoinings = async (tx: ReadTx, judged: Judged, now: Instant): Promise<Joining[]> => {
  if (judged.kind !== 'join') return []
  const companies = await Promise.all(judged.companyIds.map((companyId) => tx.companies.get(companyId)))
  const known = companies.filter((company) => company !== undefined)
  return Promise.all(known.map((company) => loadJoining(tx, judged.email, company, now)))
}

const refusal = (
  context: Context<ConnectionActor>,
  reason: SignInFault,
  seen: Seen,
  pending?: PendingSignIn,
  claimed?: User,
) => {
  const { result, events, save } = refusedSignIn(context, reason, {
    ...seen,
    message: messageOf(pending, context),
    asserted: pending?.asserted,
  })
  const connectionId = context.actor.connection.id
  // The other company's administrators are told; the connection's own companies learn nothing about the account.
  const told = claimed
    ? [{ type: 'identity.refused', companyId: claimed.companyId, userId: claimed.id, connectionId } as const]
    : []
  return accept<Finished>(
    { save, events: [...events, ...told], remove: { pendingSignIns: pending ? [pending.id] : [] } },
    pending?.test
      ? { signedIn: false, tested: true, returnTo: pending.returnTo, code: result.code }
      : { signedIn: false, ...result },
  )
}

const messageOf = (pending: PendingSignIn | undefined, { secrets }: Context): string | undefined =>
  pending?.sealedMessage && secrets.open(pending.sealedMessage)

/** A test leaves its trace; one by an administrator also lets the connection be made mandatory. */
const tested = (
  pending: PendingSignIn,
  judged: Exclude<Judged, { kind: 'refused' }>,
  context: Context<ConnectionActor>,
) => {
  const { actor, now } = context
  const trace = traceOf(context, 'tested', { message: messageOf(pending, context), asserted: pending.asserted })
  const isAdmin = judged.kind !== 'join' && isAdministrator(judged.user, now)
  return accept<Finished>(
    {
      save: { signInTraces: [trace], ...(isAdmin && { connections: [{ ...actor.connection, testedAt: now }] }) },
      remove: { pendingSignIns: [pending.id] },
    },
    { signedIn: false, tested: true, returnTo: pending.returnTo, code: trace.code },
  )
}

const signedIn = (
  { pending, identity, judged, mappings, groups: provisionedTo }: Facts,
  welcome: Exclude<Judged, { kind: 'refused' }>,
  joining: Joining | undefined,
  context: Context<ConnectionActor>,
) => {
  const { actor, now, newId } = context
  const { connection } = actor
  const {
    nameId,
    nameIdFormat,
    nameQualifier,
    spNameQualifier,
    sessionIndex,
    sessionEndsAt,
    name,
    groups: asserted = [],
  } = pending.asserted
  const provisioned = provisionUser(welcome, joining, name, connection, context)
  if ('ok' in provisioned) return provisioned
  const { isNew, writes } = provisioned
  const mapped = mapSignIn(provisioned, provisionedTo ?? asserted, mappings, context)
  const { user } = mapped
  const about = { companyId: user.companyId, userId: user.id, connectionId: connection.id }
  const proof = {
    how: 'assertion',
    connectionId: connection.id,
    nameId,
    ...(nameIdFormat && { nameIdFormat }),
    ...(nameQualifier && { nameQualifier }),
    ...(spNameQualifier && { spNameQualifier }),
    ...(sessionIndex && { sessionIndex }),
  } as const
  const { session, secret } = startSession(user, proof, context, sessionEndsAt)
  const trace = traceOf(context, 'signed_in', {
    message: messageOf(pending, context),
    asserted: pending.asserted,
    detail: mapped.remarks,
  })
  const linked: readonly Identity[] =
    judged.kind === 'known'
      ? []
      : // The identifier of somebody who was removed leads to whoever comes with it now.
        [{ id: identity?.id ?? newId(), connectionId: connection.id, nameId, userId: user.id, linkedAt: now }]
  return accept<Finished>(
    {
      save: {
        ...writes.save,
        users: mapped.users,
        grants: mapped.grants,
        identities: linked,
        // Whether the connection works for administrators decides whether it may be made mandatory.
        ...(isAdministrator(user, now) && { connections: [{ ...connection, testedAt: now }] }),
        sessions: [session],
        signInTraces: [trace],
      },
      remove: { ...writes.remove, pendingSignIns: [pending.id] },
      events: [
        ...writes.events,
        ...linked.map(() => ({ type: 'identity.linked', ...about }) as const),
        ...mapped.events,
        { type: 'sign_in.succeeded', ...about, how: 'assertion' },
      ],
    },
    {
      signedIn: true,
      session: secret,
      returnTo: pending.returnTo,
      userId: user.id,
      companyId: user.companyId,
      isNew,
      code: trace.code,
    },
  )
}
