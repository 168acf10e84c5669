import { WebClient, type WebClientOptions } from '@slack/web-api'
import type { Installer } from '../channel.ts'
import type { ClientFor, Insist } from './web-api.ts'

interface Known {
  readonly workspaceId: string
  readonly name: string
}

/** Which workspaces can be called, and how a further one is added. */
export interface Reach {
  clientFor(insist: Insist): ClientFor
  /** Those that we vouch for by ourselves. */
  workspaces(insist: Insist): Promise<readonly Known[]>
  readonly installer?: Installer
}

/** The one workspace that a bot token is for. Which one that is, Slack says (`auth.test`). */
export const openWorkspace = (botToken: string, options: WebClientOptions): Reach => {
  const client = new WebClient(botToken, options)
  let known: Known | undefined
  const own = async (insist: Insist): Promise<Known> => {
    if (!known) {
      const { team_id = '', team = '' } = await insist(() => client.auth.test())
      known = { workspaceId: team_id, name: team }
    }
    return known
  }
  return {
    clientFor: (insist) => async (workspaceId) =>
      (await own(insist)).workspaceId === workspaceId ? client : undefined,
    workspaces: async (insist) => [await own(insist)],
  }
}
