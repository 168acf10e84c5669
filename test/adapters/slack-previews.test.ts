/** What stands under a message in which somebody posted a link to the portal. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { licence, newId } from '../conformance/rows.ts'
import { buttonsIn, type SlackChannel, type SlackUser, wordsIn } from '../fakes/slack.ts'
import { baseUrl, openSlackWorld, type SlackWorld } from './slack-world.ts'

let world: SlackWorld
let anna: SlackUser
let bea: SlackUser
let reference: string
beforeAll(async () => {
  world = await openSlackWorld()
  anna = await world.person('Anna')
  bea = await world.administrator('Bea')
  await world.slack.slash(anna, undefined, '/toegang', 'aanvragen Bouw voor iets geheims')
  await world.settled()
  reference = (await world.requests())[0]?.reference ?? expect.fail('nothing was asked')
})
afterEach(() => expect(world.slack.violations).toEqual([]))
afterAll(() => world.close())

const openChannel = (over: { withoutBot?: boolean; isExtShared?: boolean; private?: boolean } = {}): SlackChannel =>
  world.slack.addChannel({ name: 'algemeen', members: [anna, bea], ...over })

/** What everybody in the channel sees once somebody posted this there. */
const posted = async (who: SlackUser, text: string, channel: SlackChannel) => {
  await world.slack.say(who, text, channel)
  await world.settled()
  return world.slack.messagesIn(channel).at(-1) ?? expect.fail('nothing stands there')
}

describe('a link to a request', () => {
  it.each([
    ['a channel', {}],
    ['a channel that the bot is not in', { withoutBot: true, private: true }],
    ['a channel of two organisations', { isExtShared: true }],
  ])('in %s shows what is asked and how that stands, and nobody’s name or reason', async (_where, over) => {
    const message = await posted(bea, `Wie weet meer van ${baseUrl}/requests/${reference} ?`, openChannel(over))
    expect(wordsIn(message)).toContain('Toegang tot "Bouw"')
    expect(wordsIn(message)).toContain('Wacht op een besluit')
    expect(wordsIn(message)).not.toMatch(/Anna|geheims/)
    expect(buttonsIn(message)).toEqual(['Openen'])
  })

  it('shows each reader at the press what that reader may see, alone', async () => {
    const cees = await world.person('Cees')
    const channel = openChannel()
    channel.members.add(cees.id)
    const message = await posted(anna, `${baseUrl}/requests/${reference}`, channel)
    for (const [who, secret] of [
      [bea, true],
      [cees, false],
    ] as const) {
      await world.slack.click(who, message, 'Openen')
      await world.settled()
      const said = world.slack.messagesTo(who).findLast(({ visibleTo }) => visibleTo === who.id)
      expect(wordsIn(said ?? []).includes('geheims')).toBe(secret)
    }
    expect(wordsIn(world.slack.messagesIn(channel).at(-1) ?? [])).not.toContain('geheims')
  })
})

describe('a link to a licence', () => {
  it('shows the licence, and one’s own access at the press', async () => {
    const message = await posted(anna, `Kijk: ${baseUrl}/company/licences/${world.bouw.id}`, openChannel())
    expect(wordsIn(message)).toContain('Bouw')
    expect(buttonsIn(message)).toEqual(['Mijn toegang'])
  })

  it('that is hidden stays a link', async () => {
    const hidden = licence({ id: newId(), companyId: world.acme.id, name: 'Verborgen', shown: false })
    await world.write((tx) => tx.licences.put(hidden))
    const message = await posted(bea, `${baseUrl}/company/licences/${hidden.id}`, openChannel())
    expect(message.attachments).toEqual([])
  })
})

describe('no preview', () => {
  it('comes of what its writer can’t see, of other pages, or of other sites that look alike', async () => {
    const stranger = world.slack.addUser({ name: 'Vreemde' })
    const channel = openChannel()
    channel.members.add(stranger.id)
    for (const [who, text] of [
      [stranger, `${baseUrl}/requests/${reference}`],
      [anna, `${baseUrl}/requests/R-ZZZZ`],
      [anna, `${baseUrl}/company/users`],
      [anna, `${baseUrl}.evil.example/requests/${reference}`],
    ] as const)
      expect((await posted(who, text, channel)).attachments).toEqual([])
  })

  it('comes twice for one event, and none is missed when Slack is slow to answer', async () => {
    const channel = openChannel()
    const before = world.slack.count('chat.unfurl')
    world.slack.faults.plan({ method: 'chat.unfurl', fault: { kind: 'reset' } })
    await world.slack.say(anna, `${baseUrl}/requests/${reference}`, channel, { repeats: 3 })
    await world.settled()
    expect(world.slack.count('chat.unfurl')).toBe(before + 2)
    expect(world.slack.messagesIn(channel).at(-1)?.attachments).toHaveLength(1)
  })

  it('comes of a message that is gone, and nothing fails', async () => {
    const logged = world.logged.length
    world.slack.faults.plan({ method: 'chat.unfurl', fault: { kind: 'error', error: 'cannot_unfurl_message' } })
    await posted(anna, `${baseUrl}/requests/${reference}`, openChannel())
    expect(world.logged).toHaveLength(logged)
  })
})
