import { openTestBrowser, type TestBrowser } from '../fakes/browser.ts'
import { buttonsIn, type SlackMessage, wordsIn } from '../fakes/slack.ts'
import { check } from './check.ts'
import type { DemoWorld, Person } from './world.ts'

type TeamsMessage = ReturnType<DemoWorld['teams']['messagesTo']>[number]

const patience = 20_000

/** What the people of the story do, in their chats and their browsers, and what they see. */
export const openGestures = ({ toegang, slack, teams, people }: DemoWorld) => {
  const browsers = new Map<string, TestBrowser>()
  const browserOf = (email: string): TestBrowser => {
    const browser = browsers.get(email) ?? openTestBrowser()
    browsers.set(email, browser)
    return browser
  }

  /** Who is signed in there, as `GET /api/me` says it. */
  const me = async (browser: TestBrowser) => {
    const response = await browser.fetch(`${toegang.url}/api/me`)
    const body = (await response.json()) as { readonly user?: { email: string }; readonly company?: { name: string } }
    return { status: response.status, email: body.user?.email, company: body.company?.name }
  }

  const saySlack = (person: Person, text: string) => slack.slash(person.slack, undefined, '/toegang', text)
  const sayTeams = (person: Person, text: string) => teams.say(person.teams, text)

  /** The newest message to somebody that holds all of these words, also one that is still to come. */
  const seeSlack = (person: Person, ...words: string[]): Promise<SlackMessage> =>
    slack.waitFor(
      () =>
        slack.messagesTo(person.slack).findLast(({ blocks }) => words.every((word) => wordsIn(blocks).includes(word))),
      patience,
    )
  const seeTeams = (person: Person, ...words: string[]): Promise<TeamsMessage> =>
    teams.waitFor(
      () => teams.messagesTo(person.teams).findLast(({ card }) => words.every((word) => wordsOn(card).includes(word))),
      patience,
    )

  const finishRegistration = async (email: string, link: string, name: string, companyId?: string): Promise<void> => {
    const browser = browserOf(email)
    const page = await browser.open(link)
    check(page.status === 200, 'the link in the mail opens the registration', page.text)
    const done = await page.submit('name', { name, ...(companyId && { companyId }) })
    check((await me(browser)).email === email, 'finishing a registration signs in', done.text)
  }

  const confirm = async (person: Person, link: string): Promise<void> => {
    const page = await browserOf(person.email).open(link)
    const done = await page.submit('secret')
    check(done.status === 200, 'the chat account is confirmed in the portal', done.text)
  }

  /** An administrator's first command: the bot asks to confirm the account, by a link that is opened signed in. */
  const confirmInSlack = async (person: Person): Promise<void> => {
    await saySlack(person, 'gebruikers')
    const asked = await seeSlack(person, 'Bevestig eerst')
    await slack.click(person.slack, asked, buttonsIn(asked.blocks)[0] ?? '')
    await confirm(person, await slack.waitFor(() => confirmationLink(slack.messagesTo(person.slack)), patience))
  }
  const confirmInTeams = async (person: Person): Promise<void> => {
    await sayTeams(person, 'gebruikers')
    const asked = await seeTeams(person, 'Bevestig eerst')
    await teams.click(person.teams, asked, 'chat.start_confirmation')
    await confirm(person, await teams.waitFor(() => confirmationLink(teams.messagesTo(person.teams)), patience))
  }

  /** Every posted copy of a request that these people see, in both chats; lists that mention it are none. */
  const copies = (reference: string, everybody: readonly Person[] = Object.values(people)) => {
    const isCopy = (words: string) => words.includes(`Code: ${reference}`) && words.split('Code: ').length === 2
    return {
      slack: everybody.flatMap((person) =>
        slack.messagesTo(person.slack).filter(({ blocks, visibleTo }) => !visibleTo && isCopy(wordsIn(blocks))),
      ),
      teams: everybody.flatMap((person) => teams.messagesTo(person.teams).filter(({ card }) => isCopy(wordsOn(card)))),
    }
  }

  return {
    browserOf,
    me,
    saySlack,
    sayTeams,
    seeSlack,
    seeTeams,
    finishRegistration,
    confirmInSlack,
    confirmInTeams,
    copies,
  }
}

export type Gestures = ReturnType<typeof openGestures>

/** What a person reads on an Adaptive Card: its texts in order, the pieces of one block side by side. */
export const wordsOn = (card: unknown): string => {
  if (Array.isArray(card)) return card.map(wordsOn).join('\n')
  if (typeof card !== 'object' || card === null) return ''
  const { text, inlines, ...rest } = card as { text?: unknown; inlines?: readonly { text?: string }[] }
  const own = typeof text === 'string' ? text : (inlines ?? []).map((run) => run.text ?? '').join('')
  return [own, ...Object.values(rest).map(wordsOn)].filter(Boolean).join('\n')
}

const confirmationLink = (messages: readonly unknown[]): string | undefined =>
  /"url":"([^"]*\/chat\/confirm\?[^"]*)"/.exec(JSON.stringify(messages.at(-1) ?? ''))?.[1]
