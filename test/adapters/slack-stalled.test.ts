/**
 * The store stalls and Slack's API is down: everything is acknowledged all the same, and what was meant is done and shown as soon
 * as it can be.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pauses } from '../../adapters/slack/web-api.ts'
import { licence } from '../conformance/rows.ts'
import { buttonsIn, type SlackMessage, type SlackUser, type SlackView, wordsIn } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld, sees } from './slack-world.ts'

type Person = SlackUser & { readonly userId: string }
interface Gesture {
  readonly what: string
  /** What must be there first; answers what makes Slack send it. */
  readonly begin: () => Promise<() => Promise<{ readonly status: number } | undefined>>
  /** What is seen in the end. */
  readonly result: () => Promise<unknown>
}

let world: SlackWorld
let anna: Person
let bea: Person

const formOf = (user: SlackUser): Promise<SlackView> =>
  world.slack.waitFor(() => world.slack.modals(user).findLast((view) => view.source['submit']))
const copyOf = (user: SlackUser): SlackMessage =>
  world.slack.messagesIn(world.slack.im(user)).find((message) => message.metadata) ?? expect.fail('no copy')
const ask = async () => {
  await world.slack.slash(anna, undefined, '/toegang', 'aanvragen Bouw')
  await sees(world.slack, anna, 'R-')
  await world.deliver()
}
/** In a modal, or as a button when its trigger is gone by then. */
const formOffered = () =>
  world.slack.waitFor(
    () =>
      world.slack.modals(anna).some((view) => view.source['submit']) ||
      world.slack.messagesTo(anna).some((one) => /aanvragen/.test(buttonsIn(one).join())),
  )

const gestures: readonly Gesture[] = [
  {
    what: 'a slash command',
    begin: async () => () => world.slack.slash(anna, undefined, '/toegang', 'wie'),
    result: () => sees(world.slack, anna, 'Je bent Anna'),
  },
  {
    what: 'a block action',
    begin: async () => {
      await ask()
      return () => world.slack.click(bea, copyOf(bea), 'Goedkeuren')
    },
    result: () => world.slack.waitFor(() => wordsIn(copyOf(bea)).includes('Goedgekeurd door Bea')),
  },
  {
    what: 'a view submission',
    begin: async () => {
      await world.slack.slash(anna, undefined, '/toegang', 'aanvragen')
      const form = await formOf(anna)
      return () => world.slack.submit(anna, form, { licenceId: 'Bouw' })
    },
    result: () => world.slack.waitFor(() => wordsIn(world.slack.modal(anna) ?? []).includes('R-')),
  },
  {
    what: 'a shortcut',
    begin: async () => () => world.slack.shortcut(anna, 'ask_access'),
    result: formOffered,
  },
  {
    what: 'a message action',
    begin: async () => {
      const channel = world.slack.addChannel({ name: 'bouw', members: [anna] })
      await world.slack.say(anna, 'Ken jij NEN 1010?', channel)
      const [message] = world.slack.messagesIn(channel)
      return () => world.slack.messageShortcut(anna, message ?? expect.fail('no message'), 'ask_standard')
    },
    result: formOffered,
  },
  {
    what: 'a suggestion',
    begin: async () => {
      await world.write(async (tx) => {
        for (let index = 0; index < 101; index += 1)
          await tx.licences.put(licence({ companyId: world.acme.id, name: `Collectie ${index}` }))
      })
      await world.slack.slash(anna, undefined, '/toegang', 'aanvragen')
      const form = await formOf(anna)
      return () => world.slack.options(anna, form, 'licenceId', 'bouw')
    },
    // Nothing is offered meanwhile; the next letter that is typed asks again.
    result: async () => {
      const { options } = await world.slack.options(anna, await formOf(anna), 'licenceId', 'bouw')
      expect(options.map((one) => wordsIn([one]))).toEqual(['Bouw'])
    },
  },
  {
    what: 'an event for the Home tab',
    begin: async () => () => world.slack.openHome(anna),
    result: () => world.slack.waitFor(() => wordsIn(world.slack.home(anna) ?? []).includes('Je bent Anna')),
  },
  {
    what: 'an event with a direct message',
    begin: async () => () => world.slack.say(anna, 'aanvragen Bouw'),
    result: async () => {
      await sees(world.slack, anna, 'R-')
      expect(world.slack.messagesTo(anna)).toHaveLength(1)
    },
  },
]

describe.each(['http', 'socket'] as const)('over %s, while the store stalls and Slack’s API is down', (mode) => {
  beforeEach(async () => {
    world = await openSlackWorld({ mode, waiting: Array<number>(200).fill(20) })
    anna = await world.known('Anna')
    bea = await world.administrator('Bea')
  })
  afterEach(async () => {
    const { violations } = world.slack
    await world.close()
    expect(violations).toEqual([])
  })

  it.each(gestures)('$what is acknowledged, and its result comes when both are back', async ({ begin, result }) => {
    const gesture = await begin()
    const go = world.stall()
    world.slack.faults.plan({ fault: { kind: 'status', status: 503 }, times: Number.POSITIVE_INFINITY })
    const failedBefore = world.slack.faults.dealt
    // This resolves while both hang: an acknowledgement that waited for either would never come.
    expect(await gesture()).toMatchObject({ status: 200 })
    await world.slack.waitFor(() => world.slack.faults.dealt > failedBefore + 2)
    go()
    world.slack.faults.clear()
    await result()
  })
})

it('what somebody waits for is tried for longer than ten seconds', () => {
  expect(pauses.waiting.reduce<number>((sum, one) => sum + one, 0)).toBeGreaterThan(10_000)
})
