import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buttonsIn, wordsIn } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld, sees } from './slack-world.ts'

let world: SlackWorld
beforeEach(async () => {
  world = await openSlackWorld({ mode: 'socket' })
})
afterEach(async () => {
  const { violations } = world.slack
  await world.close()
  expect(violations).toEqual([])
})

describe('over Socket Mode', () => {
  it('a request goes its whole way: asked, shown, declined with a reason, told', async () => {
    const [anna, bea] = [await world.known('Anna'), await world.administrator('Bea')]
    await world.slack.slash(anna, undefined, '/toegang', 'aanvragen')
    const form = await world.slack.waitFor(() => world.slack.modal(anna))
    await world.slack.submit(anna, form, { licenceId: 'Bouw', reason: 'Voor het project' })
    expect(wordsIn(world.slack.modal(anna) ?? [])).toContain('R-')
    await world.deliver()
    await world.slack.click(bea, await sees(world.slack, bea, 'Voor het project'), 'Afwijzen')
    const reason = await world.slack.waitFor(() => world.slack.modals(bea).find((view) => view.source['submit']))
    await world.slack.submit(bea, reason, { reason: 'Te duur' })
    await world.deliver()
    await sees(world.slack, anna, 'Te duur')
    expect(buttonsIn(await sees(world.slack, bea, 'Afgewezen door Bea'))).toEqual([])
  })

  it('everything is acknowledged while the store does not answer, and done after', async () => {
    const anna = await world.person('Anna')
    const go = world.stall()
    expect(await world.slack.slash(anna, undefined, '/toegang', 'wie')).toMatchObject({ status: 200 })
    expect(await world.slack.openHome(anna)).toMatchObject({ status: 200 })
    expect(await world.slack.say(anna, 'licenties')).toMatchObject({ status: 200 })
    go()
    await sees(world.slack, anna, 'Je bent Anna')
    await sees(world.slack, anna, 'Bouw')
    await world.slack.waitFor(() => world.slack.home(anna))
    // Nothing came in twice, so nothing was looked for.
    expect(world.slack.count('conversations.history')).toBe(0)
  })

  it('what comes in four times has one effect and one answer', async () => {
    const [anna, bea] = [await world.person('Anna'), await world.administrator('Bea')]
    await world.slack.say(anna, 'aanvragen Bouw', undefined, { repeats: 3 })
    await sees(world.slack, anna, 'R-')
    expect(world.slack.messagesTo(anna)).toHaveLength(1)
    await world.deliver()
    await world.slack.click(bea, await sees(world.slack, bea, 'Anna'), 'Goedkeuren', { repeats: 3 })
    await sees(world.slack, bea, 'Goedgekeurd door Bea')
    expect(await world.requests()).toMatchObject([{ state: 'approved' }])
    expect(world.slack.doubledPosts()).toEqual([])
    expect(world.slack.messagesTo(bea)).toHaveLength(1)
  })

  it('a connection that Slack takes back is replaced', async () => {
    const anna = await world.person('Anna')
    const before = world.slack.count('apps.connections.open')
    world.slack.refreshSockets()
    // Bolt waits five seconds before it comes back.
    await world.slack.waitFor(() => world.slack.count('apps.connections.open') > before, 15_000)
    await world.slack.waitFor(() => world.slack.socketConnected)
    await world.slack.slash(anna, undefined, '/toegang', 'wie')
    await sees(world.slack, anna, 'Je bent Anna')
  })
})
