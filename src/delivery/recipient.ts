import type { Recipient } from '../ports/chat.ts'
import type { ReadTx } from '../ports/store.ts'
import type { Message } from '../trail/message.ts'

/**
 * The account to write to, unless it became somebody else's while the message waited, or its workspace no longer serves the company.
 * What names others needs a confirmed account.
 */
export const recipient = async (
  tx: ReadTx,
  { to, userId }: Message & { kind: 'request_copy' | 'notice_chat' },
  namesOthers: boolean,
): Promise<Recipient | undefined> => {
  const [account] = await tx.chatAccounts.list({ ...to })
  const [workspace] = await tx.workspaces.list({ channel: to.channel, workspaceId: to.workspaceId })
  const user = await tx.users.get(userId)
  if (account?.userId !== userId || !user || !workspace?.companyIds.includes(user.companyId)) return undefined
  if (namesOthers && account.confirmedAt === undefined) return undefined
  return { ...to, ...(account.conversation && { conversation: account.conversation }) }
}
