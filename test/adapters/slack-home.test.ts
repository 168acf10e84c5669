import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { accessRequest, newId } from '../conformance/rows.ts'
import { buttonsIn, type SlackUser, wordsIn } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld } from './slack-world.ts'

let world: SlackWorld
let bea: SlackUser & { readonly userId: string }
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
    await world.deliver()
    await homeOf(bea, '1 open aanvraag')
    const states = (await world.requests()).map(({ state }) => state).sort()
    expect(states).toEqual(['approved', 'approved', 'open'])
  })

  it('shows the invitations that wait as soon as there are some', async () => {
    await world.slack.openHome(bea)
    expect(wordsIn(await homeOf(bea, 'Je bent Bea'))).not.toContain('open uitnodiging')
    await world.slack.slash(bea, undefined, '/toegang', 'uitnodigen')
    await world.slack.submit(bea, await formOf(bea), { emails: 'een@acme.example twee@acme.example' })
    await world.deliver()
    const home = await homeOf(bea, '2 open uitnodigingen')
    expect(wordsIn(home)).toContain('twee@acme.example')
    expect(buttonsIn(home)).toContain('Openen in het portaal')
  })

  it('is filtered by licence, standard and words, and keeps what was chosen', async () => {
    const zorg = { ...world.bouw, id: newId(), name: 'Zorg' }
    await world.write((tx) => tx.licences.put(zorg))
    const tess = await world.person('Tess')
    for (const asked of ['aanvragen Zorg haast', 'norm NEN 8025 voor de brug', 'norm ISO 9001'])
      await world.slack.slash(tess, undefined, '/toegang', asked)
    await world.settled()
    await world.slack.openHome(bea)
    const all = await homeOf(bea, 'NEN 8025')
    const choose = async (filled: Record<string, string>) => {
      const before = world.slack.home(bea) ?? all
      if (buttonsIn(before).includes('Alles tonen')) await world.slack.click(bea, before, 'Alles tonen')
      await world.settled()
      await world.slack.click(bea, world.slack.home(bea) ?? all, 'Filteren')
      await world.slack.submit(bea, await formOf(bea), filled)
      await world.settled()
      expect(world.slack.modal(bea)).toBeUndefined()
      return world.slack.home(bea) ?? all
    }
    for (const [filled, there, gone] of [
      [{ licenceId: zorg.id }, 'haast', 'NEN 8025'],
      [{ kind: 'standard', query: 'nen8025' }, 'voor de brug', 'ISO 9001'],
      [{ query: 'tess' }, 'ISO 9001', 'Bram'],
    ] as const) {
      const home = await choose(filled)
      expect(wordsIn(home)).toContain(there)
      expect(wordsIn(home)).not.toContain(gone)
    }
    await choose({ licenceId: zorg.id })
    await world.slack.click(bea, world.slack.home(bea) ?? all, 'Meerdere tegelijk beoordelen')
    const options = JSON.stringify((await formOf(bea)).source)
    expect(options).toContain('Zorg')
    expect(options).not.toContain('NEN 8025')
    await world.slack.dismiss(bea, await formOf(bea))
    await world.slack.slash(tess, undefined, '/toegang', 'norm NEN 3140')
    await world.settled()
    await world.deliver()
    expect(wordsIn(await homeOf(bea, '1 open aanvraag'))).not.toContain('NEN 3140')
    await world.slack.click(bea, world.slack.home(bea) ?? all, 'Alles tonen')
    await homeOf(bea, 'NEN 3140')
  })

  it('has pages, and goes back to the last one there is', async () => {
    const uma = await world.person('Uma')
    await world.write(async (tx) => {
      for (let index = 0; index < 31; index++)
        await tx.requests.put(
          accessRequest({
            companyId: world.acme.id,
            requesterId: uma.userId,
            licenceId: `l${index}`,
            reason: 'blader',
          }),
        )
    })
    await world.slack.openHome(bea)
    await homeOf(bea, 'Bladzijde 1 van')
    await world.slack.click(bea, world.slack.home(bea) ?? expect.fail('no home'), 'Filteren')
    await world.slack.submit(bea, await formOf(bea), { query: 'blader' })
    let home = await homeOf(bea, 'Zoeken: blader')
    expect(wordsIn(home)).toContain('Bladzijde 1 van 4')
    expect(buttonsIn(home)).not.toContain('Vorige')
    for (const page of [2, 3, 4]) {
      await world.slack.click(bea, home, 'Volgende')
      home = await homeOf(bea, `Bladzijde ${page} van 4`)
    }
    expect(buttonsIn(home)).not.toContain('Volgende')
    await world.write(async (tx) => {
      for (const request of (await tx.requests.list({ requesterId: uma.userId })).slice(0, 15))
        await tx.requests.put({ ...request, state: 'withdrawn' })
    })
    await world.slack.openHome(bea)
    home = await homeOf(bea, 'Bladzijde 2 van 2')
    expect(wordsIn(home)).toContain('16 open aanvragen')
    await world.slack.click(bea, home, 'Alles tonen')
    await world.settled()
  })

  it('shows what others decide in the portal, and who was first', async () => {
    const [emma, kim] = [await world.person('Emma'), await world.administrator('Kim')]
    for (const one of [emma, kim]) await world.slack.openHome(one)
    await homeOf(emma, 'Je bent Emma')
    await homeOf(kim, 'Je bent Kim')
    const web = await world.session(emma)
    const { result } = (await world.core.run('requests.ask_access', web, { licenceId: world.bouw.id })) as never
    const { id, reference } = result as { id: string; reference: string }
    await world.deliver()
    expect(wordsIn(await homeOf(kim, reference))).toContain('Emma')
    expect(wordsIn(await homeOf(emma, reference))).toContain('Wacht op een besluit')
    await world.core.run('requests.decide', await world.session(kim), { requests: [id], verdict: 'approved' })
    await world.deliver()
    expect(wordsIn(await homeOf(emma, 'je hebt toegang'))).toContain('Goedgekeurd door Kim')
    expect(wordsIn(world.slack.home(kim) ?? [])).not.toContain(reference)
  })

  it('is up to date after a worker died and Slack did not answer', async () => {
    const pia = await world.person('Pia')
    await world.slack.openHome(pia)
    await homeOf(pia, 'je hebt geen toegang')
    const given = { user: pia.email, licenceId: world.bouw.id }
    await world.core.run('access.give', await world.session(bea), given)
    const [taken] = await world.claim('home')
    expect(taken).toMatchObject({ kind: 'refresh_home' })
    await world.restart()
    world.wait({ minutes: 2 })
    world.slack.faults.plan({ method: 'views.publish', times: 3, fault: { kind: 'reset' } })
    await world.deliver()
    world.wait({ minutes: 2 })
    await world.deliver()
    await homeOf(pia, 'je hebt toegang')
  })

  it('is shown anew to everybody when a licence becomes company-wide, and only to those who look at theirs', async () => {
    const [lies, mats] = [await world.person('Lies'), await world.known('Mats')]
    await world.slack.openHome(lies)
    await homeOf(lies, 'je hebt geen toegang')
    const switched = { licenceId: world.bouw.id, companyWide: true, shown: true }
    expect(await world.core.run('licences.set_switches', await world.session(bea), switched)).toMatchObject({
      ok: true,
    })
    await world.deliver()
    await homeOf(lies, 'bedrijfsbreed')
    expect(world.slack.home(mats)).toBeUndefined()
  })

  it('shows once what happened often', async () => {
    const rob = await world.person('Rob')
    await world.slack.openHome(rob)
    await homeOf(rob, 'Je bent Rob')
    await world.deliver()
    const published = () =>
      world.slack.calls.filter(({ method, args }) => method === 'views.publish' && args['user_id'] === rob.id).length
    const before = published()
    for (const name of ['Robbert', 'Robin', 'Ron'])
      await world.core.run('users.change_own', await world.session(rob), { name })
    await world.deliver()
    await homeOf(rob, 'Je bent Ron')
    expect(published()).toBe(before + 1)
  })

  it('shows a person who is none no invitations', async () => {
    const dirk = await world.person('Dirk')
    await world.slack.openHome(dirk)
    expect(wordsIn(await homeOf(dirk, 'Je bent Dirk'))).not.toContain('uitnodiging')
  })
})
