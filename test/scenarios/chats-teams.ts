/** The gestures of people in Teams. */
import { openTeamsWorld, wordsOn } from '../adapters/teams-world.ts'
import { actionsOf, type TeamsChannel, type TeamsUser } from '../fakes/teams.ts'
import { type Chat, type FilledIn, openMemory, type Person, type Surface } from './chats.ts'

const asInputs = (filled: FilledIn) =>
  Object.fromEntries(Object.entries(filled).map(([field, value]) => [field, String(value)]))

const labelsOn = (card: object | undefined) => (card ? actionsOf({ ...card }).map(({ title }) => String(title)) : [])

export const openTeamsChat = async (): Promise<Chat> => {
  const world = await openTeamsWorld({ quotas: false })
  const { teams } = world
  const accounts = new Map<string, TeamsUser>()
  // A line under a card, or what a dialog says when it closes, is on the screen and in no message.
  const beside = new Map<string, Surface[]>()
  const meet = (made: TeamsUser & { readonly userId: string }): Person => {
    accounts.set(made.userId, made)
    return { name: made.name, userId: made.userId }
  }
  const at = ({ userId, name }: Person): TeamsUser => {
    const found = accounts.get(userId)
    if (!found) throw new Error(`${name} is not in this Teams`)
    return found
  }
  const shownTo = (who: Person) => teams.messagesTo(at(who))
  const surface = (id: string, card: object | undefined, text = ''): Surface => ({
    id,
    words: [text, ...wordsOn(card)].join('\n'),
    buttons: labelsOn(card),
  })
  const memory = openMemory((who) => [
    ...shownTo(who).map(({ id, card, text }) => surface(id, card, text)),
    ...(beside.get(who.userId) ?? []),
  ])
  const reads = (who: Person, { card, message }: { card?: object; message?: string }) => {
    const before = beside.get(who.userId) ?? []
    beside.set(who.userId, [...before, surface(`beside ${before.length}`, card, message)])
  }
  const copyOf = (who: Person, reference: string) => {
    const found = shownTo(who).find(({ card }) => wordsOn(card).includes(reference))
    if (!found) throw new Error(`${who.name} has no copy of ${reference}`)
    return found
  }
  let channel: TeamsChannel | undefined
  const opened = () => {
    if (!channel) throw new Error('no channel was opened')
    return channel
  }
  const newestInChannel = () => {
    const found = teams.messagesIn(opened()).findLast(({ from, card }) => from === 'bot' && card)
    if (!found) throw new Error('the product said nothing in the channel')
    return found
  }
  const newest = (who: Person, label: string) => {
    const found = shownTo(who).findLast(({ card }) => labelsOn(card).includes(label))
    if (!found) throw new Error(`${who.name} sees no button "${label}", but: ${memory.seen(who)}`)
    return found
  }
  const pressOn = async (who: Person, message: ReturnType<typeof newest>, label: string) => {
    const { message: line } = await teams.click(at(who), message, label)
    if (line) reads(who, { message: line })
  }
  return {
    acme: world.acme,
    bouw: world.bouw,
    person: async (name, over) => {
      const made = await world.person(name, over)
      await teams.say(made, 'help')
      return meet(made)
    },
    administrator: async (name) => meet(await world.administrator(name)),
    stranger: async (name) =>
      meet(
        Object.assign(teams.addUser({ name, email: `${name.toLowerCase()}@elders.example`, installed: true }), {
          userId: name,
        }),
      ),
    becomes: (who, what) => {
      if (what === 'guest')
        Object.assign(at(who), { userPrincipalName: `${who.name}_acme.example#EXT#@tenant.onmicrosoft.com` })
      // The roster does not know a deactivated account any more.
      else teams.faults.plan({ route: 'member', times: 9, fault: { kind: 'status', status: 404 } })
    },
    say: async (who, text) => {
      memory.begin(who)
      await teams.say(at(who), text)
    },
    sayInChannel: async (who, text) => {
      memory.begin(who)
      const channel = teams.addChannel({ name: 'Bouw', members: [at(who)] })
      await teams.addToChannel(at(who), channel)
      await teams.mention(at(who), channel, text)
      const here = teams.messagesIn(channel).filter(({ from }) => from === 'bot')
      return here.flatMap(({ card }) => wordsOn(card)).join('\n')
    },
    openChannel: async (who, others = []) => {
      channel = teams.addChannel({ name: 'Aanvragen', members: [who, ...others].map(at) })
      await teams.addToChannel(at(who), channel)
    },
    sayInOpenChannel: async (who, text) => {
      memory.begin(who)
      await teams.mention(at(who), opened(), text)
    },
    shareChannel: async () => {
      const tenantId = '00000000-0000-4000-8000-00000000beef'
      opened().members.push(teams.addUser({ name: 'Iemand van elders', tenantId }))
    },
    inChannel: () => {
      const { id, card, text } = newestInChannel()
      return surface(id, card, text)
    },
    pressInChannel: async (who, label) => {
      memory.begin(who)
      const { message, card } = await teams.click(at(who), newestInChannel(), label)
      if (message || card) reads(who, { ...(message && { message }), ...(card && { card }) })
    },
    pressWithOldClient: async (who, reference, label) => {
      memory.begin(who)
      await teams.clickSubmit(at(who), copyOf(who, reference), label)
    },
    press: async (who, label) => {
      const message = newest(who, label)
      memory.begin(who)
      await pressOn(who, message, label)
    },
    pressOnCopy: async (who, reference, label) => {
      memory.begin(who)
      await pressOn(who, copyOf(who, reference), label)
    },
    fillIn: async (who, label, filled, reference) => {
      const message = reference ? copyOf(who, reference) : newest(who, label)
      memory.begin(who)
      const dialog = await teams.openDialog(at(who), message, label)
      if (!dialog.card) throw new Error(`no form opened for ${who.name}: ${dialog.message}`)
      reads(who, await teams.submitDialog(dialog, asInputs(filled)))
    },
    seen: memory.seen,
    buttons: memory.buttons,
    copy: (who, reference) => {
      const { id, card } = copyOf(who, reference)
      return surface(id, card)
    },
    deliver: world.deliver,
    read: world.read,
    write: world.write,
    get violations() {
      return teams.violations
    },
    close: world.close,
  }
}
