import type { App, ReceiverEvent } from '@slack/bolt'
import type { Log } from '../log.ts'

/**
 * Acknowledges at once what no listener took, such as a kind of payload that Slack has yet to invent, and what Bolt can't make sense
 * of: Bolt would let Slack wait for three seconds or answer 500, after which the person sees an error. What a listener failed at is
 * left to Bolt, so that Slack says that it failed.
 *
 * @returns to be told which body a listener failed at
 */
export const acknowledgeUnheard = (app: App, log: Log): ((body: object) => void) => {
  const failed = new WeakSet<object>()
  const process = app.processEvent.bind(app)
  app.processEvent = async (event: ReceiverEvent) => {
    // `null` is JSON too, which Bolt looks into all the same.
    if (typeof event.body !== 'object' || event.body === null) return event.ack()
    let answered = false
    try {
      await process({
        ...event,
        ack: async (response) => {
          answered = true
          await event.ack(response)
        },
      })
    } catch (error) {
      if (answered) throw error
      log.warn({ err: error }, 'Slack sent what nobody can read')
    }
    if (!answered && !failed.has(event.body)) await event.ack()
  }
  return (body) => void failed.add(body)
}
