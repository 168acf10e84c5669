import type { ChatPerson } from '../../src/ports/chat.ts'
import type { Sender } from './activity.ts'
import { type Connector, ConnectorFault, patiently } from './connector.ts'
import type { Conversation } from './conversation.ts'

/**
 * What the tenant vouches for about the sender of an activity, asked at the moment of acting. Guests, anonymous and federated
 * people come without `email`; somebody unknown is `undefined`. Activities of one account at one moment share the answer: a
 * client refreshes all cards that come into view at once.
 */
export const openDirectory = (connector: Connector): ((sender: Sender) => Promise<ChatPerson | undefined>) => {
  const underway = new Map<string, Promise<ChatPerson | undefined>>()
  return (sender) => {
    const key = `${sender.objectId} ${sender.conversation.conversationId}`
    const asked = underway.get(key) ?? ask(connector, sender).finally(() => underway.delete(key))
    underway.set(key, asked)
    return asked
  }
}

const ask = async (connector: Connector, sender: Sender): Promise<ChatPerson | undefined> => {
  const { conversation, tenantId, personal } = sender
  const here = await unlessAbsent(() => vouched(connector, conversation, sender))
  if (here || personal) return here
  // People search, and press buttons of shown cards, in chats that the bot is not in: there the person's own chat tells.
  const own = await unlessAbsent(() => patiently(() => connector.personal(conversation, tenantId)))
  return own && unlessAbsent(() => vouched(connector, own, sender))
}

/** 403: the bot is not in that conversation; 404: the person is not, or there is no such conversation. */
const unlessAbsent = async <R>(work: () => Promise<R>): Promise<R | undefined> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ConnectorFault && (error.status === 403 || error.status === 404)) return undefined
    throw error
  }
}

/** How a tenant names its guests, whose role is `user` as well. */
export const isGuest = ({ userPrincipalName }: { readonly userPrincipalName?: string | undefined }): boolean =>
  /#EXT#/i.test(userPrincipalName ?? '')

const vouched = async (
  connector: Connector,
  conversation: Conversation,
  { tenantId, objectId }: Sender,
): Promise<ChatPerson> => {
  const member = await patiently(() => connector.member(conversation), { safe: true })
  const principal = member.userPrincipalName ?? ''
  const own =
    member.aadObjectId === objectId &&
    member.tenantId === tenantId &&
    member.userRole === 'user' &&
    principal !== '' &&
    !isGuest(member)
  // The name that people sign in with stands in for an empty mail attribute.
  return { name: member.name, ...(own && { email: member.email || principal }) }
}
