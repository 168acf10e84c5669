import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { line } from '../kernel/input.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { joinWorkspace } from './workspace.ts'

const which = {
  channel: z.enum(['slack', 'teams']),
  /** Slack team or enterprise id, Entra tenant id. */
  workspaceId: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
}

/**
 * An administrator who is signed in to the portal connects a workspace to the own company, beside other companies that may use it.
 * People in it are then matched by address, each only within the domains of a connected company. The portal offers only
 * workspaces that its own chat adapters vouch for: an identifier that somebody knows opens nothing by itself, since no message of a
 * workspace without our app ever comes in.
 */
export const connectWorkspace = defineCommand({
  name: 'workspaces.connect',
  input: z.object({ ...which, name: line(100) }),
  who: ['administrator'],
  load: async (tx, { channel, workspaceId }) => (await tx.workspaces.list({ channel, workspaceId }))[0],
  decide: (known, input, { actor, now, newId }) => {
    if (actor.channel !== 'web') return refuse('not_allowed')
    return accept(joinWorkspace(known, input, actor, { now, newId }), {
      workspaceId: input.workspaceId,
      name: input.name,
    })
  },
})

/**
 * Takes the own company out of a workspace; its people's chat accounts there are forgotten and have to be confirmed anew. When it
 * was the last one, what the app calls Slack with is forgotten too.
 */
export const disconnectWorkspace = defineCommand({
  name: 'workspaces.disconnect',
  input: z.object(which),
  who: ['administrator'],
  load: async (tx, { channel, workspaceId }, { actor }) => {
    const accounts = await tx.chatAccounts.list({ channel, workspaceId })
    const users = await Promise.all(accounts.map(({ userId }) => (userId ? tx.users.get(userId) : undefined)))
    return {
      workspace: (await tx.workspaces.list({ channel, workspaceId }))[0],
      installations: channel === 'slack' ? await tx.installations.list({ workspaceId }) : [],
      accounts: accounts.filter((_account, index) => users[index]?.companyId === actor.company.id),
    }
  },
  decide: ({ workspace, installations, accounts }, _input, { actor }) => {
    if (actor.channel !== 'web') return refuse('not_allowed')
    const { id: companyId } = actor.company
    if (!workspace?.companyIds.includes(companyId)) return refuse('not_found')
    const companyIds = workspace.companyIds.filter((one) => one !== companyId)
    const approvals = workspace.approvals?.filter((one) => one.companyId !== companyId) ?? []
    const chatAccounts = accounts.map(({ id }) => id)
    return accept(
      {
        ...(companyIds.length > 0 && { save: { workspaces: [{ ...workspace, companyIds, approvals }] } }),
        remove: {
          chatAccounts,
          ...(companyIds.length === 0 && {
            workspaces: [workspace.id],
            installations: installations.map(({ id }) => id),
          }),
        },
        events: [{ type: 'workspace.disconnected', companyId, workspaceId: workspace.id }],
      },
      {
        workspaceId: workspace.workspaceId,
        name: workspace.name,
        /** Of what was forgotten, for the platform to hear that it ended. */
        sealedTokens: companyIds.length > 0 ? [] : installations.map(({ sealedToken }) => sealedToken),
      },
    )
  },
})

/** The workspaces that the own company is connected to; `installed` where OAuth gave us a token. Other companies in them are not named. */
export const listWorkspaces = defineQuery({
  name: 'workspaces.list',
  input: z.object({}),
  who: ['administrator'],
  answer: async (tx, _input, { actor }) => {
    const workspaces = await tx.workspaces.list({ companyId: actor.company.id })
    const shown = workspaces.map(async ({ channel, workspaceId, name, connectedAt }) => {
      const installed = (await tx.installations.count({ workspaceId })) > 0
      return { channel, workspaceId, name, connectedAt, installed }
    })
    return found({ workspaces: await Promise.all(shown) })
  },
})
