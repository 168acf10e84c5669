import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hear } from '../../src/chat/words.ts'
import type { TeamsUser } from '../fakes/teams.ts'
import { openTeamsWorld, type TeamsWorld } from './teams-world.ts'

let world: TeamsWorld
beforeAll(async () => {
  world = await openTeamsWorld({ quotas: false })
})
afterAll(async () => {
  const { violations } = world.teams
  await world.close()
  expect(violations).toEqual([])
})

interface Suggested {
  readonly to: readonly string[]
  readonly actions: readonly { readonly type: string; readonly title: string; readonly value: string }[]
}
const suggestedTo = (user: TeamsUser) =>
  world.teams.messagesTo(user).at(-1)?.activity['suggestedActions'] as Suggested | undefined
const words = (user: TeamsUser) => suggestedTo(user)?.actions.map(({ title }) => title)

describe('suggested actions', () => {
  it('stand under help, the welcome and what was not understood, for this person, at most six, and say what is understood', async () => {
    const anna = await world.person('Anna')
    for (const said of ['help', 'lisenties', '']) {
      await world.teams.say(anna, said)
      const { to, actions } = suggestedTo(anna) ?? { to: [], actions: [] }
      expect(to).toEqual([anna.id])
      expect(actions.length).toBeGreaterThan(0)
      expect(actions.length).toBeLessThanOrEqual(6)
      for (const { type, title, value } of actions) {
        expect([type, value]).toEqual(['imBack', title])
        expect(hear(value).kind).toBe('command')
      }
    }
    await world.teams.install(anna)
    expect(words(anna)).toContain('licenties')
  })

  it('are those of the role, in the language', async () => {
    const bea = await world.administrator('Bea')
    await world.teams.say(bea, 'help')
    expect(words(bea)).toEqual(['licenties', 'aanvragen', 'verzoeken', 'uitnodigen', 'gebruikers', 'help'])
    const bram = await world.person('Bram')
    await world.teams.say(bram, 'help', { activity: { locale: 'en-GB' } })
    expect(words(bram)).not.toContain('uitnodigen')
    expect(words(bram)?.some((word) => ['licences', 'licenties'].includes(word))).toBe(true)
    const nobody = world.teams.addUser({ name: 'X', email: 'x@elsewhere.example', installed: true, locale: 'en-GB' })
    await world.teams.say(nobody, 'hello')
    expect(words(nobody)).toEqual(['help', 'whoami', 'register'])
  })

  it('are not in the way of an answer, and never in a channel', async () => {
    const carla = await world.person('Carla')
    await world.teams.say(carla, 'licenties')
    expect(suggestedTo(carla)).toBeUndefined()
    const channel = world.teams.addChannel({ name: 'Bouwplaats', members: [carla] })
    await world.teams.addToChannel(carla, channel)
    await world.teams.mention(carla, channel, 'help')
    expect(words(carla)).toBeUndefined()
    expect(world.teams.messagesIn(channel).every(({ activity }) => !activity['suggestedActions'])).toBe(true)
    expect(world.teams.messagesIn(carla).some(({ activity }) => activity['suggestedActions'])).toBe(true)
  })
})
