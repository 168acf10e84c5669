import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buttonsIn, type SlackMessage, type SlackUser, wordsIn } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld, sees } from './slack-world.ts'

let world: SlackWorld
let anna: SlackUser & { readonly userId: string }
let bea: SlackUser & { readonly userId: string }
let carla: SlackUser & { readonly userId: string }

/** Anna asks; Bea and Carla, administrators, each have a copy. */
beforeEach(async () => {
  world = await openSlackWorld()
  anna = await world.known('Anna')
  bea = await world.administrator('Bea')
  carla = await world.administrator('Carla')
})
afterEach(async () => {
  const { violations } = world.slack
  await world.close()
  expect(violations).toEqual([])
})

const ask = async (text = 'aanvragen Bouw voor het project') => {
  await world.slack.slash(anna, undefined, '/toegang', text)
  await world.settled()
  await world.deliver()
}
/** Somebody's copy of the request, as it stands now. */
const copyOf = (user: SlackUser): SlackMessage => {
  const found = world.slack.messagesIn(world.slack.im(user)).find((message) => message.metadata)
  if (!found) throw new Error(`${user.name} has no copy`)
  return found
}
const whispersTo = (user: SlackUser) => world.slack.messagesTo(user).filter((message) => message.visibleTo)
const request = async () => (await world.requests())[0]

describe('a request', () => {
  it('reaches every administrator as a message with buttons, and as text for notifications', async () => {
    await ask()
    for (const administrator of [bea, carla]) {
      const copy = copyOf(administrator)
      expect(wordsIn(copy)).toContain('voor het project')
      expect(buttonsIn(copy)).toEqual(['Goedkeuren', 'Met toelichting of einddatum', 'Afwijzen', 'Ik pak dit op'])
      expect(copy.text).toContain('Toegang tot "Bouw"')
    }
    expect(buttonsIn(copyOf(anna))).not.toContain('Goedkeuren')
  })

  it('that is approved by a click shows so at once in that very message, and soon in all others', async () => {
    await ask()
    await world.slack.click(bea, copyOf(bea), 'Goedkeuren')
    await world.slack.waitFor(() => wordsIn(copyOf(bea)).includes('Goedgekeurd door Bea'))
    expect(buttonsIn(copyOf(bea))).toEqual([])
    expect(buttonsIn(copyOf(carla))).toEqual([
      'Goedkeuren',
      'Met toelichting of einddatum',
      'Afwijzen',
      'Ik pak dit op',
    ])
    expect(whispersTo(bea)).toEqual([])
    await world.settled()
    await world.deliver()
    expect(wordsIn(copyOf(carla))).toContain('Goedgekeurd door Bea')
    expect(buttonsIn(copyOf(carla))).toEqual([])
    await sees(world.slack, anna, 'Bouw')
    expect(await request()).toMatchObject({ state: 'approved', decision: { by: bea.userId, via: 'slack' } })
  })

  it('is decided once: whoever comes second reads who was first, and the stale copy heals', async () => {
    await ask()
    await world.slack.click(bea, copyOf(bea), 'Goedkeuren')
    await world.slack.click(carla, copyOf(carla), 'Goedkeuren')
    await sees(world.slack, carla, 'is al goedgekeurd door Bea')
    await world.slack.waitFor(() => buttonsIn(copyOf(carla)).length === 0)
    expect(wordsIn(copyOf(carla))).toContain('Goedgekeurd door Bea')
  })

  it('that several administrators decide at the same moment has one decision, and equal copies', async () => {
    await ask()
    await Promise.all([
      world.slack.click(bea, copyOf(bea), 'Goedkeuren', { repeats: 3 }),
      world.slack.click(carla, copyOf(carla), 'Goedkeuren', { repeats: 3 }),
    ])
    await world.settled()
    await world.deliver()
    const { by } = (await request())?.decision ?? {}
    const name = by === bea.userId ? 'Bea' : 'Carla'
    for (const one of [bea, carla]) expect(wordsIn(copyOf(one))).toContain(`Goedgekeurd door ${name}`)
    expect(await world.read((tx) => tx.grants.list({ state: 'live' }))).toHaveLength(1)
    expect([...whispersTo(bea), ...whispersTo(carla)]).toHaveLength(1)
    expect(world.slack.doubledPosts()).toEqual([])
  })

  it('keeps its copy when the decision is refused, and says why to the one who clicked', async () => {
    await world.write((tx) => tx.licences.put({ ...world.bouw, seats: 0 }))
    await ask()
    await world.slack.click(bea, copyOf(bea), 'Goedkeuren')
    const refusal = await sees(world.slack, bea, 'plaatsen')
    expect(refusal.visibleTo).toBe(bea.id)
    await world.settled()
    expect(buttonsIn(copyOf(bea))).toEqual(['Goedkeuren', 'Met toelichting of einddatum', 'Afwijzen', 'Ik pak dit op'])
    expect(copyOf(bea).edited).toBeUndefined()
  })

  it.each([
    ['a guest', { isRestricted: true }],
    ['deactivated', { deleted: true }],
    ['of another organisation', { isStranger: true }],
    ['not sure of the address any more', { isEmailConfirmed: false }],
  ])('is not decided by an administrator who by now is %s', async (_what, marks) => {
    await ask()
    Object.assign(bea, marks)
    await world.slack.click(bea, copyOf(bea), 'Goedkeuren')
    await world.settled()
    expect(await request()).toMatchObject({ state: 'open' })
    expect(buttonsIn(copyOf(bea))).toEqual(['Goedkeuren', 'Met toelichting of einddatum', 'Afwijzen', 'Ik pak dit op'])
    expect(whispersTo(bea)).toHaveLength(1)
  })

  it('is done although its message can not be replaced at once', async () => {
    await ask()
    world.slack.faults.plan({ method: 'chat.update', fault: { kind: 'ratelimited', retryAfter: 30 } })
    await world.slack.click(bea, copyOf(bea), 'Goedkeuren')
    await sees(world.slack, bea, 'goedgekeurd')
    expect(buttonsIn(copyOf(bea))).toEqual(['Goedkeuren', 'Met toelichting of einddatum', 'Afwijzen', 'Ik pak dit op'])
    await world.settled()
    await world.deliver()
    expect(buttonsIn(copyOf(bea))).toEqual([])
  })

  it('that was shown on demand is replaced where it was shown', async () => {
    await ask()
    await world.slack.slash(carla, undefined, '/toegang', `goedkeuren ${(await request())?.reference}`)
    await sees(world.slack, carla, 'goedgekeurd')
    await world.slack.click(bea, copyOf(bea), 'Goedkeuren')
    await world.slack.click(bea, await sees(world.slack, bea, 'is al goedgekeurd'), 'Openen')
    await sees(world.slack, bea, 'Goedgekeurd door Carla')
  })

  it('of one’s own can be withdrawn by a click', async () => {
    await ask()
    await world.slack.slash(anna, undefined, '/toegang', 'verzoeken')
    const list = await sees(world.slack, anna, '1 open aanvraag')
    await world.slack.click(anna, list, 'Intrekken')
    await sees(world.slack, anna, 'ingetrokken')
    await world.settled()
    await world.deliver()
    expect(wordsIn(copyOf(bea))).toContain('Ingetrokken')
  })
})

describe('declining', () => {
  it('asks for a reason in a form that is open before the store answers', async () => {
    await ask()
    const go = world.stall()
    await world.slack.click(bea, copyOf(bea), 'Afwijzen')
    const waiting = await world.slack.waitFor(() => world.slack.modal(bea))
    expect(waiting.source['submit']).toBeUndefined()
    go()
    const form = await world.slack.waitFor(() => world.slack.modals(bea).find((view) => view.source['submit']))
    expect(form.id).toBe(waiting.id)
    await world.slack.submit(bea, form, { reason: 'Vraag het volgend jaar opnieuw' })
    expect(world.slack.modal(bea)).toBeUndefined()
    await world.settled()
    await world.deliver()
    for (const one of [bea, carla]) expect(wordsIn(copyOf(one))).toContain('Afgewezen door Bea')
    await sees(world.slack, anna, 'Vraag het volgend jaar opnieuw')
  })

  it('shows what became of a request that was decided meanwhile, in the form and in the stale copy', async () => {
    await ask()
    await world.slack.click(carla, copyOf(carla), 'Goedkeuren')
    await world.settled()
    await world.slack.click(bea, copyOf(bea), 'Afwijzen')
    await world.slack.waitFor(() => wordsIn(world.slack.modal(bea) ?? []).includes('Goedgekeurd door Carla'))
    expect(wordsIn(copyOf(bea))).toContain('Goedgekeurd door Carla')
  })

  it('too late keeps the reason that was typed, and says who was first', async () => {
    await ask()
    await world.slack.click(bea, copyOf(bea), 'Afwijzen')
    const form = await world.slack.waitFor(() => world.slack.modals(bea).find((view) => view.source['submit']))
    await world.slack.click(carla, copyOf(carla), 'Goedkeuren')
    await world.settled()
    await world.slack.submit(bea, form, { reason: 'Liever niet' })
    const [below, above] = world.slack.modals(bea)
    expect(wordsIn(above ?? [])).toContain('is al goedgekeurd door Carla')
    expect(below?.values['reason']?.['value']).toMatchObject({ value: 'Liever niet' })
    await world.slack.click(bea, above ?? expect.fail('no answer'), 'Openen')
    await world.slack.waitFor(() => wordsIn(world.slack.modal(bea) ?? []).includes('Goedgekeurd door Carla'))
    expect(await request()).toMatchObject({ state: 'approved' })
  })

  it('offers the form once more when its trigger was too old', async () => {
    await ask()
    world.slack.faults.plan({ method: 'views.open', fault: { kind: 'error', error: 'expired_trigger_id' }, times: 2 })
    await world.slack.click(bea, copyOf(bea), 'Afwijzen')
    await world.slack.click(bea, await sees(world.slack, bea, 'Afwijzen'), 'Afwijzen')
    await world.slack.waitFor(() => world.slack.modals(bea).find((view) => view.source['submit']))
  })
})

describe('a standard without a proposed licence', () => {
  it('is approved in a form that asks for one', async () => {
    await ask('norm NEN 1010 voor de meterkast')
    await world.slack.click(bea, copyOf(bea), 'Goedkeuren')
    const form = await world.slack.waitFor(() => world.slack.modals(bea).find((view) => view.source['submit']))
    await expect(world.slack.submit(bea, form, {})).rejects.toThrow('"licenceId" must be filled in')
    await world.slack.submit(bea, form, { licenceId: 'Bouw' })
    await world.settled()
    await world.deliver()
    expect(wordsIn(copyOf(bea))).toContain('Goedgekeurd door Bea')
    const licence = await world.read((tx) => tx.licences.get(world.bouw.id))
    expect(licence?.standards).toMatchObject([{ number: 'NEN 1010' }])
  })
})

describe('a stale copy', () => {
  it('heals by a click, ninety days and a restart later', async () => {
    await ask()
    const stale = copyOf(bea)
    world.slack.faults.plan({ method: 'chat.update', fault: { kind: 'error', error: 'fatal_error' }, times: 1000 })
    await world.slack.slash(carla, undefined, '/toegang', `afwijzen ${(await request())?.reference} te duur`)
    await world.settled()
    await world.deliver()
    world.slack.faults.clear()
    world.wait({ days: 90 })
    await world.restart()
    await world.slack.click(bea, stale, 'Goedkeuren', { stale: true })
    await world.slack.waitFor(() => wordsIn(copyOf(bea)).includes('Afgewezen door Carla'))
    expect(await request()).toMatchObject({ state: 'declined' })
  })

  it('that stands nowhere any more is let go', async () => {
    await ask()
    world.slack.faults.plan({ method: 'chat.update', fault: { kind: 'error', error: 'message_not_found' } })
    await world.slack.click(bea, copyOf(bea), 'Goedkeuren')
    await world.settled()
    await world.deliver()
    expect(await request()).toMatchObject({ state: 'approved' })
  })
})
