import { setTimeout as sleep } from 'node:timers/promises'
import { type ActivityParams, Client, type TeamsChannelAccount } from '@microsoft/teams.api'
import type { Conversation } from './conversation.ts'
import { cut, type Json } from './elements.ts'

/** A call that came to nothing. Holds nothing of the call itself, whose headers carry our token. */
export class ConnectorFault extends Error {
  /** Of the answer; absent when nobody answered, in which case the call may have been heard all the same. */
  readonly status: number | undefined
  /** Seconds, when the answer asked for a pause. */
  readonly retryAfter: number | undefined
  constructor(status?: number, retryAfter?: number, code = '') {
    super(status === undefined ? `no answer ${code}`.trim() : `answered ${status} ${code}`.trim())
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** The Bot Connector (REST API, version 3) at the service URL of each conversation, with our token. Throws `ConnectorFault`. */
export interface Connector {
  /** Answers the id of the new message. */
  post(to: Conversation, message: Message): Promise<string>
  replace(at: Conversation, id: string, message: Message): Promise<void>
  /** "Get member details": what the tenant says about the account of this conversation. */
  member(of: Conversation): Promise<TeamsChannelAccount>
  /** "Get members" by page: everybody in a conversation, people of other tenants too; `undefined` when there are too many to tell. */
  everybody(of: Conversation): Promise<readonly TeamsChannelAccount[] | undefined>
  /** The chat of this account and the bot alone, which exists where the app is installed for the person. */
  personal(of: Conversation, tenantId: string): Promise<Conversation>
}

export type Message = ActivityParams

const timeout = 10_000
/** The roster of a conversation comes in pages ("Get members"). */
const membersAtOnce = 500
const mostPages = 20

/** `token` gives our own, or none where nobody asks for one. */
export const openConnector = (token: () => Promise<string | undefined>): Connector => {
  const call = async <R>(
    { serviceUrl }: Conversation,
    work: (conversations: Client['conversations']) => Promise<R>,
  ): Promise<R> => {
    const own = await token()
    // The library puts a slash of its own behind it.
    const client = new Client(serviceUrl.replace(/\/+$/, ''), { timeout, ...(own && { token: own }) })
    return work(client.conversations).catch((error: unknown) => {
      throw faultOf(error)
    })
  }
  return {
    post: async (to, message) => (await call(to, (all) => all.createActivity(to.conversationId, message))).id,
    replace: async (at, id, message) =>
      void (await call(at, (all) => all.updateActivity(at.conversationId, id, message))),
    member: (of) => call(of, (all) => all.getMemberById(of.conversationId, of.memberId)),
    everybody: async (of) => {
      const people: TeamsChannelAccount[] = []
      let token: string | undefined
      for (let page = 0; page < mostPages; page++) {
        const { members, continuationToken } = await call(of, (all) =>
          all.getPagedMembers(of.conversationId, membersAtOnce, token),
        )
        people.push(...members)
        token = continuationToken
        if (!token) return people
      }
      return undefined
    },
    personal: async (of, tenantId) => {
      const members = [{ id: of.memberId, name: '', role: 'user' as const }]
      return { ...of, conversationId: (await call(of, (all) => all.create({ members, tenantId }))).id }
    },
  }
}

interface Failed {
  readonly code?: string
  readonly response?: {
    readonly status: number
    readonly headers?: { readonly [name: string]: unknown }
    readonly data?: { readonly error?: { readonly code?: string } }
  }
}

const faultOf = (error: unknown): ConnectorFault => {
  const { response, code } = error as Failed
  if (!response) return new ConnectorFault(undefined, undefined, code)
  const seconds = Number(response.headers?.['retry-after'])
  return new ConnectorFault(response.status, seconds > 0 ? seconds : undefined, response.data?.error?.code)
}

/** What Microsoft asks to try again ("Optimize your bot with rate limiting"). */
const passing: readonly (number | undefined)[] = [412, 429, 502, 504]
const attempts = 3
const longestPause = 3

/**
 * Tries a call again, a few times, while somebody waits for it. After a broken connection only a call that changes nothing
 * (`safe`) is tried again, since the first may have been heard.
 */
export const patiently = async <R>(call: () => Promise<R>, { safe = false } = {}): Promise<R> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof ConnectorFault) || attempt === attempts) throw error
      if (!passing.includes(error.status) && !(safe && error.status === undefined)) throw error
      const seconds = error.retryAfter ?? 0.2 * 2 ** attempt
      if (seconds > longestPause) throw error
      await sleep(seconds * 1000 * (1 + Math.random() / 4))
    }
  }
}

/** A message that holds one card; `summary`, which the library's type forgot, is what a notification shows. */
export const cardMessage = (card: Json, summary: string): Message =>
  ({
    type: 'message',
    summary: cut(summary, 100),
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  }) as never
