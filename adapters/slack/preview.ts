import type { LinkUnfurls } from '@slack/types'
import { type Account, attend, type Tools } from './attend.ts'
import { blocksOf } from './blocks.ts'
import { slackError } from './web-api.ts'

/** Links that somebody posted, or is typing, as `link_shared` tells it. */
export interface SharedLinks {
  readonly links: readonly { readonly url: string }[]
  readonly channel: string
  readonly message_ts: string
  readonly unfurl_id?: string
  readonly source?: string
}

/** More would bury the message. */
const most = 5

/**
 * Shows under a message what its links to the portal lead to. Everybody who reads along sees it, perhaps in another organisation: so
 * it says nothing about anybody. A link that leads to nothing for its writer stays a link.
 */
export const previewLinks = async (account: Account, shared: SharedLinks, tools: Tools): Promise<void> => {
  const unfurls = await attend<LinkUnfurls>(
    account,
    tools,
    (claim) => previewsOf(shared, claim, tools),
    () => ({}),
  )
  if (Object.keys(unfurls).length === 0) return
  const client = await tools.clientFor(account.workspaceId)
  const { channel, message_ts: ts, unfurl_id, source } = shared
  // The bot needs not be where this id stands for, and a message that is still being typed has no other.
  const where = source && unfurl_id ? { source, unfurl_id } : { channel, ts }
  try {
    await tools.insist(async () => client?.chat.unfurl({ ...where, unfurls } as never))
  } catch (error) {
    // The message may be gone, or its writer wants no previews.
    if (slackError(error) === undefined) throw error
    tools.log.warn({ err: error }, 'Slack took no preview')
  }
}

const previewsOf = async ({ links }: SharedLinks, claim: Parameters<Tools['core']['answer']>[1], tools: Tools) => {
  const { core, baseUrl } = tools
  const unfurls: LinkUnfurls = {}
  for (const { url } of links.filter((link) => link.url.startsWith(`${baseUrl}/`)).slice(0, most)) {
    const answer = await core.answer('links.preview', claim, { path: new URL(url).pathname })
    if (answer.kind === 'card' && !answer.refused) unfurls[url] = { blocks: blocksOf(answer.card, baseUrl) }
  }
  return unfurls
}
