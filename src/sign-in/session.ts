import type { Context } from '../kernel/command.ts'
import { type Instant, later } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import type { Language } from '../texts/language.ts'
import type { User } from '../users/user.ts'

/** A signed-in browser. It knows its user, company, connection and how it was proved. */
export interface Session {
  readonly id: string
  readonly secretHash: string
  readonly userId: string
  readonly companyId: string
  readonly how: 'assertion' | 'link' | 'registration'
  readonly connectionId?: string
  readonly nameId?: string
  readonly sessionIndex?: string
  /** What a logout must say about the identifier. */
  readonly nameIdFormat?: string
  readonly nameQualifier?: string
  readonly spNameQualifier?: string
  /** Another company's connection that knew this very user, asked in order to switch there. It signs nobody in. */
  readonly alsoProved?: { readonly connectionId: string; readonly nameId: string; readonly at: Instant }
  readonly signedInAt: Instant
  /** The end, whatever happens. */
  readonly expiresAt: Instant
  /** The end, unless the browser comes by before. */
  readonly idleAt?: Instant
}

export const sessionTable = defineTable<Session>()({
  keys: {
    secretHash: (row) => row.secretHash,
    userId: (row) => row.userId,
    companyId: (row) => row.companyId,
    connectionId: (row) => row.connectionId,
  },
  times: { expiresAt: (row) => row.expiresAt },
  unique: { 'session.secret': (row) => row.secretHash },
})

const proofMinutes = 10

/** Whether this session may enter a company whose people must use that connection. */
export const isProvedBy = ({ connectionId, alsoProved }: Session, required: string, now: Instant): boolean =>
  connectionId === required ||
  (alsoProved?.connectionId === required && alsoProved.at > later(now, { minutes: -proofMinutes }))

const hours = 12
const idleHours = 2
/** A visit is not written down each time. */
const grain = { minutes: 5 }

/** When a session ends that nobody uses from this moment on. */
export const idleFrom = (now: Instant): Instant => later(now, { hours: idleHours })

/** Whether a use at this moment is worth writing down. */
export const isWorthTouching = ({ idleAt }: Session, now: Instant): boolean =>
  idleAt !== undefined && later(idleAt, grain) < idleFrom(now)

/** Whether a session counts. */
export const isLive = ({ expiresAt, idleAt }: Pick<Session, 'expiresAt' | 'idleAt'>, now: Instant): boolean =>
  expiresAt > now && (idleAt === undefined || idleAt > now)

/**
 * A new session and the secret that goes into the cookie. Each sign-in makes its own, so that a cookie from before is worth
 * nothing; none outlives the session at the identity provider.
 */
export const startSession = (
  user: User,
  proof: Omit<
    Session,
    'id' | 'secretHash' | 'userId' | 'companyId' | 'signedInAt' | 'expiresAt' | 'idleAt' | 'alsoProved'
  >,
  { now, newId, secrets }: Pick<Context, 'now' | 'newId' | 'secrets'>,
  endsAt?: Instant,
): { readonly session: Session; readonly secret: string } => {
  const secret = secrets.make()
  const longest = later(now, { hours })
  const session: Session = {
    ...proof,
    id: newId(),
    secretHash: secrets.hash(secret),
    userId: user.id,
    companyId: user.companyId,
    signedInAt: now,
    idleAt: idleFrom(now),
    expiresAt: endsAt && endsAt < longest ? endsAt : longest,
  }
  return { session, secret }
}

/** A link in an e-mail that signs somebody in once, after a button is pressed. */
export interface SignInLink {
  readonly id: string
  readonly secretHash: string
  readonly userId: string
  readonly returnTo: string
  readonly language: Language
  readonly expiresAt: Instant
}

export const signInLinkTable = defineTable<SignInLink>()({
  keys: { secretHash: (row) => row.secretHash, userId: (row) => row.userId },
  times: { expiresAt: (row) => row.expiresAt },
  unique: {},
})
