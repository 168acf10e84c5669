/** Each kind of payload, delivered four times, out of order, over both ways, while the first process to take it up dies midway. */
import { afterEach, describe, expect, it } from 'vitest'
import { licence } from '../conformance/rows.ts'
import { buttonsIn, type SlackUser, type SlackView, wordsIn } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld } from './slack-world.ts'

type Person = SlackUser & { readonly userId: string }
interface Kind {
  readonly type: string
  /** How the payload is called in what Slack sends. */
  readonly sent: string
  /** How often it calls the store, at least: what it is for is kept by the last of these or before. */
  readonly calls: number
  /** What must be there first; answers what makes Slack send it. */
  readonly begin: () => Promise<() => Promise<unknown>>
  /** What is there in the end, once. */
  readonly check: () => Promise<void>
}

let world: SlackWorld
let anna: Person
let bea: Person
const waitFor = <T>(look: () => T | undefined | null | false): Promise<T> => world.slack.waitFor(look)

const ask = async () => {
  await world.slack.slash(anna, undefined, '/toegang', 'aanvragen Bouw')
  await waitFor(() => world.slack.messagesTo(anna).some((message) => wordsIn(message).includes('R-')))
  await world.deliver()
}
const form = (): Promise<SlackView> => waitFor(() => world.slack.modals(anna).findLast((view) => view.source['submit']))
const copies = (user: SlackUser) => world.slack.messagesIn(world.slack.im(user)).filter((one) => one.metadata)
const events = (type: string) => world.read((tx) => tx.audit.list({ type }))

const oneRequest = async () => {
  expect(await world.requests()).toMatchObject([{ requesterId: anna.userId, state: 'open' }])
  expect(await events('request.made')).toHaveLength(1)
  await world.deliver()
  expect(copies(bea).filter((one) => buttonsIn(one).includes('Goedkeuren'))).toHaveLength(1)
}
const heardOfIt = () => waitFor(() => world.slack.messagesTo(anna).some((one) => wordsIn(one).includes('R-')))
/** A trigger works once: the form is there in a modal, or as a button where the first process used it up. */
const oneForm = async () => {
  const offers = () => [
    ...world.slack.modals(anna).filter((view) => view.source['submit']),
    ...world.slack.messagesTo(anna).filter((one) => buttonsIn(one).some((label) => /aanvragen/.test(label))),
  ]
  await waitFor(() => offers().length > 0)
  expect(offers()).toHaveLength(1)
}

const kinds: readonly Kind[] = [
  {
    type: 'a slash command',
    sent: 'command',
    calls: 5,
    begin: async () => () => world.slack.slash(anna, undefined, '/toegang', 'aanvragen Bouw'),
    check: async () => {
      await heardOfIt()
      expect(world.slack.messagesTo(anna)).toHaveLength(1)
      await oneRequest()
    },
  },
  {
    type: 'a block action',
    sent: 'block_actions',
    calls: 5,
    begin: async () => {
      await ask()
      const [copy] = copies(bea)
      return () => world.slack.click(bea, copy ?? expect.fail('no copy'), 'Goedkeuren')
    },
    check: async () => {
      await waitFor(() => copies(bea).some((one) => wordsIn(one).includes('Goedgekeurd door Bea')))
      expect(await world.requests()).toMatchObject([{ state: 'approved', version: 2 }])
      expect(await events('request.approved')).toHaveLength(1)
      expect(await world.read((tx) => tx.grants.list({}))).toHaveLength(1)
      await world.deliver()
      expect(copies(bea)).toHaveLength(1)
      expect(buttonsIn(copies(bea)[0] ?? [])).toEqual([])
      expect(copies(anna).filter((one) => wordsIn(one).includes('Goedgekeurd'))).toHaveLength(1)
    },
  },
  {
    type: 'a view submission',
    sent: 'view_submission',
    calls: 3,
    begin: async () => {
      await world.slack.slash(anna, undefined, '/toegang', 'aanvragen')
      const shown = await form()
      return () => world.slack.submit(anna, shown, { licenceId: 'Bouw' })
    },
    check: oneRequest,
  },
  {
    type: 'a shortcut',
    sent: 'shortcut',
    calls: 3,
    begin: async () => () => world.slack.shortcut(anna, 'ask_access'),
    check: oneForm,
  },
  {
    type: 'a message action',
    sent: 'message_action',
    calls: 3,
    begin: async () => {
      const channel = world.slack.addChannel({ name: 'bouw', members: [anna] })
      await world.slack.say(anna, 'Ken jij NEN 1010?', channel)
      const [message] = world.slack.messagesIn(channel)
      return () => world.slack.messageShortcut(anna, message ?? expect.fail('no message'), 'ask_standard')
    },
    check: oneForm,
  },
  {
    type: 'a suggestion',
    sent: 'block_suggestion',
    calls: 3,
    begin: async () => {
      await world.write(async (tx) => {
        for (let index = 0; index < 101; index += 1)
          await tx.licences.put(licence({ companyId: world.acme.id, name: `Collectie ${index}` }))
      })
      await world.slack.slash(anna, undefined, '/toegang', 'aanvragen')
      const shown = await form()
      return () => world.slack.options(anna, shown, 'licenceId', 'bouw').catch(() => undefined)
    },
    check: async () => {
      const { options } = await world.slack.options(anna, await form(), 'licenceId', 'bouw')
      expect(options.map((one) => wordsIn([one]))).toEqual(['Bouw'])
      expect(await world.requests()).toEqual([])
    },
  },
  {
    type: 'an event for the Home tab',
    sent: 'app_home_opened',
    calls: 5,
    begin: async () => () => world.slack.openHome(anna),
    check: async () => {
      await waitFor(() => wordsIn(world.slack.home(anna) ?? []).includes('Je bent Anna'))
    },
  },
  {
    type: 'an event with a direct message',
    sent: 'message',
    calls: 5,
    begin: async () => () => world.slack.say(anna, 'aanvragen Bouw'),
    check: async () => {
      await heardOfIt()
      expect(world.slack.messagesTo(anna)).toHaveLength(1)
      await oneRequest()
    },
  },
]

/** What Slack calls a delivery. */
const nameOf = ({ kind, payload }: SlackWorld['slack']['deliveries'][number]): unknown =>
  kind === 'command' ? kind : kind === 'event' ? (payload['event'] as { type?: string }).type : payload['type']

/** Slack asks, the process dies after so many calls to the store, and another one hears the rest. */
const deliver = async ({ sent, begin }: Kind, calls: number) => {
  const gesture = await begin()
  const before = world.slack.deliveries.length
  world.dieAfter(calls)
  await gesture()
  const first = world.slack.deliveries.slice(before).find((one) => nameOf(one) === sent)
  await world.slack.waitFor(world.isDead)
  await world.restart()
  const again = (retry: number) => world.slack.redeliver(first ?? expect.fail('nothing was sent'), retry)
  const later = await Promise.all([3, 1, 2].map(again))
  expect(later.map(({ status }) => status)).toEqual([200, 200, 200])
}

const open = async (mode: 'http' | 'socket') => {
  world = await openSlackWorld({ mode })
  anna = await world.known('Anna')
  bea = await world.administrator('Bea')
}
afterEach(async () => {
  const { violations } = world.slack
  await world.close()
  expect(violations).toEqual([])
})

describe.each(kinds)('$type, of which the first delivery ends with the process', (kind) => {
  const steps = Array.from({ length: kind.calls }, (_, index) => index + 1)

  it.each(steps)('has one effect, and nothing is lost, when that is at call %i to the store', async (calls) => {
    await open('http')
    await deliver(kind, calls)
    await world.settled()
    await kind.check()
  })

  it('has one effect, and nothing is lost, over Socket Mode too', async () => {
    await open('socket')
    await deliver(kind, kind.calls)
    await kind.check()
  })
})
