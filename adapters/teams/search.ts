/** The search in the compose box (message extension): licences and standards, to show to others. */
import type { MessagingExtensionAttachment, MessagingExtensionResponse } from '@microsoft/teams.api'
import * as z from 'zod'
import { escapeHtml } from '../../src/cards/escape-html.ts'
import { sharedLicenceCard } from '../../src/cards/licences-card.ts'
import { refusalCard } from '../../src/cards/refusal-card.ts'
import type { LicenceHit } from '../../src/licences/find-licences.ts'
import type { Sender } from './activity.ts'
import { adaptiveCard } from './cards.ts'
import { cut } from './elements.ts'
import { faultCard, hear, inWords, type Tools, textsFor } from './tools.ts'

const queryShape = z.looseObject({
  value: z.looseObject({
    commandId: z.enum(['licences', 'standards']),
    // Besides the field there can be `initialRun`, when nothing was typed yet.
    parameters: z.array(z.looseObject({ name: z.string(), value: z.unknown() })).default([]),
    queryOptions: z
      .looseObject({ skip: z.number().int().min(0).optional(), count: z.number().int().min(1).optional() })
      .default({}),
  }),
})

const most = 25
const longestText = 200

/** Answers a search (`composeExtension/query`) with cards to pick from; instead of them a line, when there is nothing to pick. */
export const answerSearch = async (
  activity: unknown,
  sender: Sender | undefined,
  tools: Tools,
): Promise<MessagingExtensionResponse> => {
  const { refused, card } = textsFor(sender)
  const query = queryShape.safeParse(activity).data?.value
  if (!sender || !query) return line(sender ? card.nothing : refused.account_not_vouched({}))
  const work = search(query, sender, tools).catch((error: unknown) => line(inWords(faultCard(error, sender, tools))))
  return (await tools.patience.inTime(work, async () => undefined)) ?? line(card.searchAgain)
}

const search = async (
  { commandId, parameters, queryOptions }: z.output<typeof queryShape>['value'],
  sender: Sender,
  tools: Tools,
): Promise<MessagingExtensionResponse> => {
  const { core } = tools
  const claim = await hear(sender, tools)
  const typed = parameters.find(({ name }) => name === 'text')?.value
  const found = await core.ask('licences.find', claim, {
    what: commandId,
    text: String(typed ?? '').slice(0, longestText),
    skip: queryOptions.skip,
    limit: Math.min(queryOptions.count ?? most, most),
  })
  const texts = textsFor(sender)
  if (!found.ok) return line(inWords(refusalCard(found, texts)))
  const { hits } = found.result
  if (hits.length === 0) return line(texts.card.nothing)
  const attachments = hits.map((hit) => attachmentOf(hit, sender, tools))
  return { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } }
}

const attachmentOf = (hit: LicenceHit, sender: Sender, { baseUrl }: Tools): MessagingExtensionAttachment => {
  const card = sharedLicenceCard(hit, textsFor(sender))
  const ownView = { name: 'licences.look_at', input: { licenceId: hit.licenceId, standard: hit.standard?.number } }
  const text = escapeHtml(cut((card.text ?? []).join(' · '), 200))
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: adaptiveCard(card, { baseUrl, ownView }),
    preview: {
      contentType: 'application/vnd.microsoft.card.thumbnail',
      content: { title: cut(card.title, 100), text },
    },
  } as never
}

const line = (text: string): MessagingExtensionResponse => ({ composeExtension: { type: 'message', text } })
