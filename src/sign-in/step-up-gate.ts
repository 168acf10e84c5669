import type { CompanySettings } from '../companies/company.ts'
import type { Claim, UserActor } from '../kernel/actor.ts'
import { type Instant, later } from '../kernel/instant.ts'
import type { Ports } from '../kernel/ports.ts'
import type { Writes } from '../kernel/record.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { Tx } from '../ports/store.ts'
import { type StepUp, stepUpMinutes, stepUpPath } from './step-up.ts'

/** What somebody is about to do: a decision that was made, and that nothing is written of yet. */
export interface Attempt {
  readonly command: string
  /** As it was asked, to be asked again. */
  readonly raw: unknown
  /** Nobody but administrators may do it. */
  readonly administrative: boolean
  readonly writes: Writes
}

/** A sign-in is fresh for so long, so that several things in a row ask for one. */
const fresh = { minutes: 10 }

/**
 * Where the company asks for a fresh sign-in and there is none, keeps what was asked and refuses with the way to go on; nothing is
 * done. With the proof of such a sign-in it lets through what waited for it, once.
 */
export const passStepUp = async (
  tx: Tx,
  attempt: Attempt,
  actor: UserActor,
  claim: Claim,
  ports: Ports,
  now: Instant,
): Promise<Refused | undefined> => {
  if (claim.channel === 'web' && claim.stepUp) return takeProof(tx, attempt, actor, claim.stepUp, ports, now)
  if (!isAsked(actor, attempt, now)) return undefined
  const secret = ports.secrets.make()
  await tx.stepUps.put({
    id: ports.ids.next(),
    secretHash: ports.secrets.hash(secret),
    userId: actor.user.id,
    companyId: actor.company.id,
    command: attempt.command,
    sealedInput: ports.secrets.seal(JSON.stringify(attempt.raw)),
    channel: actor.channel,
    ...(actor.chat?.account && { chatAccountId: actor.chat.account.id }),
    expiresAt: later(now, { minutes: stepUpMinutes }),
  })
  return refuse('sign_in_again', { path: `${stepUpPath}?secret=${secret}` })
}

const isAsked = (actor: UserActor, attempt: Attempt, now: Instant): boolean => {
  const { settings } = actor.company
  const signedInAt = lastSignIn(actor)
  const within = (by: Parameters<typeof later>[1]) => signedInAt !== undefined && later(signedInAt, by) > now
  const { signInEveryDays: days } = settings
  if (days && attempt.administrative && actor.chat && !within({ days })) return true
  return isWeighty(settings, attempt.writes) && !within(fresh)
}

/** When this person was last seen to be who they are: by the session, or for a chat account by the sign-in that confirmed it. */
const lastSignIn = ({ session, chat }: UserActor): Instant | undefined =>
  session?.signedInAt ?? chat?.account?.provedAt ?? chat?.account?.confirmedAt

/** Judged by what would happen, so that no way of asking for it is forgotten. */
const isWeighty = (settings: CompanySettings, { save, events = [] }: Writes): boolean => {
  const { confirmSensitive, confirmBulkOver } = settings
  const mostAlike = Math.max(0, ...Object.values(countByType(events)))
  if (confirmBulkOver !== undefined && mostAlike > confirmBulkOver) return true
  const loosens = save?.companies?.some((company) => isOtherStepUp(settings, company.settings)) ?? false
  if (!confirmSensitive) return loosens
  const invited = events.some(({ type }) => type === 'user.invited')
  const toAdministrator = invited && save?.users?.some(({ role }) => role === 'administrator')
  return loosens || toAdministrator === true || events.some(({ type }) => sensitive.has(type))
}

const sensitive: ReadonlySet<string> = new Set(['user.role_changed', 'licence.switched'])

const countByType = (events: NonNullable<Writes['events']>): { readonly [type: string]: number } => {
  const counts: { [type: string]: number } = {}
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1
  return counts
}

/** Whoever holds a stolen chat or an old session must not take the question away. */
const isOtherStepUp = (was: CompanySettings, is: CompanySettings): boolean =>
  asksAnything(was) &&
  (was.signInEveryDays !== is.signInEveryDays ||
    was.confirmSensitive !== is.confirmSensitive ||
    was.confirmBulkOver !== is.confirmBulkOver)

const asksAnything = ({ signInEveryDays, confirmSensitive, confirmBulkOver }: CompanySettings): boolean =>
  signInEveryDays !== undefined || confirmSensitive === true || confirmBulkOver !== undefined

const takeProof = async (
  tx: Tx,
  { command, raw }: Attempt,
  { user, company, session }: UserActor,
  proof: { readonly secret: string; readonly browserHash: string },
  { secrets }: Ports,
  now: Instant,
): Promise<Refused | undefined> => {
  const [stepUp] = await tx.stepUps.list({ secretHash: secrets.hash(proof.secret) })
  const own = stepUp?.userId === user.id && stepUp.companyId === company.id
  const waited = stepUp?.command === command && secrets.open(stepUp.sealedInput) === JSON.stringify(raw)
  if (
    !stepUp ||
    !own ||
    !waited ||
    stepUp.expiresAt <= now ||
    !isProved(stepUp, proof.browserHash, session?.signedInAt)
  )
    return refuse('link_used_or_expired')
  await tx.stepUps.remove(stepUp.id)
  return undefined
}

/** Whether this browser's sign-in came after its person agreed there. */
export const isProved = ({ agreed }: StepUp, browserHash: string, signedInAt: Instant | undefined): boolean =>
  agreed !== undefined && agreed.browserHash === browserHash && signedInAt !== undefined && signedInAt >= agreed.at
