/** The gestures of people in Slack. */
import { openSlackWorld } from '../adapters/slack-world.ts'
import {
  buttonsIn,
  type SlackChannel,
  type SlackMessage,
  type SlackUser,
  type SlackView,
  wordsIn,
} from '../fakes/slack.ts'
import { type Chat, type FilledIn, openMemory, type Person, type Surface } from './chats.ts'

const ticked = (filled: FilledIn) =>
  Object.fromEntries(
    Object.entries(filled).map(([field, value]) => [
      field,
      typeof value === 'boolean' ? (value ? ['true'] : []) : value,
    ]),
  )

export const openSlackChat = async (): Promise<Chat> => {
  const world = await openSlackWorld()
  const { slack } = world
  const accounts = new Map<string, SlackUser>()
  const meet = <P extends SlackUser & { readonly userId: string }>(made: P): Person => {
    accounts.set(made.userId, made)
    return { name: made.name, userId: made.userId }
  }
  const at = ({ userId, name }: Person): SlackUser => {
    const found = accounts.get(userId)
    if (!found) throw new Error(`${name} is not in this Slack`)
    return found
  }
  const shownTo = (who: Person): (SlackMessage | SlackView)[] => [
    ...slack.messagesTo(at(who)),
    ...slack.modals(at(who)),
  ]
  const surface = (shown: SlackMessage | SlackView): Surface => ({
    id: 'ts' in shown ? shown.ts : shown.id,
    words: [wordsIn(shown), ...('errors' in shown ? Object.values(shown.errors ?? {}) : [])].join('\n'),
    buttons: buttonsIn(shown),
  })
  const memory = openMemory((who) => shownTo(who).map(surface))
  const copyOf = (who: Person, reference: string): SlackMessage => {
    const own = slack.messagesIn(slack.im(at(who)))
    const found = own.find((message) => message.metadata && wordsIn(message).includes(reference))
    if (!found) throw new Error(`${who.name} has no copy of ${reference}`)
    return found
  }
  let channel: SlackChannel | undefined
  const opened = () => {
    if (!channel) throw new Error('no channel was opened')
    return channel
  }
  const newestInChannel = (): SlackMessage => {
    const found = slack.messagesIn(opened()).findLast(({ fromBot }) => fromBot)
    if (!found) throw new Error('the product said nothing in the channel')
    return found
  }
  const form = (who: Person) => {
    const top = slack.modal(at(who))
    return top?.source['submit'] ? top : undefined
  }
  const pressOn = async (who: Person, shown: SlackMessage | SlackView, label: string) => {
    await slack.click(at(who), shown, label)
    await world.settled()
  }
  const newest = (who: Person, label: string) => {
    const found = shownTo(who).findLast((shown) => buttonsIn(shown).includes(label))
    if (!found) throw new Error(`${who.name} sees no button "${label}", but: ${memory.seen(who)}`)
    return found
  }
  return {
    acme: world.acme,
    bouw: world.bouw,
    person: async (name, over) => {
      const made = await world.person(name, over)
      await slack.slash(made, undefined, '/toegang', 'help')
      await world.settled()
      return meet(made)
    },
    administrator: async (name) => meet(await world.administrator(name)),
    stranger: async (name) =>
      meet(Object.assign(slack.addUser({ name, email: `${name.toLowerCase()}@elders.example` }), { userId: name })),
    becomes: (who, what) => void Object.assign(at(who), what === 'guest' ? { isRestricted: true } : { deleted: true }),
    say: async (who, text) => {
      memory.begin(who)
      await slack.slash(at(who), undefined, '/toegang', text)
      await world.settled()
    },
    sayInChannel: async (who, text) => {
      memory.begin(who)
      const other = slack.addUser({ name: 'Iemand' })
      const channel = slack.addChannel({ name: 'bouw', members: [at(who), other] })
      await slack.slash(at(who), channel, '/toegang', text)
      await world.settled()
      return slack.messagesTo(other).map(wordsIn).join('\n')
    },
    openChannel: async (who, others = []) => {
      channel = slack.addChannel({ name: 'aanvragen', members: [who, ...others].map(at) })
    },
    sayInOpenChannel: async (who, text) => {
      memory.begin(who)
      await slack.slash(at(who), opened(), '/toegang', text)
      await world.settled()
    },
    shareChannel: async () => {
      Object.assign(opened(), { isExtShared: true })
      await slack.event({ type: 'channel_shared', connected_team_id: 'T0OTHER', channel: opened().id })
      await world.settled()
    },
    inChannel: () => surface(newestInChannel()),
    pressInChannel: async (who, label) => {
      memory.begin(who)
      await pressOn(who, newestInChannel(), label)
    },
    home: async (who) => {
      await slack.openHome(at(who))
      await world.settled()
      const home = slack.home(at(who))
      return home ? wordsIn(home) : ''
    },
    press: async (who, label) => {
      const shown = newest(who, label)
      memory.begin(who)
      await pressOn(who, shown, label)
    },
    pressOnCopy: async (who, reference, label) => {
      memory.begin(who)
      await pressOn(who, copyOf(who, reference), label)
    },
    fillIn: async (who, label, filled, reference) => {
      if (reference) await pressOn(who, copyOf(who, reference), label)
      else if (!form(who)) await pressOn(who, newest(who, label), label)
      const open = form(who)
      if (!open) throw new Error(`no form opened for ${who.name}`)
      memory.begin(who)
      await slack.submit(at(who), open, ticked(filled))
      await world.settled()
    },
    seen: memory.seen,
    buttons: memory.buttons,
    copy: (who, reference) => surface(copyOf(who, reference)),
    deliver: async () => {
      await world.settled()
      await world.deliver()
    },
    read: world.read,
    write: world.write,
    get violations() {
      return slack.violations
    },
    close: world.close,
  }
}
