import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { DemoWorld, Person } from '../world.ts'
import { act, gesture, type TeamsDialog } from './act.ts'
import { clientScript } from './client.ts'
import { pageHtml } from './page.ts'
import { slackWindow } from './slack-window.ts'

/** One page with a Slack window and a Teams window side by side, and the mails under them. Answers where it stands. */
export const openDemoPage = async (
  world: DemoWorld,
  port = 0,
): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const web = express()
  const dialogs = new Map<string, TeamsDialog>()
  const find = createRequire(import.meta.url).resolve
  const people = Object.entries(world.people)
  const personOf = (who: unknown): Person => people.find(([key]) => key === who)?.[1] ?? world.people.admin

  web.get('/', (_request, response) => void response.type('html').send(pageHtml(world)))
  web.get('/client.js', (_request, response) => void response.type('js').send(clientScript))
  web.get(
    '/adaptivecards.js',
    (_request, response) => void response.type('js').send(readFileSync(find('adaptivecards/dist/adaptivecards.js'))),
  )
  web.get(
    '/slack.css',
    (_request, response) => void response.type('css').send(readFileSync(find('slack-blocks-to-jsx/dist/style.css'))),
  )
  web.get('/state', (request, response) => {
    const person = personOf(request.query['who'])
    const dialog = dialogs.get(person.email)
    response.json({
      slack: slackWindow(world.slack, person),
      teams: {
        messages: world.teams
          .messagesIn(person.teams)
          .map(({ id, from, text, card }) => ({ id, mine: from !== 'bot', text, card })),
        dialog: dialog && { title: dialog.title, card: dialog.card },
      },
      mails: world.smtp.mails.map(({ to, mail }) => ({
        to: to.join(', '),
        subject: mail.subject,
        text: mail.text,
        link: /https?:\/\/\S+/.exec(mail.text ?? '')?.[0],
      })),
    })
  })
  web.post('/act', express.json(), async (request, response) => {
    try {
      const said = await act(world, personOf(request.query['who']), dialogs, gesture.parse(request.body))
      response.json({ said })
    } catch (error) {
      response.json({ said: error instanceof Error ? error.message : String(error) })
    }
  })

  const server = web.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
