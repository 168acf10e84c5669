/** Chat accounts for tests of use cases, and an outside world that keeps what it is sent and fails as it is told. */
import type { Card } from '../../src/cards/card.ts'
import type { ChatAccount } from '../../src/chat/chat-account.ts'
import { deliver } from '../../src/delivery/deliver.ts'
import type { Outside } from '../../src/delivery/outside.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import type { ChatChannel, MessageRef, Notifier, Recipient } from '../../src/ports/chat.ts'
import type { Mail, Mailer } from '../../src/ports/mailer.ts'
import type { User } from '../../src/users/user.ts'
import type { World } from './world.ts'

/** Connects a workspace to companies; people in it are matched from then on. */
export const connectWorkspace = (
  world: World,
  companyIds: readonly string[],
  channel: ChatChannel = 'slack',
  workspaceId = 'T1',
) =>
  world.put('workspaces', {
    id: world.ports.ids.next(),
    channel,
    workspaceId,
    name: 'Acme',
    companyIds,
    connectedBy: 'somebody',
    connectedAt: world.now(),
  })

/** An account that acted before, with the claim that it makes now. */
export const chatAccount = async (
  world: World,
  user: User,
  { channel = 'slack', workspaceId = 'T1', confirmed = false, over = {} as Partial<ChatAccount> } = {},
): Promise<{ readonly account: ChatAccount; readonly claim: Claim }> => {
  const accountId = `${channel}-${user.email}`
  const address = { channel, workspaceId, accountId } as const
  const account = await world.put('chatAccounts', {
    ...(address as { channel: ChatChannel; workspaceId: string; accountId: string }),
    id: world.ports.ids.next(),
    userId: user.id,
    metAt: world.now(),
    ...(confirmed && { confirmedAt: world.now() }),
    ...(channel === 'teams' && { conversation: `conversation of ${user.email}` }),
    ...over,
  })
  const person = { name: user.name, email: user.email }
  return { account, claim: { channel: channel as ChatChannel, workspaceId, accountId, person } }
}

export interface Post {
  readonly to: Recipient
  readonly key: string
  readonly ref: string
  /** What stands there now. */
  card: Card
  replaced: number
}

/** What comes of one call: an error to throw, an answer, or something to do while it is on its way. */
type Fault = Error | 'unreachable' | 'gone' | 'rejected' | 'lost' | (() => Promise<void>)

/** An outside world. `faults` are used up in order, one for each call; without any, everything works. */
export const openOutside = (world: World) => {
  const posts: Post[] = []
  const mails: Mail[] = []
  const faults: Fault[] = []
  const logged: unknown[] = []
  const asked: { readonly key: string; readonly again: boolean }[] = []

  const next = async (): Promise<Exclude<Fault, Error | (() => Promise<void>)> | undefined> => {
    const fault = faults.shift()
    if (fault instanceof Error) throw fault
    if (typeof fault === 'function') {
      await fault()
      return undefined
    }
    return fault
  }

  const notifier = (channel: ChatChannel): Notifier => ({
    channel,
    post: async (to, card, key, again) => {
      asked.push({ key, again })
      const fault = await next()
      if (fault === 'unreachable') return fault
      const known = again ? posts.find((post) => post.key === key) : undefined
      const post = known ?? { to, key, ref: `ref ${posts.length + 1}`, card, replaced: 0 }
      if (!known) posts.push(post)
      if (fault === 'lost') throw new Error('the answer was lost')
      return { channel, workspaceId: to.workspaceId, ref: post.ref }
    },
    replace: async (message: MessageRef, card) => {
      if ((await next()) === 'gone') return 'gone'
      const post = posts.find(({ ref }) => ref === message.ref)
      if (!post) throw new Error(`nothing stands at ${message.ref}`)
      post.card = card
      post.replaced++
      return 'replaced'
    },
  })
  const mailer: Mailer = {
    send: async (mail) => {
      const fault = await next()
      if (fault === 'rejected') return fault
      mails.push(mail)
      if (fault === 'lost') throw new Error('the answer was lost')
      return 'accepted'
    },
  }
  const outside: Outside = {
    notifiers: [notifier('slack'), notifier('teams')],
    mailer,
    baseUrl: 'https://toegang.example',
    log: (_message, error) => void logged.push(error),
  }

  return {
    outside,
    posts,
    mails,
    faults,
    logged,
    /** Every post that was asked for, also those that failed. */
    asked,
    /** Sends whatever is due, a message at a time, so that faults meet messages in order. */
    deliver: async (limit = 1): Promise<void> => {
      while ((await deliver(world.ports, outside, { limit })) > 0);
    },
    /** As `deliver`, and again an hour later as often as something still waits. */
    deliverAll: async (): Promise<void> => {
      for (let round = 0; round < 30; round++) {
        while ((await deliver(world.ports, outside)) > 0);
        const waiting = await world.rows('outbox', { state: 'waiting' })
        if (waiting.length === 0) return
        world.wait({ hours: 2 })
      }
      throw new Error('something waits for ever')
    },
    /** The posts of an account. */
    postsTo: (account: ChatAccount): Post[] => posts.filter(({ to }) => to.accountId === account.accountId),
    mailsTo: (address: string): Mail[] => mails.filter(({ to }) => to.address === address),
  }
}

/** Every text on a card that a person reads. */
export const wordsOf = (card: Card): string =>
  [
    card.title,
    ...(card.text ?? []),
    ...(card.facts ?? []).flatMap(({ label, value }) => [label, value]),
    ...(card.items ?? []).flatMap((item) => [
      item.title,
      item.text ?? '',
      ...(item.facts ?? []).flatMap(({ label, value }) => [label, value]),
    ]),
  ].join('\n')
