import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { company, licence } from '../conformance/rows.ts'
import { actionsOf, type TeamsUser } from '../fakes/teams.ts'
import { openTeamsWorld, type TeamsWorld, wordsOn } from './teams-world.ts'

let world: TeamsWorld
let anna: TeamsUser & { readonly userId: string }
let bram: TeamsUser & { readonly userId: string }
/** A channel that the bot is not in. */
let channel: ReturnType<TeamsWorld['teams']['addChannel']>

beforeAll(async () => {
  world = await openTeamsWorld({ quotas: false })
  anna = await world.person('Anna')
  bram = await world.person('Bram')
  channel = world.teams.addChannel({ name: 'Bouwplaats', members: [anna, bram] })
  const other = company({ name: 'Other' })
  await world.write(async (tx) => {
    await tx.licences.put({
      ...world.bouw,
      shown: true,
      standards: [
        { number: 'NEN 1010', title: 'Laagspanningsinstallaties <b>& meer</b>' },
        { number: 'NEN-EN 50110-1' },
      ],
    })
    await tx.licences.put(licence({ companyId: world.acme.id, name: 'Geheim', shown: false, companyWide: false }))
    await tx.licences.put(licence({ companyId: world.acme.id, name: 'Veiligheid', companyWide: true }))
    await tx.companies.put(other)
    await tx.licences.put(licence({ companyId: other.id, name: 'Bouw van anderen', shown: true }))
  })
})
afterAll(async () => {
  const { violations } = world.teams
  await world.close()
  expect(violations).toEqual([])
})

const titles = async (command: string, text: string | undefined, user: TeamsUser = anna) =>
  (await world.teams.search(user, command, text)).hits.map(({ title }) => title)
const labels = (card: Parameters<typeof actionsOf>[0] | undefined) => actionsOf(card ?? {}).map(({ title }) => title)

describe('the search in the compose box', () => {
  it('finds licences of the own company, by a part of the name or all at once; hidden ones never', async () => {
    expect(await titles('licences', undefined)).toEqual(['Bouw', 'Veiligheid'])
    expect(await titles('licences', 'BOU')).toEqual(['Bouw'])
    const bea = await world.administrator('Bea')
    expect(await titles('licences', undefined, bea)).toEqual(['Bouw', 'Veiligheid'])
    expect(await titles('licences', 'gehe', bea)).toEqual([])
  })

  it('finds standards by number, however it is spaced, and by title', async () => {
    expect(await titles('standards', undefined)).toEqual(['Norm NEN 1010', 'Norm NEN-EN 50110-1'])
    expect(await titles('standards', 'nen1010')).toEqual(['Norm NEN 1010'])
    expect(await titles('standards', 'laagspan')).toEqual(['Norm NEN 1010'])
    const { hits } = await world.teams.search(anna, 'standards', '1010')
    expect(hits[0]?.text).toBe('Laagspanningsinstallaties &lt;b&gt;&amp; meer&lt;/b&gt; · Licentie: Bouw')
    expect(wordsOn(hits[0]?.card)).toContain('Laagspanningsinstallaties <b>& meer</b>')
  })

  it('goes on where the list ended', async () => {
    const { hits } = await world.teams.search(anna, 'standards', '', { skip: 1 })
    expect(hits.map(({ title }) => title)).toEqual(['Norm NEN-EN 50110-1'])
  })

  it('answers with a line where there is nothing to show', async () => {
    expect(await world.teams.search(anna, 'licences', 'zwembad')).toMatchObject({
      message: 'Er is hier niets te zien.',
    })
    expect(await world.teams.search(anna, 'people', 'Bram')).toMatchObject({ message: 'Er is hier niets te zien.' })
  })

  it('shows nothing to guests and to people of no company', async () => {
    for (const outsider of [{ guest: true }, { userRole: 'anonymous' }, { email: 'x@elsewhere.example' }]) {
      const posing = world.teams.addUser({ name: 'X', email: anna.email ?? '', installed: true, ...outsider })
      const { hits, message } = await world.teams.search(posing, 'licences', undefined)
      expect([hits, message]).toEqual([[], expect.stringMatching(/\S/)])
    }
  })

  it('is answered in time when nothing is read', async () => {
    const go = world.stall()
    const { message, ms } = await world.teams.search(anna, 'licences', 'Bouw')
    go()
    expect(message).toBe('Dit duurt langer dan anders. Zoek nog een keer.')
    expect(ms).toBeLessThan(5000)
  })
})

describe('a card that is shown to others', () => {
  beforeAll(async () => {
    await world.teams.say(anna, 'aanvragen Bouw voor de nieuwbouw')
  })
  const shared = async () => {
    const { hits } = await world.teams.search(anna, 'licences', 'Bouw', { channel })
    if (!hits[0]) throw new Error('nothing was found')
    return world.teams.share(anna, hits[0].card, channel)
  }

  it('tells nothing of any person, and is found in a chat that the bot is not in', async () => {
    const { hits } = await world.teams.search(anna, 'licences', 'Bouw', { channel })
    expect(JSON.stringify(hits)).not.toMatch(/Anna|nieuwbouw|aangevraagd/)
    expect(labels(hits[0]?.card)).toEqual(['Mijn toegang'])
  })

  it('becomes the own view of each viewer, for everybody', async () => {
    const message = await shared()
    expect(message.card?.['refresh']).not.toHaveProperty('userIds')
    const mine = await world.teams.refresh(anna, message)
    expect(labels(mine.card)).toEqual(['Intrekken'])
    const his = await world.teams.refresh(bram, message)
    expect(labels(his.card)).toEqual(['Toegang aanvragen'])
    expect(JSON.stringify(his.card)).not.toMatch(/Anna|nieuwbouw|aangevraagd/)
    // It can be asked for again.
    expect(labels((await world.teams.refresh(bram, message)).card)).toEqual(['Toegang aanvragen'])
  })

  it('opens the form of a request, which then is in the view', async () => {
    const message = await shared()
    await world.teams.refresh(bram, message)
    const dialog = await world.teams.openDialog(bram, message, 'Toegang aanvragen')
    expect(await world.teams.submitDialog(dialog, { reason: 'ik ook' })).toMatchObject({ status: 200 })
    expect(labels((await world.teams.refresh(bram, message)).card)).toEqual(['Intrekken'])
    const { card } = await world.teams.click(bram, message, 'Intrekken')
    expect(wordsOn(card).join(' ')).toMatch(/ingetrokken/i)
    // Asking for the view again withdraws nothing again.
    expect(labels((await world.teams.refresh(bram, message)).card)).toEqual(['Toegang aanvragen'])
  })

  it('shows each viewer the own view by hand where more than sixty read along, and in the own chat on old clients', async () => {
    const message = await shared()
    expect(labels((await world.teams.click(bram, message, 'Mijn toegang')).card)).toEqual(['Toegang aanvragen'])
    const again = await shared()
    await world.teams.clickSubmit(bram, again, 'Mijn toegang')
    expect(labels(world.teams.messagesTo(bram).at(-1)?.card)).toEqual(['Toegang aanvragen'])
  })

  it('stays a card for strangers, and on a fault of ours', async () => {
    const message = await shared()
    const guest = world.teams.addUser({ name: 'Gast', email: 'gast@acme.example', guest: true })
    channel.members.push(guest)
    expect((await world.teams.refresh(guest, message)).card).toBeDefined()
    world.breakStore(true)
    const { card } = await world.teams.refresh(bram, message)
    world.breakStore(false)
    expect(labels(card)).toEqual(['Openen'])
    expect(labels((await world.teams.refresh(bram, message)).card)).toEqual(['Toegang aanvragen'])
  })

  it('stays a card that asks again when nothing is read, and says nothing elsewhere', async () => {
    const message = await shared()
    const before = world.teams.messagesTo(bram).length
    const go = world.stall()
    const { card } = await world.teams.refresh(bram, message)
    go()
    expect(card?.['refresh']).toBeDefined()
    expect(labels((await world.teams.refresh(bram, message)).card)).toEqual(['Toegang aanvragen'])
    expect(world.teams.messagesTo(bram)).toHaveLength(before)
  })
})
