import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buttonsIn, type SlackUser, wordsIn } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld } from './slack-world.ts'

let world: SlackWorld
let bea: SlackUser
beforeAll(async () => {
  world = await openSlackWorld()
  bea = await world.administrator('Bea')
})
afterEach(() => expect(world.slack.violations).toEqual([]))
afterAll(() => world.close())

const homeOf = (user: SlackUser, words: string) =>
  world.slack.waitFor(() => {
    const home = world.slack.home(user)
    return home && wordsIn(home).includes(words) && home
  })
const formOf = (user: SlackUser) =>
  world.slack.waitFor(() => {
    const top = world.slack.modal(user)
    return top?.source['submit'] ? top : undefined
  })

describe('the Home tab of an administrator', () => {
  it('is up to date after several requests were decided together on it, with what came of each', async () => {
    for (const name of ['Anna', 'Bram', 'Cees'])
      await world.slack.slash(await world.person(name), undefined, '/toegang', 'aanvragen Bouw')
    await world.settled()
    await world.slack.openHome(bea)
    await world.slack.click(bea, await homeOf(bea, '3 open aanvragen'), 'Meerdere tegelijk beoordelen')
    const open = await world.requests()
    const [first, second] = open
    const requests = [first?.id ?? '', second?.id ?? '']
    await world.slack.submit(bea, await formOf(bea), { requests, verdict: 'approved', reason: 'Veel plezier' })
    const result = world.slack.modal(bea) ?? expect.fail('no result')
    for (const request of [first, second]) expect(wordsIn(result)).toContain(request?.reference)
    await world.slack.dismiss(bea, result)
    await homeOf(bea, '1 open aanvraag')
    const states = (await world.requests()).map(({ state }) => state).sort()
    expect(states).toEqual(['approved', 'approved', 'open'])
  })

  it('shows the invitations that wait as soon as there are some', async () => {
    await world.slack.openHome(bea)
    expect(wordsIn(await homeOf(bea, 'Je bent Bea'))).not.toContain('open uitnodiging')
    await world.slack.slash(bea, undefined, '/toegang', 'uitnodigen')
    await world.slack.submit(bea, await formOf(bea), { emails: 'een@acme.example twee@acme.example' })
    const home = await homeOf(bea, '2 open uitnodigingen')
    expect(wordsIn(home)).toContain('twee@acme.example')
    expect(buttonsIn(home)).toContain('Openen in het portaal')
  })

  it('shows a person who is none no invitations', async () => {
    const dirk = await world.person('Dirk')
    await world.slack.openHome(dirk)
    expect(wordsIn(await homeOf(dirk, 'Je bent Dirk'))).not.toContain('uitnodiging')
  })
})
