import type { ChatPerson } from '../../src/ports/chat.ts'
import { openConnector, statusOf } from './connector.ts'
import type { Conversation } from './conversation.ts'

/**
 * What the tenant vouches for about an account, asked at the moment it acts ("Get member details", Bot Connector). Guests,
 * anonymous and federated people come without `email`.
 */
export const personOf = async (
  { serviceUrl, conversationId, memberId }: Conversation,
  account: { readonly tenantId: string; readonly objectId: string },
  token: () => Promise<string>,
): Promise<ChatPerson | undefined> => {
  try {
    const member = await openConnector(serviceUrl, token).conversations.members(conversationId).getById(memberId)
    const upn = member.userPrincipalName ?? ''
    const outsider =
      member.aadObjectId !== account.objectId ||
      member.tenantId !== account.tenantId ||
      member.userRole !== 'user' ||
      /#EXT#/i.test(upn)
    // The mail attribute may hold anything; the name that the tenant's own domains sign in with stands in when it is empty.
    const email = outsider ? undefined : member.email || upn || undefined
    return { name: member.name, ...(email && { email }) }
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}
