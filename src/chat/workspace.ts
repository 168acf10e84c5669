import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import type { ChatChannel } from '../ports/chat.ts'

/** A Slack workspace or Teams tenant, and the companies that it serves. */
export interface Workspace {
  readonly id: string
  readonly channel: ChatChannel
  /** The platform's own id: Slack team or enterprise id, Entra tenant id. */
  readonly workspaceId: string
  readonly name: string
  readonly companyIds: readonly string[]
  readonly connectedBy: string
  readonly connectedAt: Instant
  /** One for each company at most. */
  readonly approvals?: readonly ApprovalsChannel[]
}

/** The channel in which the requests of a company come as well, in the platform's own words (see `ChatPlace`). */
export interface ApprovalsChannel {
  readonly companyId: string
  readonly place: string
}

export const workspaceTable = defineTable<Workspace>()({
  keys: {
    channel: (row) => row.channel,
    workspaceId: (row) => row.workspaceId,
    companyId: (row) => row.companyIds,
  },
  times: {},
  unique: { 'workspace.once': (row) => `${row.channel} ${row.workspaceId}` },
})

/** Where the requests of a company come in a workspace, besides to its people. */
export const approvalsOf = (workspace: Workspace, companyId: string): ApprovalsChannel | undefined =>
  workspace.companyIds.includes(companyId) ? workspace.approvals?.find((one) => one.companyId === companyId) : undefined
