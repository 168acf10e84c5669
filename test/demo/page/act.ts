import * as z from 'zod'
import type { DemoWorld, Person } from '../world.ts'

/** What a reader does in a window; every one of them goes over the real, signed wire. */
export const gesture = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slack.type'), text: z.string().max(4000) }),
  z.object({ kind: z.literal('slack.press'), message: z.string(), button: z.string() }),
  z.object({ kind: z.literal('slack.submit'), values: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('slack.close') }),
  z.object({ kind: z.literal('teams.type'), text: z.string().max(4000) }),
  z.object({
    kind: z.literal('teams.press'),
    message: z.string(),
    title: z.string(),
    inputs: z.record(z.string(), z.string()),
  }),
  z.object({
    kind: z.literal('teams.open'),
    message: z.string(),
    title: z.string(),
    inputs: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal('teams.submit'), inputs: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('teams.close') }),
])

export type Gesture = z.output<typeof gesture>

export type TeamsDialog = Awaited<ReturnType<DemoWorld['teams']['openDialog']>>

/** Does it as this person; answers what the client says at once, if anything. */
export const act = async (
  { slack, teams }: DemoWorld,
  person: Person,
  dialogs: Map<string, TeamsDialog>,
  done: Gesture,
): Promise<string | undefined> => {
  const messageOf = (id: string) => {
    const message = teams.messagesTo(person.teams).find((one) => one.id === id)
    if (!message) throw new Error('that message is gone')
    return message
  }
  switch (done.kind) {
    case 'slack.type': {
      const [, command, text = ''] = /^(\/toegang|\/access)\b\s*(.*)$/s.exec(done.text.trim()) ?? []
      if (command) await slack.slash(person.slack, undefined, command, text)
      else await slack.say(person.slack, done.text)
      return undefined
    }
    case 'slack.press': {
      const message = slack.messagesTo(person.slack).find((one) => one.ts === done.message)
      const modal = slack.modal(person.slack)
      const shown = message ?? modal
      if (!shown) throw new Error('that message is gone')
      return (await slack.click(person.slack, shown, done.button)).url
    }
    case 'slack.submit': {
      const modal = slack.modal(person.slack)
      if (modal)
        await slack.submit(
          person.slack,
          modal,
          Object.fromEntries(Object.entries(done.values).filter(([, value]) => value !== '')),
        )
      return undefined
    }
    case 'slack.close': {
      const modal = slack.modal(person.slack)
      if (modal) await slack.dismiss(person.slack, modal)
      return undefined
    }
    case 'teams.type':
      await teams.say(person.teams, done.text)
      return undefined
    case 'teams.press':
      return (await teams.click(person.teams, messageOf(done.message), done.title, done.inputs)).message
    case 'teams.open': {
      const dialog = await teams.openDialog(person.teams, messageOf(done.message), done.title, done.inputs)
      return shownDialog(dialogs, person, dialog)
    }
    case 'teams.submit': {
      const open = dialogs.get(person.email)
      return open ? shownDialog(dialogs, person, await teams.submitDialog(open, done.inputs)) : undefined
    }
    case 'teams.close':
      dialogs.delete(person.email)
      return undefined
  }
}

/** A dialog with a card stays open; one that answers with words closes. */
const shownDialog = (dialogs: Map<string, TeamsDialog>, person: Person, dialog: TeamsDialog): string | undefined => {
  if (dialog.card) dialogs.set(person.email, dialog)
  else dialogs.delete(person.email)
  return dialog.message
}
