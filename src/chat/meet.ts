import * as z from 'zod'
import type { Actor, ChatIdentity, StrangerActor, UserActor } from '../kernel/actor.ts'
import { accept, defineCommand } from '../kernel/command.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ChatAccount } from './chat-account.ts'

/**
 * Remembers a chat account that acts, whom it is matched to now, and how to reach it. Adapters run it for everything that they
 * hear; when nothing changed nothing is written. Strangers are not remembered, and an account that no longer matches anybody
 * gets nobody's messages any more.
 */
export const meetAccount = defineCommand({
  name: 'chat.meet',
  input: z.object({}),
  who: ['anyone'],
  load: async () => undefined,
  decide: (_facts, _input, { actor, now, newId }) => {
    const chat = chatOf(actor)
    if (!chat) return refuse('not_allowed')
    const { account } = chat
    const userId = actor.kind === 'user' ? actor.user.id : undefined
    if (!account && !userId) return accept({}, {})
    const { userId: _userId, confirmedAt, ...rest } = account ?? newAccount(chat, newId(), now)
    // A confirmed account is its user's for good, unless that user is gone.
    const bound = confirmedAt !== undefined && (userId === undefined || userId === account?.userId)
    const kept = bound ? account?.userId : userId
    const met: ChatAccount = {
      ...rest,
      ...(kept && { userId: kept }),
      ...(bound && { confirmedAt }),
      ...(chat.conversation && { conversation: chat.conversation }),
    }
    const same = account && met.userId === account.userId && met.conversation === account.conversation
    return accept(same ? {} : { save: { chatAccounts: [met] } }, {})
  },
})

const newAccount = ({ channel, workspaceId, accountId }: ChatIdentity, id: string, now: string): ChatAccount => ({
  id,
  channel,
  workspaceId,
  accountId,
  metAt: now,
})

const chatOf = (actor: Actor): ChatIdentity | undefined =>
  actor.kind === 'user' || actor.kind === 'stranger' ? actor.chat : undefined

export type Whoami =
  | { readonly known: false; readonly why: StrangerActor['why']; readonly canRegister: boolean }
  | {
      readonly known: true
      readonly name: string
      readonly email: string
      readonly company: string
      readonly administrator: UserActor['administrator']
      /** Whether this chat account was confirmed; absent where no chat account is at hand. */
      readonly confirmed?: boolean
    }

/** Who somebody is here: the user that a chat account or session stands for, or why there is none. */
export const whoAmI = defineQuery({
  name: 'chat.whoami',
  input: z.object({}),
  who: ['anyone'],
  answer: async (_tx, _input, { actor }) => {
    if (actor.kind === 'stranger')
      return found<Whoami>({ known: false, why: actor.why, canRegister: actor.canRegister ?? false })
    if (actor.kind !== 'user') return refuse('not_allowed')
    const { user, company, administrator, chat } = actor
    return found<Whoami>({
      known: true,
      name: user.name || user.email,
      email: user.email,
      company: company.name,
      administrator,
      ...(chat && { confirmed: chat.account?.confirmedAt !== undefined && chat.account.userId === user.id }),
    })
  },
})
