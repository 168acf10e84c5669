import * as z from 'zod'
import { RetryLater } from '../../src/ports/chat.ts'

export interface GraphSettings {
  /** Also the app's id in its manifest. */
  readonly clientId: string
  readonly graphUrl?: string | undefined
  readonly token: () => Promise<string>
}

export const publicGraph = 'https://graph.microsoft.com'
const timeoutMs = 10_000

const installationsShape = z.object({
  value: z.array(
    z.looseObject({ id: z.string(), teamsApp: z.looseObject({ externalId: z.string().nullish() }).nullish() }),
  ),
})
const chatShape = z.looseObject({ id: z.string() })
const messagesShape = z.object({
  value: z.array(
    z.looseObject({
      id: z.string(),
      deletedDateTime: z.string().nullish(),
      from: z.looseObject({ application: z.looseObject({ id: z.string().nullish() }).nullish() }).nullish(),
      attachments: z.array(z.looseObject({ content: z.string().nullish() })).nullish(),
    }),
  ),
})

/**
 * Looks among the latest fifty messages in the bot's chat with somebody for one of the bot's own that holds `mark`, by Graph:
 * "List apps installed for user" (permission TeamsAppInstallation.ReadWriteSelfForUser.All), "Get chat between user and
 * teamsApp", since Graph knows the chat by another id than the Bot Connector, and "List messages in a chat" (granted with the
 * app: ChatMessage.Read.Chat). `undefined` when there is none, or when the tenant does not permit looking: a message that may
 * have got through is then posted again, which is better than one that nobody sees.
 */
export const openFindPost = ({ clientId, graphUrl = publicGraph, token }: GraphSettings) => {
  const read = async <S extends z.ZodType>(path: string, shape: S): Promise<z.output<S> | undefined> => {
    const response = await fetch(`${graphUrl}/v1.0${path}`, {
      headers: { authorization: `Bearer ${await token()}` },
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (response.status === 403 || response.status === 404) return undefined
    if (response.status === 429) throw new RetryLater(Number(response.headers.get('retry-after')) || 10)
    if (!response.ok) throw new Error(`Graph answered ${response.status}`)
    return shape.parse(await response.json())
  }
  return async (objectId: string, mark: string): Promise<string | undefined> => {
    const apps = `/users/${encodeURIComponent(objectId)}/teamwork/installedApps`
    const installed = await read(`${apps}?$expand=teamsApp`, installationsShape)
    const own = installed?.value.find(({ teamsApp }) => teamsApp?.externalId === clientId)
    const chat = own && (await read(`${apps}/${encodeURIComponent(own.id)}/chat`, chatShape))
    const messages = chat && (await read(`/chats/${encodeURIComponent(chat.id)}/messages?$top=50`, messagesShape))
    return messages?.value.find(
      ({ from, attachments, deletedDateTime }) =>
        !deletedDateTime &&
        from?.application?.id === clientId &&
        attachments?.some(({ content }) => content?.includes(`"${mark}"`)),
    )?.id
  }
}
