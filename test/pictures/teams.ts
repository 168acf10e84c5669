/** What Teams shows of Toegang, drawn by Microsoft's renderer from what was sent to the fake. */
import type { Browser } from 'playwright-core'
import { openTeamsWorld } from '../adapters/teams-world.ts'
import { teamsPage } from './chat-page.ts'
import { openShow } from './slack.ts'
import type { Take } from './take.ts'

export const takeTeams = async (browser: Browser, take: Take): Promise<void> => {
  const world = await openTeamsWorld()
  const { teams } = world
  const show = openShow(browser, take)
  try {
    const bram = await world.person('Bram')
    const anna = await world.administrator('Anna')
    const last = () => {
      const message = teams.messagesTo(anna).at(-1)
      if (!message) throw new Error('Anna has no copy')
      return message
    }
    await teams.say(bram, 'aanvragen Bouw voor project Dijkhuis, kostenplaats 4711')
    await world.deliver()
    const copy = last()
    await show('teams-request', teamsPage(copy.card))
    const dialog = await teams.openDialog(anna, copy, 'Afwijzen')
    await show('teams-dialog', teamsPage(dialog.card, dialog.title))
    await teams.click(anna, copy, 'Goedkeuren')
    await world.deliver()
    const decided = teams.messagesTo(anna).find(({ id }) => id === copy.id)
    await show('teams-decided', teamsPage(decided?.card))
  } finally {
    await world.close()
  }
}
