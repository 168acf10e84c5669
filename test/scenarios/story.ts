/** A world in which a story is told through the core's commands: everything that is sent arrives, and is kept to be read. */
import type { Card } from '../../src/cards/card.ts'
import type { CommandName, FoundOf, QueryName, ResultOf } from '../../src/catalogue.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import { openCore } from '../../src/kernel/answer.ts'
import type { Refused } from '../../src/kernel/refusal.ts'
import type { ChatAddress, ChatChannel, Notifier } from '../../src/ports/chat.ts'
import type { Mail } from '../../src/ports/mailer.ts'
import type { Store } from '../../src/ports/store.ts'
import { openWorld, operator, stranger } from '../core/world.ts'

export type Story = Awaited<ReturnType<typeof openStory>>

export interface Person {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly web: Claim & { readonly channel: 'web' }
}

/** A message in a chat as it stands there now. */
export interface Post {
  readonly to: ChatAddress
  card: Card
}

export type ChatClaim = Extract<Claim, { readonly accountId: string }>

/** Somebody who writes in a chat, with the address that the platform vouches for. */
export const inChat = (channel: ChatChannel, accountId: string, email?: string): ChatClaim => ({
  channel,
  workspaceId: `${channel}-1`,
  accountId,
  person: { name: accountId, email },
  conversation: `conversation of ${accountId}`,
})

export const openStory = async (store?: Store) => {
  const world = await openWorld(store)
  const core = openCore(world.ports)
  const mails: Mail[] = []
  const posts: Post[] = []
  const notifier = (channel: ChatChannel): Notifier => ({
    channel,
    post: async ({ workspaceId, accountId }, card) => {
      posts.push({ to: { channel, workspaceId, accountId }, card })
      return { channel, workspaceId, ref: String(posts.length - 1) }
    },
    replace: async ({ ref }, card) => {
      const post = posts[Number(ref)]
      if (!post) return 'gone'
      post.card = card
      return 'replaced'
    },
  })
  const faults: unknown[] = []
  const outside = {
    notifiers: [notifier('slack'), notifier('teams')],
    mailer: {
      send: async (mail: Mail) => {
        mails.push(mail)
        return 'accepted' as const
      },
    },
    baseUrl: 'https://toegang.example',
    log: (_message: unknown, error: unknown) => void faults.push(error),
  }

  /** Sends everything that waits. */
  const send = async (): Promise<void> => {
    while ((await core.deliver(outside, { limit: 200 })) > 0);
    if (faults.length > 0) throw faults[0]
  }
  const must = async <N extends CommandName>(name: N, claim: Claim, input: object = {}): Promise<ResultOf<N>> => {
    const outcome = await core.run(name, claim, input)
    if (!outcome.ok) throw new Error(`${name} refused: ${outcome.code} ${JSON.stringify(outcome.detail)}`)
    await send()
    return outcome.result
  }
  /** The secret of the last link that this address got. */
  const link = (address: string): string => {
    const last = mails.filter(({ to, text }) => to.address === address && text.includes('secret=')).at(-1)
    const [, secret] = /secret=([\w-]+)/.exec(last?.text ?? '') ?? []
    if (!secret) throw new Error(`no link for ${address}`)
    return secret
  }
  const finish = async (email: string, more: { readonly name?: string } = {}): Promise<Person> => {
    const { name = email.split('@')[0] ?? '' } = more
    const done = await must('registrations.finish', stranger, { secret: link(email), ...more, name })
    return { id: done.userId, email, name, web: { channel: 'web', session: done.session } }
  }
  const invite = async (by: Person, email: string, more: object = {}): Promise<Person> => {
    await must('users.invite', by.web, { emails: [email], ...more })
    return finish(email)
  }

  return {
    world,
    posts,
    /** Runs what must succeed, and sends what follows from it. */
    must,
    /** Tries what may be refused; sends what follows. */
    tries: async <N extends CommandName>(name: N, claim: Claim, input: object = {}) => {
      const outcome = await core.run(name, claim, input)
      await send()
      return outcome
    },
    /** Asks what must be answered. */
    ask: async <N extends QueryName>(name: N, claim: Claim, input: object = {}): Promise<FoundOf<N>> => {
      const outcome = await core.ask(name, claim, input)
      if (!outcome.ok) throw new Error(`${name} refused: ${outcome.code} ${JSON.stringify(outcome.detail)}`)
      return outcome.result
    },
    /** Asks what is refused, and gives the refusal. */
    askRefused: async <N extends QueryName>(name: N, claim: Claim, input: object = {}): Promise<Refused> => {
      const outcome = await core.ask(name, claim, input)
      if (outcome.ok) throw new Error(`${name} was answered`)
      return outcome
    },
    /** What a channel shows for a command or question. */
    answer: core.answer,
    /** The core itself, for a channel to stand on. */
    core,
    send,
    /** Time goes by; what falls due is done and told. */
    pass: async (by: Parameters<typeof world.wait>[0]): Promise<void> => {
      world.wait(by)
      while ((await core.sweep()) > 0);
      await send()
    },
    link,
    finish,
    invite,
    /** Everything that this address got so far: subject and text, oldest first. */
    mailsTo: (address: string): string[] =>
      mails.filter(({ to }) => to.address === address).map(({ subject, text }) => `${subject}\n${text}`),
    /** What stands in the chat with this account now, as text. */
    postsTo: ({ accountId }: Pick<ChatAddress, 'accountId'>): string[] =>
      posts.filter(({ to }) => to.accountId === accountId).map(({ card }) => JSON.stringify(card)),
    /** A company of the operator, with its first administrator, who registered by the invitation. */
    company: async (name: string, domains: readonly string[], more: object = {}) => {
      const email = `beheer-${name.toLowerCase()}@${domains[0]}`
      const administrators = [{ email, name: `Beheer ${name}` }]
      const { id } = await must('companies.add', operator, { name, domains, administrators, ...more })
      return { id, admin: await finish(email, { name: `Beheer ${name}` }) }
    },
    /** A licence of the company, by the operator. */
    licence: (companyId: string, name: string, more: object = {}) =>
      must('licences.assign', operator, { companyId, name, shown: true, ...more }),
    /** Connects the workspace of a chat system and confirms this person's account there. */
    confirm: async (person: Person, chat: ChatClaim): Promise<void> => {
      await must('chat.meet', chat)
      const { path } = await must('chat.start_confirmation', chat)
      await must('chat.confirm', person.web, { secret: path.split('secret=')[1] })
    },
    connect: (admin: Person, channel: ChatChannel) =>
      must('workspaces.connect', admin.web, { channel, workspaceId: `${channel}-1`, name: `Our ${channel}` }),
    close: world.close,
  }
}
