/** What Teams sends, by kind. Every invoke gets an answer that its client understands; other events are taken as heard. */
import type { App } from '@microsoft/teams.apps'
import { type Sender, senderOf } from './activity.ts'
import { openDialog, submitDialog } from './dialogs.ts'
import { answerMessage, farewell, welcome } from './messages.ts'
import { executePressed } from './press.ts'
import { answerSearch } from './search.ts'
import { faultCard, type Tools, textsFor } from './tools.ts'

type Work = (activity: unknown, sender: Sender, tools: Tools) => Promise<void>

export const handle = (app: App, tools: Tools): void => {
  /** Nobody waits for what a delivery brings about, and a failure of ours must not look like one of the delivery. */
  const follow = async (activity: unknown, work: Work): Promise<void> => {
    const sender = senderOf(activity)
    if (!sender) return
    const done = work(activity, sender, tools).then(
      () => ({}),
      (error: unknown) => faultCard(error, sender, tools),
    )
    await tools.patience.inTime(done, async () => undefined)
  }
  app.on('message', ({ activity }) => follow(activity, answerMessage))
  app.on('install.add', ({ activity }) => follow(activity, welcome))
  app.on('install.remove', ({ activity }) => follow(activity, farewell))
  app.on('card.action', ({ activity }) => executePressed(activity, senderOf(activity), tools))
  app.on('dialog.open', ({ activity }) => openDialog(activity, senderOf(activity), tools))
  app.on('message.ext.query', ({ activity }) => answerSearch(activity, senderOf(activity), tools))
  app.on('dialog.submit', ({ activity }) => submitDialog(activity, senderOf(activity), tools))
  // Comes last: it gets the invokes that nothing above took.
  app.on('invoke', ({ activity }) => declined(activity.name, textsFor(senderOf(activity)).card.nothing) as never)
}

/** An answer to an invoke that this bot has no use for. */
const declined = (name: string, text: string) => {
  if (['composeExtension/fetchTask', 'composeExtension/submitAction'].includes(name))
    return { status: 200, body: { task: { type: 'message', value: text } } }
  if (name.startsWith('composeExtension/'))
    return { status: 200, body: { composeExtension: { type: 'message', text } } }
  return { status: 501 }
}
