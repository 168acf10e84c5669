import type { Claim } from '../../src/kernel/actor.ts'
import type { ChatDirectory } from '../../src/ports/chat.ts'

/** The claim of a Slack account, with what Slack vouches for right now. */
export const claimOf = async (directory: ChatDirectory, workspaceId: string, accountId: string): Promise<Claim> => {
  const person = await directory.person(workspaceId, accountId)
  return {
    channel: 'slack',
    workspaceId,
    accountId,
    ...(person && { person }),
    ...(person?.language && { language: person.language }),
  }
}
