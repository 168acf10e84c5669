import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'

/** The app in one Slack workspace, or in all of an organisation (Enterprise Grid), and what it calls Slack with. */
export interface Installation {
  readonly id: string
  /** Slack team id, or the enterprise id where an organisation installed it for all its workspaces. */
  readonly workspaceId: string
  readonly sealedToken: string
  /** Where tokens rotate: what makes the next one, once. */
  readonly sealedRefreshToken?: string
  readonly expiresAt?: Instant
  /** Somebody is making the next token; until then nobody else does. */
  readonly renewingUntil?: Instant
  readonly installedBy: string
  readonly installedAt: Instant
}

export const installationTable = defineTable<Installation>()({
  keys: { workspaceId: (row) => row.workspaceId },
  times: {},
  unique: { 'installation.once': (row) => row.workspaceId },
  sealed: ['sealedToken', 'sealedRefreshToken'],
})

/** An administrator was sent to Slack to install the app; only what comes back with the secret, in that browser, counts. */
export interface InstallationState {
  readonly id: string
  readonly secretHash: string
  readonly browserHash: string
  readonly userId: string
  readonly companyId: string
  readonly expiresAt: Instant
}

export const installationStateTable = defineTable<InstallationState>()({
  keys: { secretHash: (row) => row.secretHash },
  times: { expiresAt: (row) => row.expiresAt },
  unique: { 'installation_state.secret': (row) => row.secretHash },
})
