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
