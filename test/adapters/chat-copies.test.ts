/** One request that stands in eighty chats while a fifth of all calls goes wrong. */
import { afterEach, describe, expect, it } from 'vitest'
import { newId, noon } from '../conformance/rows.ts'
import { buttonsIn, type SlackUser, wordsIn } from '../fakes/slack.ts'
import { actionsOf, type TeamsUser } from '../fakes/teams.ts'
import { openSlackWorld, type SlackWorld } from './slack-world.ts'
import { openTeamsWorld, type TeamsWorld, wordsOn } from './teams-world.ts'

const most = 40

let slackWorld: SlackWorld
let world: TeamsWorld
afterEach(async () => {
  const violations = [...slackWorld.slack.violations, ...world.teams.violations]
  await slackWorld.close()
  await world.close()
  expect(violations).toEqual([])
})

interface Both {
  readonly userId: string
  readonly inTeams: TeamsUser
  readonly inSlack: SlackUser
}

/** Administrators with an account in each chat, both of which serve the one company. */
const openBoth = async () => {
  slackWorld = await openSlackWorld()
  world = await openTeamsWorld({ quotas: false })
  const { slack } = slackWorld
  const workspaceId = slack.team.id
  const people: Both[] = []
  for (let index = 0; index < most; index++) {
    const inTeams = await world.administrator(`Bea${index}`)
    const inSlack = slack.addUser({ name: inTeams.name, email: inTeams.email ?? '' })
    people.push({ userId: inTeams.userId, inTeams, inSlack })
  }
  await world.write(async (tx) => {
    const companyIds = [world.acme.id]
    await tx.workspaces.put({
      id: newId(),
      channel: 'slack',
      workspaceId,
      name: 'Slack',
      companyIds,
      connectedBy: 'u1',
      connectedAt: noon,
    })
    for (const { userId, inSlack } of people)
      await tx.chatAccounts.put({
        id: newId(),
        channel: 'slack',
        workspaceId,
        accountId: inSlack.id,
        userId,
        confirmedAt: noon,
        metAt: noon,
      })
  })
  return people
}

const inSlack = ({ inSlack: user }: Both) =>
  slackWorld.slack.messagesIn(slackWorld.slack.im(user)).filter((message) => message.metadata)
const inTeams = ({ inTeams: user }: Both) =>
  world.teams.messagesTo(user).filter(({ card }) => wordsOn(card).includes('Code: '))

/** A fifth of all calls, each fault in turn. A pseudo-random choice that `seed` repeats. */
const breakAFifth = (seed: number) => {
  world.teams.faults.plan({
    chance: 0.2,
    seed,
    fault: [
      { kind: 'status', status: 429, retryAfter: 5 },
      { kind: 'unheard' },
      { kind: 'status', status: 412 },
      { kind: 'reset' },
      { kind: 'status', status: 502 },
      { kind: 'unheard' },
      { kind: 'status', status: 504 },
    ],
  })
  const faults = [
    { kind: 'ratelimited', retryAfter: 5 },
    { kind: 'unheard' },
    { kind: 'status', status: 502 },
    { kind: 'reset' },
    { kind: 'unheard' },
    { kind: 'status', status: 504 },
  ] as const
  let state = seed
  for (let call = 1, dealt = 0; call <= 1500; call++) {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    const fault = faults[dealt % faults.length]
    if (state / 4_294_967_296 < 0.2 && fault) {
      slackWorld.slack.faults.plan({ call, fault })
      dealt += 1
    }
  }
}

/** Lets so many seconds pass, with a worker that looks every five. */
const pass = async (seconds: number) => {
  for (let passed = 0; passed < seconds; passed += 5) {
    world.wait({ minutes: 5 / 60 })
    await world.deliver([slackWorld.notifier()])
  }
}

describe('a request with forty copies in Slack and forty in Teams, while a fifth of all calls goes wrong', () => {
  it.each([3])('has no live button and no double a minute after all is well again (seed %i)', async (seed) => {
    const people = await openBoth()
    const anna = await world.person('Anna')
    breakAFifth(seed)
    await world.teams.say(anna, 'aanvragen Bouw')
    for (let again = 0; (await world.requests()).length === 0 && again < 5; again++)
      await world.teams.say(anna, 'aanvragen Bouw')
    await pass(10)
    // Decided while copies are still on their way.
    const [request] = await world.requests()
    const [bea] = people
    const claim = {
      channel: 'teams',
      workspaceId: world.teams.tenantId,
      accountId: bea?.inTeams.objectId ?? '',
      person: { name: 'Bea0', email: 'bea0@acme.example' },
    } as const
    const decided = await world.core.run('requests.decide', claim, { requests: [request?.id], verdict: 'approved' })
    expect(decided).toMatchObject({ ok: true })
    await pass(60)
    expect(world.teams.faults.dealt).toBeGreaterThan(15)
    expect(slackWorld.slack.faults.dealt).toBeGreaterThan(15)
    world.teams.faults.clear()
    slackWorld.slack.faults.clear()
    await pass(60)
    expect(slackWorld.slack.doubledPosts()).toEqual([])
    for (const person of people) {
      const [there, here] = [inSlack(person), inTeams(person)]
      expect([there.length, here.length]).toEqual([1, 1])
      expect([...there.flatMap(buttonsIn), ...here.flatMap(({ card }) => actionsOf(card ?? {}))]).toEqual([])
      expect(there.map(wordsIn).join()).toContain('Goedgekeurd door Bea0')
      expect(here.flatMap(({ card }) => wordsOn(card)).join()).toContain('Goedgekeurd door Bea0')
    }
    expect((await world.outbox()).filter(({ state }) => state === 'waiting')).toEqual([])
  })
})
