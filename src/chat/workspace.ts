import type { UserActor } from '../kernel/actor.ts'
import type { DomainEvent } from '../kernel/event.ts'
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

/** Puts the administrator's company beside those that a workspace serves; what is there already stays as it is. */
export const joinWorkspace = (
  known: Workspace | undefined,
  workspace: Pick<Workspace, 'channel' | 'workspaceId' | 'name'>,
  { user, company }: UserActor,
  { now, newId }: { readonly now: Instant; newId(): string },
): { readonly save: { readonly workspaces: readonly Workspace[] }; readonly events: readonly DomainEvent[] } => {
  if (known?.companyIds.includes(company.id)) return { save: { workspaces: [] }, events: [] }
  const joined: Workspace = known
    ? { ...known, companyIds: [...known.companyIds, company.id] }
    : { ...workspace, id: newId(), companyIds: [company.id], connectedBy: user.id, connectedAt: now }
  return {
    save: { workspaces: [joined] },
    events: [{ type: 'workspace.connected', companyId: company.id, workspaceId: joined.id }],
  }
}
