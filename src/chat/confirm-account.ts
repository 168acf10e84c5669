import * as z from 'zod'
import type { UserActor } from '../kernel/actor.ts'
import { accept, defineCommand } from '../kernel/command.ts'
import { type Instant, later } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import type { ChatAccount, ChatConfirmation } from './chat-account.ts'
import { addressKey } from './chat-account.ts'
import type { Workspace } from './workspace.ts'

const minutes = 10

/** Makes a one-time link for this chat account. A later link ends an earlier one. */
export const startConfirmation = defineCommand({
  name: 'chat.start_confirmation',
  input: z.object({}),
  who: ['user'],
  load: async (tx, _input, { actor: { chat } }) =>
    chat ? (await tx.chatConfirmations.list({ account: addressKey(chat) }))[0] : undefined,
  decide: (earlier, _input, { actor, now, newId, secrets }) => {
    const { chat, user } = actor
    if (!chat) return refuse('not_allowed')
    const secret = secrets.make()
    const expiresAt = later(now, { minutes })
    const confirmation: ChatConfirmation = {
      id: earlier?.id ?? newId(),
      channel: chat.channel,
      workspaceId: chat.workspaceId,
      accountId: chat.accountId,
      userId: user.id,
      name: chat.person?.name ?? user.name,
      secretHash: secrets.hash(secret),
      expiresAt,
    }
    return accept(
      { save: { chatConfirmations: [confirmation] } },
      { path: `/chat/confirm?secret=${secret}`, until: expiresAt },
    )
  },
})

const input = z.object({ secret: z.string().min(1).max(200) })

/** What a link would confirm, for the one who is signed in. Looking uses nothing up. */
export const showConfirmation = defineQuery({
  name: 'chat.show_confirmation',
  input,
  who: ['user'],
  answer: async (tx, { secret }, { actor, hash, now }) => {
    const facts = await factsOf(tx, hash(secret), actor, now)
    if ('ok' in facts) return facts
    const { confirmation, workspace } = facts
    return found({ channel: confirmation.channel, name: confirmation.name, workspace: workspace.name })
  },
})

/**
 * Binds a chat account to the user who is signed in to the portal, for good. Only the user whom the account was matched to by its
 * vouched address can do so, in a workspace of the own company; administrator power follows from it.
 */
export const confirmAccount = defineCommand({
  name: 'chat.confirm',
  input,
  who: ['user'],
  load: (tx, { secret }, { actor, now, secrets }) => factsOf(tx, secrets.hash(secret), actor, now),
  decide: (facts, _input, { actor, now, newId }) => {
    if ('ok' in facts) return facts
    const { confirmation, account, workspace } = facts
    const { user } = actor
    const { channel, workspaceId, accountId } = confirmation
    const base = account ?? { id: newId(), channel, workspaceId, accountId, metAt: now }
    const bound: ChatAccount = { ...base, userId: user.id, confirmedAt: now }
    return accept(
      {
        save: { chatAccounts: [bound] },
        remove: { chatConfirmations: [confirmation.id] },
        events: [
          { type: 'chat_account.confirmed', companyId: user.companyId, userId: user.id, chatAccountId: bound.id },
        ],
      },
      { channel, workspace: workspace.name },
    )
  },
})

interface Facts {
  readonly confirmation: ChatConfirmation
  readonly workspace: Workspace
  readonly account: ChatAccount | undefined
}

const factsOf = async (
  tx: ReadTx,
  secretHash: string,
  { channel: here, user, company }: UserActor,
  now: Instant,
): Promise<Facts | Refused> => {
  // A chat account must not confirm itself.
  if (here !== 'web') return refuse('not_allowed')
  const [confirmation] = await tx.chatConfirmations.list({ secretHash })
  if (!confirmation || confirmation.expiresAt <= now) return refuse('link_used_or_expired')
  const { channel, workspaceId, accountId } = confirmation
  const [workspace] = await tx.workspaces.list({ channel, workspaceId })
  if (!workspace?.companyIds.includes(company.id)) return refuse('workspace_not_connected')
  if (confirmation.userId !== user.id) return refuse('other_chat_account')
  const [account] = await tx.chatAccounts.list({ channel, workspaceId, accountId })
  // Bound to somebody who is still there: for good.
  const holder = account?.confirmedAt && account.userId !== user.id && (await tx.users.get(account.userId ?? ''))
  if (holder && holder.status !== 'removed') return refuse('other_chat_account')
  return { confirmation, workspace, account }
}
