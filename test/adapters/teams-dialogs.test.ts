import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actionsOf, type TeamsUser } from '../fakes/teams.ts'
import { openTeamsWorld, type TeamsWorld, wordsOn } from './teams-world.ts'

let world: TeamsWorld
let bea: TeamsUser & { readonly userId: string }
beforeAll(async () => {
  world = await openTeamsWorld({ quotas: false })
  bea = await world.administrator('Bea')
})
afterAll(async () => {
  const { violations } = world.teams
  await world.close()
  expect(violations).toEqual([])
})

const lastTo = (user: TeamsUser) => {
  const message = world.teams.messagesTo(user).at(-1)
  if (!message) throw new Error(`nothing was sent to ${user.name}`)
  return message
}
const decideSeveral = async () => {
  await world.teams.say(bea, 'verzoeken')
  return world.teams.openDialog(bea, lastTo(bea), 'Meerdere tegelijk beoordelen')
}
/** The choices of the field with this name. */
const choicesOf = (card: unknown, id: string): string[] => {
  const { body } = card as { body: { id?: string; choices?: { value: string }[] }[] }
  return body.find((field) => field.id === id)?.choices?.map(({ value }) => value) ?? []
}

describe('the dialog for several requests', () => {
  it('is not offered to those who decide nothing, nor opened for them', async () => {
    const anna = await world.person('Anna')
    await world.teams.say(anna, 'aanvragen Bouw')
    await world.teams.say(anna, 'verzoeken')
    expect(actionsOf(lastTo(anna).card ?? {}).map(({ title }) => title)).not.toContain('Meerdere tegelijk beoordelen')
    const data = { name: 'requests.decide', input: {} }
    expect(await world.teams.invoke(anna, 'task/fetch', { data })).toMatchObject({
      body: { task: { type: 'message' } },
    })
  })

  it('approves one with a note and an end date', async () => {
    const dialog = await decideSeveral()
    const [only, ...others] = choicesOf(dialog.card, 'requests')
    expect(others).toEqual([])
    const filled = { requests: only ?? '', verdict: 'approved', reason: 'Voor het project', until: '2031-05-01' }
    expect((await world.teams.submitDialog(dialog, filled)).message).toBeTruthy()
    expect(await world.requests()).toMatchObject([{ state: 'approved', decision: { reason: 'Voor het project' } }])
    expect(await world.read((tx) => tx.grants.list({}))).toMatchObject([
      { until: expect.stringMatching(/^2031-05-01/) },
    ])
  })

  it('decides twenty-five at once, never an own one, and tells about each', async () => {
    await world.teams.say(bea, 'aanvragen Bouw')
    for (let index = 0; index < 27; index++)
      await world.teams.say(await world.person(`Piet${index}`), 'aanvragen Bouw om een lange reden')
    const dialog = await decideSeveral()
    const asked = choicesOf(dialog.card, 'requests')
    expect(asked.length).toBeGreaterThanOrEqual(24)
    expect(asked.length).toBeLessThanOrEqual(25)
    const own = (await world.requests()).find(({ requesterId }) => requesterId === bea.userId)
    expect(asked).not.toContain(own?.id)
    const closed = await world.teams.submitDialog(dialog, {
      requests: asked.join(','),
      verdict: 'declined',
      reason: 'Geen budget',
    })
    const decided = (await world.requests()).filter(({ state }) => state === 'declined')
    expect(decided).toHaveLength(asked.length)
    const words = wordsOn(closed.card)
    for (const { reference } of decided) expect(words).toContain(reference)
  })

  it('tells about those that somebody else was first with', async () => {
    const dialog = await decideSeveral()
    const asked = choicesOf(dialog.card, 'requests')
    expect(asked.length).toBeGreaterThan(1)
    const cor = await world.administrator('Cor')
    const [first] = (await world.requests()).filter(({ id }) => id === asked[0])
    await world.teams.say(cor, `afwijzen ${first?.reference}`)
    const closed = await world.teams.submitDialog(dialog, { requests: asked.join(','), verdict: 'approved' })
    expect(wordsOn(closed.card).join('\n')).toMatch(/Cor/)
    const left = (await world.requests()).filter(({ id }) => asked.slice(1).includes(id))
    expect(left.every(({ state }) => state === 'approved')).toBe(true)
  })

  it('says so when nothing waits any more', async () => {
    const data = { name: 'requests.decide', input: {} }
    const message = expect.any(String)
    expect(await world.teams.invoke(bea, 'task/fetch', { data })).toMatchObject({
      body: { task: { type: 'message', value: message } },
    })
  })
})

it('two hundred pasted addresses are invited, and what did not work is told first', async () => {
  await world.teams.say(bea, 'uitnodigen')
  const dialog = await world.teams.openDialog(bea, lastTo(bea), 'Gebruikers uitnodigen')
  const emails = Array.from({ length: 200 }, (_, index) =>
    index % 50 === 49 ? `persoon${index}@elders.example` : `een.vrij.lange.naam.${index}@acme.example`,
  )
  const closed = await world.teams.submitDialog(dialog, { emails: emails.join('\n') })
  expect(await world.read((tx) => tx.users.list({ status: 'invited' }))).toHaveLength(196)
  const words = wordsOn(closed.card)
  expect(words.join()).toContain('196')
  for (const email of emails.filter((one) => one.endsWith('elders.example'))) expect(words).toContain(email)
})
