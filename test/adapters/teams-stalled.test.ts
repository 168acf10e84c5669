/** A store that stalls or is broken: everybody has an answer all the same, and what was meant is done or said later. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actionsOf, type TeamsUser } from '../fakes/teams.ts'
import { openTeamsWorld, type TeamsWorld, wordsOn } from './teams-world.ts'

let world: TeamsWorld
let anna: TeamsUser
let bea: TeamsUser

/** Anna asks; Bea, an administrator, has a copy. */
beforeEach(async () => {
  world = await openTeamsWorld({ quotas: false })
  bea = await world.administrator('Bea')
  anna = await world.person('Anna')
  await world.teams.say(anna, 'aanvragen Bouw')
  await world.deliver()
})
afterEach(async () => {
  const { violations } = world.teams
  await world.close()
  expect(violations).toEqual([])
})

const copyOf = (user: TeamsUser) => {
  const found = world.teams.messagesTo(user).find(({ card }) => wordsOn(card).includes('Code: '))
  return found ?? expect.fail(`${user.name} has no copy`)
}
const working = /nog mee bezig/
const allSaid = (user: TeamsUser) => world.teams.messagesTo(user).flatMap(({ card }) => wordsOn(card))

// Each gesture resolves while the store hangs: an answer that waited for it would never come.
describe('while the store stalls', () => {
  it('what is typed is taken, and answered when it goes on', async () => {
    const go = world.stall()
    const before = world.teams.messagesTo(anna).length
    expect(await world.teams.say(anna, 'licenties')).toMatchObject({ status: 200 })
    go()
    await world.teams.waitFor(() => world.teams.messagesTo(anna).length > before && allSaid(anna).includes('Bouw'))
  })

  it('a form that is sent is in progress, and its result comes as a message', async () => {
    const dialog = await world.teams.openDialog(bea, copyOf(bea), 'Afwijzen')
    const go = world.stall()
    expect(await world.teams.submitDialog(dialog, { reason: 'Geen budget' })).toMatchObject({
      message: expect.stringMatching(working),
    })
    go()
    await world.teams.waitFor(() => allSaid(bea).join().includes('afgewezen'))
    expect(await world.requests()).toMatchObject([{ state: 'declined', decision: { reason: 'Geen budget' } }])
  })

  it('a card that comes into view is answered with a valid one, and brought up to date', async () => {
    const go = world.stall()
    const answer = await world.teams.refresh(bea, copyOf(bea))
    expect(wordsOn(answer.card).join()).toMatch(working)
    go()
    const shown = () => world.teams.messagesTo(bea).flatMap(({ card }) => actionsOf(card ?? {}))
    await world.teams.waitFor(() => shown().some(({ title }) => title === 'Goedkeuren'))
  })

  it('the button of an old client is taken, and done when it goes on', async () => {
    const go = world.stall()
    expect(await world.teams.clickSubmit(bea, copyOf(bea), 'Goedkeuren')).toMatchObject({ status: 200 })
    go()
    await world.teams.waitFor(() => wordsOn(copyOf(bea).card).join().includes('Goedgekeurd door Bea'))
  })
})

describe('while the store is broken', () => {
  it('a refresh has a valid card with a way to try again, also for a stranger', async () => {
    const copy = copyOf(bea)
    world.breakStore(true)
    const { card } = await world.teams.refresh(bea, copy)
    expect(wordsOn(card).join()).toContain('Er ging iets mis')
    const guest = world.teams.addUser({ name: 'Gast', email: 'gast@elders.example', guest: true })
    const action = { type: 'Action.Execute', verb: 'requests.show', data: { name: 'requests.show', input: {} } }
    const stranger = await world.teams.invoke(guest, 'adaptiveCard/action', { action, trigger: 'automatic' })
    expect(stranger).toMatchObject({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { version: '1.5' } },
    })
    world.breakStore(false)
    await world.teams.click(bea, copy, 'Openen')
    expect(actionsOf(copyOf(bea).card ?? {}).map(({ title }) => title)).toContain('Goedkeuren')
  })
})
