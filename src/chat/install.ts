import * as z from 'zod'
import type { UserActor } from '../kernel/actor.ts'
import { accept, defineCommand } from '../kernel/command.ts'
import { cleanLine } from '../kernel/input.ts'
import { type Instant, later } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import type { Installation, InstallationState } from './installation.ts'
import { joinWorkspace } from './workspace.ts'

const minutes = 10
const hash = z.string().min(16).max(100)

/** Before an administrator goes to Slack to install the app: the state that Slack gives back (RFC 6749, 10.12). */
export const startInstallation = defineCommand({
  name: 'installations.start',
  input: z.object({ browserHash: hash }),
  who: ['administrator'],
  load: async () => undefined,
  decide: (_facts, { browserHash }, { actor, now, newId, secrets }) => {
    if (actor.channel !== 'web') return refuse('not_allowed')
    const secret = secrets.make()
    const state: InstallationState = {
      id: newId(),
      secretHash: secrets.hash(secret),
      browserHash,
      userId: actor.user.id,
      companyId: actor.company.id,
      expiresAt: later(now, { minutes }),
    }
    return accept({ save: { installationStates: [state] } }, { state: secret })
  },
})

const returning = { state: z.string().min(1).max(200), browserHash: hash }

/** Whether what comes back from Slack was asked for here, by this person in this browser; looking uses nothing up. */
export const expectInstallation = defineQuery({
  name: 'installations.expected',
  input: z.object(returning),
  who: ['administrator'],
  answer: async (tx, { state, browserHash }, { actor, hash: hashOf, now }) => {
    const expected = await expectedBy(tx, { secretHash: hashOf(state), browserHash }, actor, now)
    return 'ok' in expected ? expected : found({})
  },
})

const tokens = {
  workspaceId: z.string().regex(/^[A-Z0-9]{1,64}$/),
  token: z.string().min(1).max(4000),
  refreshToken: z.string().min(1).max(4000).optional(),
  expiresInSeconds: z.int().positive().optional(),
}

/**
 * Keeps what Slack gave for the app in a workspace or organisation, and connects that to the administrator's own company, beside
 * the companies that are there. The state is used up. Installing anew replaces what was kept.
 */
export const finishInstallation = defineCommand({
  name: 'installations.finish',
  input: z.object({ ...returning, ...tokens, name: z.string() }),
  who: ['administrator'],
  load: async (tx, { state, browserHash, workspaceId }, { actor, secrets, now }) => ({
    expected: await expectedBy(tx, { secretHash: secrets.hash(state), browserHash }, actor, now),
    workspace: (await tx.workspaces.list({ channel: 'slack', workspaceId }))[0],
    installation: (await tx.installations.list({ workspaceId }))[0],
  }),
  decide: ({ expected, workspace, installation }, input, { actor, now, newId, secrets }) => {
    if ('ok' in expected) return expected
    const { workspaceId } = input
    const name = cleanLine(input.name, 100) || workspaceId
    const installed: Installation = {
      id: installation?.id ?? newId(),
      workspaceId,
      ...sealed(input, now, secrets.seal),
      installedBy: actor.user.id,
      installedAt: now,
    }
    const { save, events } = joinWorkspace(workspace, { channel: 'slack', workspaceId, name }, actor, { now, newId })
    const companyId = actor.company.id
    return accept(
      {
        save: { ...save, installations: [installed] },
        remove: { installationStates: [expected.id] },
        events: [...events, { type: 'workspace.installed', companyId, installationId: installed.id }],
      },
      { name },
    )
  },
})

/** What calls Slack for a workspace, sealed; nothing when the app is not installed there. */
export const showInstallation = defineQuery({
  name: 'installations.show',
  input: z.object({ workspaceId: z.string() }),
  who: ['clock'],
  answer: async (tx, { workspaceId }) => {
    const [installation] = await tx.installations.list({ workspaceId })
    return found({ sealedToken: installation?.sealedToken, expiresAt: installation?.expiresAt })
  },
})

/**
 * The app was removed from a workspace, or its token was taken back: what was kept is forgotten. Both are told, in any order and
 * more than once, so what happened before the newest installation says nothing about it.
 */
export const endInstallation = defineCommand({
  name: 'installations.end',
  input: z.object({ workspaceId: z.string(), at: z.iso.datetime() }),
  who: ['clock'],
  load: async (tx, { workspaceId }) => ({
    installation: (await tx.installations.list({ workspaceId }))[0],
    workspace: (await tx.workspaces.list({ channel: 'slack', workspaceId }))[0],
  }),
  decide: ({ installation, workspace }, { at }) => {
    if (!installation || at < installation.installedAt) return accept({}, {})
    const { companyIds = [] } = workspace ?? {}
    const event = { type: 'workspace.uninstalled', companyIds, installationId: installation.id } as const
    return accept({ remove: { installations: [installation.id] }, events: companyIds.length > 0 ? [event] : [] }, {})
  },
})

/** Longer than a call to Slack may take. */
const lease = { minutes: 1 }
/** Slack's tokens last twelve hours. */
const renewBefore = { minutes: 120 }

/** Whether a token is worth replacing now. */
export const isWorthRenewing = (expiresAt: Instant | undefined, now: Instant): boolean =>
  expiresAt !== undefined && expiresAt <= later(now, renewBefore)

/**
 * Lets one instance of all make the next token: a refresh token works once (docs.slack.dev/authentication/using-token-rotation).
 * Answers it, or nothing when there is nothing to do or somebody is at it.
 */
export const startRenewal = defineCommand({
  name: 'installations.start_renewal',
  input: z.object({ workspaceId: z.string() }),
  who: ['clock'],
  load: async (tx, { workspaceId }) => (await tx.installations.list({ workspaceId }))[0],
  decide: (installation, _input, { now, secrets }) => {
    const { sealedRefreshToken, expiresAt, renewingUntil } = installation ?? {}
    const nothing = accept<{ readonly refreshToken?: string }>({}, {})
    if (!installation || !sealedRefreshToken || !isWorthRenewing(expiresAt, now)) return nothing
    if (renewingUntil && renewingUntil > now) return nothing
    const leased: Installation = { ...installation, renewingUntil: later(now, lease) }
    return accept<{ readonly refreshToken?: string }>(
      { save: { installations: [leased] } },
      { refreshToken: secrets.open(sealedRefreshToken) },
    )
  },
})

/** Keeps the next token. Of an installation that ended meanwhile nothing is kept. */
export const renewInstallation = defineCommand({
  name: 'installations.renew',
  input: z.object(tokens),
  who: ['clock'],
  load: async (tx, { workspaceId }) => (await tx.installations.list({ workspaceId }))[0],
  decide: (installation, input, { now, secrets }) => {
    if (!installation) return accept({}, {})
    const { id, workspaceId, installedBy, installedAt } = installation
    const renewed = { id, workspaceId, installedBy, installedAt, ...sealed(input, now, secrets.seal) }
    return accept({ save: { installations: [renewed] } }, {})
  },
})

const sealed = (
  { token, refreshToken, expiresInSeconds }: z.output<z.ZodObject<typeof tokens>>,
  now: Instant,
  seal: (plain: string) => string,
): Pick<Installation, 'sealedToken' | 'sealedRefreshToken' | 'expiresAt'> => ({
  sealedToken: seal(token),
  ...(refreshToken && { sealedRefreshToken: seal(refreshToken) }),
  ...(expiresInSeconds && { expiresAt: later(now, { minutes: expiresInSeconds / 60 }) }),
})

const expectedBy = async (
  tx: ReadTx,
  { secretHash, browserHash }: Pick<InstallationState, 'secretHash' | 'browserHash'>,
  { channel, user, company }: UserActor,
  now: Instant,
): Promise<InstallationState | Refused> => {
  if (channel !== 'web') return refuse('not_allowed')
  const [state] = await tx.installationStates.list({ secretHash })
  const own = state?.browserHash === browserHash && state.userId === user.id && state.companyId === company.id
  return state && own && state.expiresAt > now ? state : refuse('installation_not_asked')
}
