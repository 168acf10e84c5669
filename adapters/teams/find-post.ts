import * as z from 'zod'

const shape = z.object({
  value: z.array(
    z.looseObject({
      id: z.string(),
      attachments: z.array(z.looseObject({ content: z.string().nullish() })).nullish(),
    }),
  ),
})

const publicGraph = 'https://graph.microsoft.com'

/**
 * Looks among the latest messages of a chat for one that holds `mark`, by Graph ("List messages in a chat"; the app has
 * ChatMessage.Read.Chat by resource-specific consent). `undefined` when there is none, or when the tenant does not permit looking:
 * a message that may have got through is then posted again, which is better than one that nobody sees.
 */
export const openFindPost =
  (graphUrl: string | undefined, token: () => Promise<string>) =>
  async (conversationId: string, mark: string): Promise<string | undefined> => {
    const address = `${graphUrl ?? publicGraph}/v1.0/chats/${encodeURIComponent(conversationId)}/messages?$top=50`
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${await token()}` },
      signal: AbortSignal.timeout(10_000),
    })
    if (response.status === 403 || response.status === 404) return undefined
    if (!response.ok) throw new Error(`Graph answered ${response.status}`)
    const { value } = shape.parse(await response.json())
    return value.find(({ attachments }) => attachments?.some(({ content }) => content?.includes(mark)))?.id
  }
