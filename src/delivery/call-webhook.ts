import { type Sending, settle } from './outside.ts'

/** What happened, by identifiers alone; the receiver asks the access API what holds now. */
export const callWebhook: Sending<'webhook'> = async (ports, outside, message) => {
  const webhook = await ports.store.read((tx) => tx.webhooks.get(message.webhookId))
  if (!webhook) return settle(ports, message.id, 'this webhook was removed')
  if (!outside.webhooks) throw new Error('webhooks are not configured')
  const { type, ...data } = message.event
  const answered = await outside.webhooks.send({
    id: message.id,
    url: webhook.url,
    secret: ports.secrets.open(webhook.sealedSecret),
    at: ports.clock.now(),
    body: JSON.stringify({ type, timestamp: message.happenedAt ?? message.at, data }),
  })
  await settle(ports, message.id, answered === 'gone' ? 'the webhook wants no more' : undefined)
}
