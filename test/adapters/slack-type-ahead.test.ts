import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { licence } from '../conformance/rows.ts'
import { type SlackUser, type SlackView, wordsIn } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld } from './slack-world.ts'

let world: SlackWorld
beforeAll(async () => {
  world = await openSlackWorld()
  const companyId = world.acme.id
  await world.write(async (tx) => {
    for (let index = 0; index < 110; index += 1)
      await tx.licences.put(licence({ companyId, name: `Collectie ${String(index).padStart(3, '0')}` }))
    await tx.licences.put(licence({ companyId, name: 'Isolatie én geluid' }))
    await tx.licences.put(licence({ companyId, name: 'Geheime collectie', shown: false }))
    await tx.licences.put(licence({ companyId: 'another', name: 'Collectie van een ander' }))
  })
})
afterEach(() => expect(world.slack.violations).toEqual([]))
afterAll(() => world.close())

const formFor = async (user: SlackUser, text: string): Promise<SlackView> => {
  await world.slack.slash(user, undefined, '/toegang', text)
  return world.slack.waitFor(() => {
    const top = world.slack.modal(user)
    return top?.source['submit'] ? top : undefined
  })
}
const found = async (user: SlackUser, form: SlackView, field: string, typed: string) =>
  (await world.slack.options(user, form, field, typed)).options.map((one) => wordsIn([one]))

describe('a list of licences that is too long for Slack', () => {
  it('is searched by what somebody types, in any case, without accents and in any order', async () => {
    const anna = await world.person('Anna')
    const form = await formFor(anna, 'aanvragen')
    expect(await found(anna, form, 'licenceId', 'GELUID isolatie en')).toEqual(['Isolatie én geluid'])
    expect(await found(anna, form, 'licenceId', 'bestaat niet')).toEqual([])
    await world.slack.submit(anna, form, { licenceId: (await found(anna, form, 'licenceId', '042'))[0] ?? '' })
    const [asked] = await world.requests()
    const chosen = await world.read((tx) => tx.licences.list({ companyId: world.acme.id }))
    expect(asked).toMatchObject({ licenceId: chosen.find(({ name }) => name === 'Collectie 042')?.id })
  })

  it('shows at most a hundred before anything is typed', async () => {
    const bram = await world.person('Bram')
    expect(await found(bram, await formFor(bram, 'aanvragen'), 'licenceId', '')).toHaveLength(100)
  })

  it('names no licence that is hidden, or of another company', async () => {
    const cees = await world.person('Cees')
    const form = await formFor(cees, 'aanvragen')
    expect(await found(cees, form, 'licenceId', 'geheim')).toEqual([])
    expect(await found(cees, form, 'licenceId', 'ander')).toEqual([])
  })

  it('offers nothing any more to somebody who was blocked meanwhile', async () => {
    const dirk = await world.person('Dirk')
    const form = await formFor(dirk, 'aanvragen')
    await world.write(async (tx) => {
      const row = (await tx.users.get(dirk.userId)) ?? expect.fail('no user')
      await tx.users.put({ ...row, status: 'blocked' })
    })
    expect(await found(dirk, form, 'licenceId', 'Bouw')).toEqual([])
  })

  it('lets several be chosen', async () => {
    const beheer = await world.administrator('Beheer')
    const form = await formFor(beheer, 'uitnodigen')
    const chosen = (await found(beheer, form, 'licenceIds', 'Collectie 00')).slice(0, 3)
    await world.slack.submit(beheer, form, { emails: 'nieuw@acme.example', licenceIds: chosen })
    const [invitation] = await world.read((tx) => tx.invitations.list({}))
    const licences = await world.read((tx) => tx.licences.list({ companyId: world.acme.id }))
    const named = invitation?.licenceIds.map((wanted) => licences.find(({ id }) => id === wanted)?.name)
    expect(named).toEqual(['Collectie 000', 'Collectie 001', 'Collectie 002'])
  })

  it('is answered within three seconds when the store stalls', async () => {
    const eva = await world.person('Eva')
    const form = await formFor(eva, 'aanvragen')
    const go = world.stall()
    const answer = await world.slack.options(eva, form, 'licenceId', 'Bouw')
    go()
    expect(answer).toMatchObject({ status: 200, options: [] })
  })
})
