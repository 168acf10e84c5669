import { afterEach, describe, expect, it } from 'vitest'
import { actionsOf, type TeamsFakeSettings, type TeamsUser } from '../fakes/teams.ts'
import { openTeamsWorld, type TeamsWorld, wordsOn } from './teams-world.ts'

let world: TeamsWorld
afterEach(async () => {
  const { violations } = world.teams
  await world.close()
  expect(violations).toEqual([])
})

/** An administrator and a user, whose request waits to be delivered. */
const asked = async (settings: Partial<TeamsFakeSettings> = { quotas: false }) => {
  world = await openTeamsWorld(settings)
  const bea = await world.administrator('Bea')
  const anna = await world.person('Anna')
  await world.teams.say(anna, 'aanvragen Bouw')
  return { bea, anna }
}
/** The copies of requests in somebody's chat. */
const copies = (user: TeamsUser) => world.teams.messagesTo(user).filter(({ card }) => wordsOn(card).includes('Code: '))
const buttons = (user: TeamsUser) => copies(user).flatMap(({ card }) => actionsOf(card ?? {}))
const states = async () =>
  (await world.outbox()).filter(({ kind }) => kind === 'request_copy').map(({ state, attempts }) => [state, attempts])

describe('a copy of a request', () => {
  it('stands once in each chat, replaced where it stands', async () => {
    const { bea, anna } = await asked()
    await world.deliver()
    expect([copies(bea), copies(anna)]).toMatchObject([[{ edits: [] }], [{ edits: [] }]])
    await world.teams.click(anna, copies(anna)[0] as never, 'Intrekken')
    await world.deliver()
    expect([copies(bea), copies(anna)]).toMatchObject([[{ edits: [{}] }], [{ edits: [{}] }]])
    expect(buttons(bea)).toEqual([])
  })

  it('is not posted twice when the first post got through unheard', async () => {
    const { bea, anna } = await asked()
    world.teams.faults.plan({ route: 'post', times: 2, fault: { kind: 'unheard' } })
    await world.deliver()
    world.wait({ minutes: 1 })
    await world.deliver()
    expect([copies(bea), copies(anna)]).toMatchObject([{ length: 1 }, { length: 1 }])
    expect(await states()).toEqual([
      ['sent', 2],
      ['sent', 2],
    ])
    await world.teams.click(bea, copies(bea)[0] as never, 'Goedkeuren')
    await world.deliver()
    expect([...buttons(bea), ...buttons(anna)]).toEqual([])
  })

  it('shows what happened since, when its first post got through unheard', async () => {
    const { bea, anna } = await asked()
    world.teams.faults.plan({ route: 'post', times: 2, fault: { kind: 'unheard' } })
    await world.deliver()
    await world.teams.click(bea, copies(bea)[0] as never, 'Goedkeuren')
    world.wait({ minutes: 1 })
    await world.deliver()
    expect([...buttons(bea), ...buttons(anna)]).toEqual([])
  })

  it('is found again after an old client had it changed', async () => {
    const { bea } = await asked()
    world.teams.faults.plan({ route: 'post', times: 2, fault: { kind: 'unheard' } })
    await world.deliver()
    await world.teams.clickSubmit(bea, copies(bea)[0] as never, 'Goedkeuren')
    world.wait({ minutes: 1 })
    await world.deliver()
    expect(copies(bea)).toHaveLength(1)
  })

  it('is rather posted twice than not at all where Graph may not look', async () => {
    const { bea } = await asked({ quotas: false, graphPermissions: [] })
    world.teams.faults.plan({ route: 'post', times: 2, fault: { kind: 'unheard' } })
    await world.deliver()
    world.wait({ minutes: 1 })
    await world.deliver()
    expect(copies(bea)).toHaveLength(2)
  })

  it('is tried again when Graph fails, with nothing posted meanwhile', async () => {
    const { bea } = await asked()
    world.teams.faults.plan({ route: 'post', times: 2, fault: { kind: 'unheard' } })
    world.teams.faults.plan({
      route: 'installedApps',
      times: 4,
      fault: [
        { kind: 'status', status: 429, retryAfter: 120 },
        { kind: 'status', status: 502 },
      ],
    })
    await world.deliver()
    for (const _ of [1, 2, 3]) {
      world.wait({ minutes: 3 })
      await world.deliver()
    }
    expect(copies(bea)).toHaveLength(1)
  })

  it('waits as long as Microsoft asks', async () => {
    const { bea } = await asked()
    world.teams.faults.plan({ route: 'post', times: 2, fault: { kind: 'status', status: 429, retryAfter: 600 } })
    await world.deliver()
    world.wait({ minutes: 9 })
    await world.deliver()
    expect(copies(bea)).toEqual([])
    world.wait({ minutes: 2 })
    await world.deliver()
    expect(copies(bea)).toHaveLength(1)
  })

  it.each([412, 502, 504])('comes later after a %i, and is replaced later too', async (status) => {
    const { bea, anna } = await asked()
    world.teams.faults.plan({ route: 'post', times: 2, fault: { kind: 'status', status } })
    await world.deliver()
    expect(copies(bea)).toEqual([])
    world.wait({ minutes: 1 })
    await world.deliver()
    expect(copies(bea)).toHaveLength(1)
    await world.teams.click(bea, copies(bea)[0] as never, 'Goedkeuren')
    world.teams.faults.plan({ route: 'update', times: 2, fault: [{ kind: 'status', status }, { kind: 'unheard' }] })
    await world.deliver()
    world.wait({ minutes: 1 })
    await world.deliver()
    expect([...buttons(bea), ...buttons(anna)]).toEqual([])
  })

  it('is given up where the bot is blocked or removed; mail still goes', async () => {
    const { bea, anna } = await asked()
    world.teams.block(bea)
    await world.teams.uninstall(anna)
    await world.deliver()
    expect(await states()).toEqual([
      ['gave_up', 1],
      ['gave_up', 1],
    ])
    expect(world.mails.map(({ to }) => to).sort((one, other) => one.localeCompare(other))).toEqual([
      'anna@acme.example',
      'bea@acme.example',
    ])
  })

  it.each([
    ['is mailed at once to whom the bot cannot reach, also where others get one mail a day', false],
    ['comes in the channel where the company decides instead, if there is one', true],
  ])('%s', async (_what, withChannel) => {
    world = await openTeamsWorld({ quotas: false })
    const [bea, cor] = [await world.administrator('Bea'), await world.administrator('Cor')]
    const anna = await world.person('Anna')
    await world.write((tx) => tx.companies.put({ ...world.acme, settings: { ...world.acme.settings, digest: true } }))
    const channel = world.teams.addChannel({ name: 'Aanvragen', members: [bea, cor] })
    if (withChannel) {
      await world.teams.addToChannel(bea, channel)
      await world.teams.mention(bea, channel, 'kanaal aan')
    }
    world.teams.block(cor)
    await world.teams.say(anna, 'aanvragen Bouw')
    await world.deliver()
    const mailed = world.mails.map(({ to }) => to)
    expect(mailed).not.toContain('bea@acme.example')
    expect(mailed.includes('cor@acme.example')).toBe(!withChannel)
    const posted = world.teams.messagesIn(channel).filter(({ from, card }) => from === 'bot' && card)
    expect(posted.some(({ card }) => wordsOn(card).includes('Anna'))).toBe(withChannel)
  })

  it('is forgotten when it can not be replaced any more', async () => {
    const { bea, anna } = await asked()
    await world.deliver()
    await world.teams.uninstall(anna)
    await world.teams.click(bea, copies(bea)[0] as never, 'Goedkeuren')
    await world.deliver()
    expect(await world.read((tx) => tx.postedMessages.list({ userId: anna.userId }))).toEqual([])
    expect((await world.outbox()).filter(({ state }) => state === 'waiting')).toEqual([])
  })

  it('ends without live buttons and without doubles after a bad hour', async () => {
    const { bea, anna } = await asked()
    const others = [
      await world.administrator('Cor'),
      await world.administrator('Dirk'),
      await world.administrator('Els'),
    ]
    await world.teams.say(bea, 'aanvragen Bouw')
    world.teams.faults.plan({
      chance: 0.3,
      seed: 11,
      route: ['post', 'update', 'chatMessages', 'installedApps', 'installedChat'],
      fault: [
        { kind: 'status', status: 429, retryAfter: 5 },
        { kind: 'unheard' },
        { kind: 'status', status: 412 },
        { kind: 'reset' },
        { kind: 'status', status: 502 },
      ],
    })
    for (let round = 0; round < 6; round++) {
      await world.deliver()
      world.wait({ minutes: 1 })
    }
    const requests = (await world.requests()).map(({ id }) => id)
    await world.core.answer(
      'requests.decide',
      {
        channel: 'teams',
        workspaceId: world.teams.tenantId,
        accountId: others[0]?.objectId ?? '',
        person: { name: 'Cor', email: 'cor@acme.example' },
      },
      { requests, verdict: 'declined' },
    )
    for (let round = 0; round < 6; round++) {
      await world.deliver()
      world.wait({ minutes: 1 })
    }
    world.teams.faults.clear()
    for (let round = 0; round < 3; round++) {
      world.wait({ minutes: 60 })
      await world.deliver()
    }
    expect(world.teams.faults.dealt).toBeGreaterThan(10)
    expect((await world.outbox()).filter(({ state }) => state !== 'sent')).toEqual([])
    for (const user of [bea, anna, ...others]) {
      expect(buttons(user)).toEqual([])
      const references = copies(user).map(({ card }) => wordsOn(card).at(-1))
      expect(new Set(references).size).toBe(references.length)
    }
  })
})

it('nothing leaves for an account of another tenant', async () => {
  const { anna } = await asked()
  await world.deliver()
  const conversation = { serviceUrl: world.teams.serviceUrl, conversationId: 'a:elsewhere', memberId: anna.id }
  await world.write((tx) =>
    tx.chatAccounts.put({
      id: 'x',
      channel: 'teams',
      workspaceId: 'other-tenant',
      accountId: anna.objectId,
      userId: anna.userId,
      conversation: JSON.stringify(conversation),
      metAt: world.bouw.createdAt,
    }),
  )
  await world.teams.say(anna, 'norm NEN 1010')
  await world.deliver()
  expect(
    (await states())
      .slice(2)
      .map(([state]) => state)
      .sort(),
  ).toEqual(['gave_up', 'sent', 'sent'])
  expect(world.teams.calls.filter(({ path }) => path.includes('elsewhere'))).toEqual([])
})
