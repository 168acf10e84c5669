import { type ClientFor, insist, openClient } from './web-api.ts'

interface Known {
  readonly workspaceId: string
  readonly name: string
}

/** The one workspace that a bot token is for. Which one that is, Slack says (`auth.test`). */
export const openWorkspace = (
  botToken: string,
  apiUrl: string | undefined,
): { readonly clientFor: ClientFor; workspaces(): Promise<readonly Known[]> } => {
  const client = openClient(botToken, apiUrl)
  let known: Known | undefined
  const own = async (): Promise<Known> => {
    if (!known) {
      const { team_id = '', team = '' } = await insist(() => client.auth.test())
      known = { workspaceId: team_id, name: team }
    }
    return known
  }
  return {
    clientFor: async (workspaceId) => ((await own()).workspaceId === workspaceId ? client : undefined),
    workspaces: async () => [await own()],
  }
}
