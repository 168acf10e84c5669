/** What Slack shows of Toegang, drawn from what was sent to the fake: App Home, a request before and after, the forms. */
import type { Browser } from 'playwright-core'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Message } from 'slack-blocks-to-jsx'
import { openSlackWorld } from '../adapters/slack-world.ts'
import type { SlackView } from '../fakes/slack.ts'
import { asJson, asList, type Json } from '../fakes/teams/json.ts'
import { logo, slackPage } from './chat-page.ts'
import type { Take } from './take.ts'

const draw = (blocks: readonly Json[], withoutHeader = false): string =>
  renderToStaticMarkup(
    createElement(
      Message as never,
      {
        blocks,
        logo,
        name: 'Toegang',
        time: new Date(2026, 2, 2, 9, 41),
        theme: 'light',
        withoutWrapper: withoutHeader,
      } as never,
    ),
  )

/** The library draws Slack's own words in English, and a hint that Slack does not give; a Dutch Slack says these. */
const inDutch = (drawn: string): string =>
  drawn
    .replace(/<p[^>]*>↵[^<]*<\/p>/g, '')
    .replaceAll('Pick an option', 'Selecteer een optie')
    .replaceAll('Write something', 'Schrijf iets')

const words = (value: unknown): string => String(asJson(value)['text'] ?? '')

const drawForm = ({ source }: SlackView): string =>
  slackPage(inDutch(draw(asList(source['blocks']), true)), {
    title: words(source['title']),
    submit: words(source['submit']),
    close: words(source['close']),
  })

export const takeSlack = async (browser: Browser, take: Take): Promise<void> => {
  const world = await openSlackWorld()
  const { slack } = world
  const show = openShow(browser, take)
  try {
    const bram = await world.known('Bram')
    const anna = await world.administrator('Anna')
    const copy = () => {
      const found = slack.messagesIn(slack.im(anna)).findLast(({ metadata }) => metadata)
      if (!found) throw new Error('Anna has no copy')
      return found
    }
    const formOf = (who: typeof bram) =>
      slack.waitFor(() => {
        const top = slack.modal(who)
        return top?.source['submit'] ? top : undefined
      })

    await slack.slash(bram, undefined, '/toegang', 'aanvragen')
    const form = await formOf(bram)
    await show('slack-form', drawForm(form))
    await slack.submit(bram, form, { licenceId: 'Bouw', reason: 'Voor project Dijkhuis, kostenplaats 4711' })
    await world.settled()
    await world.deliver()
    await show('slack-request', slackPage(draw(copy().blocks)))

    await slack.openHome(anna)
    const home = await slack.waitFor(() => slack.home(anna))
    await show('slack-home', slackPage(draw(asList(home.source['blocks']), true), { title: 'Toegang' }))

    await slack.click(anna, copy(), 'Afwijzen')
    await show('slack-decline', drawForm(await formOf(anna)))
    await slack.dismiss(anna, await formOf(anna))
    await slack.click(anna, copy(), 'Goedkeuren')
    await slack.waitFor(() => copy().edited)
    await show('slack-decided', slackPage(draw(copy().blocks)))
  } finally {
    await world.close()
  }
}

/** Takes a picture of the window on such a page. */
export const openShow =
  (browser: Browser, take: Take) =>
  async (name: string, html: string): Promise<void> => {
    const page = await browser.newPage({ locale: 'nl-NL', viewport: { width: 800, height: 900 } })
    await page.setContent(html)
    await take(name, await page.locator('.window').screenshot())
    await page.close()
  }
