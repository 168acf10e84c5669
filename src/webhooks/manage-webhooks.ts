import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { id, moment } from '../kernel/input.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import type { Page } from '../ports/store.ts'
import type { AuditEvent } from '../trail/audit-event.ts'
import type { Errand } from '../trail/message.ts'
import { accessEventTypes, isAccessEvent, type Webhook } from './webhook.ts'

/** Over TLS, or to this very machine for trying out; where it may lead is judged at every call. */
const address = z
  .string()
  .max(2000)
  .regex(/^(https:\/\/[^\s@/]+(\/\S*)?|http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/\S*)?)$/)

/** Adds an address that hears every change of access. The secret that it checks signatures with is in the answer and nowhere else. */
export const addWebhook = defineCommand({
  name: 'webhooks.add',
  input: z.object({ url: address, /** Of this company alone. */ companyId: id.optional() }),
  who: ['operator'],
  load: async (tx, { companyId }) => ({
    isKnown: companyId === undefined || (await tx.companies.get(companyId)) !== undefined,
    there: await tx.webhooks.list({}),
  }),
  decide: ({ isKnown, there }, { url, companyId }, { now, newId, secrets }) => {
    if (!isKnown) return refuse('not_found')
    if (there.some((one) => one.url === url && one.companyId === companyId)) return refuse('webhook_already_there')
    const secret = `whsec_${toBase64(secrets.make())}`
    const webhook: Webhook = {
      id: newId(),
      url,
      ...(companyId && { companyId }),
      sealedSecret: secrets.seal(secret),
      createdAt: now,
    }
    return accept(
      {
        save: { webhooks: [webhook] },
        events: [{ type: 'webhook.added', webhookId: webhook.id, companyIds: companyId ? [companyId] : [] }],
      },
      { id: webhook.id, secret },
    )
  },
})

/** 256 bits in the alphabet of URLs, as the base64 that Standard Webhooks wants. */
const toBase64 = (secret: string): string => {
  const plain = secret.replaceAll('-', '+').replaceAll('_', '/')
  return plain.padEnd(Math.ceil(plain.length / 4) * 4, '=')
}

/** Removes a webhook; what still waits for it is not sent. */
export const removeWebhook = defineCommand({
  name: 'webhooks.remove',
  input: z.object({ webhookId: id }),
  who: ['operator'],
  load: (tx, { webhookId }) => tx.webhooks.get(webhookId),
  decide: (webhook) => {
    if (!webhook) return refuse('not_found')
    const { id: webhookId, companyId } = webhook
    return accept(
      {
        remove: { webhooks: [webhookId] },
        events: [{ type: 'webhook.removed', webhookId, companyIds: companyId ? [companyId] : [] }],
      },
      { id: webhookId },
    )
  },
})

const mostReplayed = 1000
const noLines: Page<AuditEvent> = { rows: [] }

/**
 * Sends again what happened since a moment, up to a thousand changes, from the trail: for a receiver that was away for longer than
 * messages are tried. `next` says from where to go on.
 */
export const replayWebhook = defineCommand({
  name: 'webhooks.replay',
  input: z.object({ webhookId: id, since: moment, after: z.string().max(500).optional() }),
  who: ['operator'],
  load: async (tx, { webhookId, since, after }) => {
    const webhook = await tx.webhooks.get(webhookId)
    const where = {
      at: { from: since },
      type: accessEventTypes,
      ...(webhook?.companyId && { companyId: webhook.companyId }),
    }
    const page = { limit: mostReplayed, ...(after && { after }) }
    return { webhook, lines: webhook ? await tx.audit.page(where, page) : noLines }
  },
  decide: ({ webhook, lines }) => {
    if (!webhook) return refuse('not_found')
    const send = lines.rows.flatMap(({ event, at }): Errand[] =>
      isAccessEvent(event) ? [{ kind: 'webhook', webhookId: webhook.id, event, happenedAt: at }] : [],
    )
    return accept({ send }, { sent: send.length, next: lines.next })
  },
})

/** All webhooks, without their secrets. */
export const listWebhooks = defineQuery({
  name: 'webhooks.list',
  input: z.object({}),
  who: ['operator'],
  answer: async (tx) => {
    const webhooks = await tx.webhooks.list({})
    return found({
      webhooks: webhooks.map(({ id: webhookId, url, companyId, createdAt }) => ({
        id: webhookId,
        url,
        ...(companyId && { companyId }),
        createdAt,
      })),
    })
  },
})
