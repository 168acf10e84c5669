import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SlackUser, type SlackView, wordsIn } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld, sees } from './slack-world.ts'

let world: SlackWorld
beforeEach(async () => {
  world = await openSlackWorld()
})
afterEach(async () => {
  const { violations } = world.slack
  await world.close()
  expect(violations).toEqual([])
})

/** The form on top of somebody's screen, once it is there. */
const formOf = (user: SlackUser): Promise<SlackView> =>
  world.slack.waitFor(() => {
    const top = world.slack.modal(user)
    return top?.source['submit'] ? top : undefined
  })
const openForm = async (user: SlackUser, text: string): Promise<SlackView> => {
  await world.slack.slash(user, undefined, '/toegang', text)
  return formOf(user)
}
const reasonIn = (view: SlackView | undefined): unknown => view?.values['reason']?.['value']?.['value']

describe('the form of a slash command', () => {
  it('opens, and shows what came of it when it is submitted', async () => {
    const anna = await world.person('Anna')
    const form = await openForm(anna, 'aanvragen')
    await world.slack.submit(anna, form, { licenceId: 'Bouw', reason: 'Voor de nieuwbouw' })
    expect(wordsIn(world.slack.modal(anna) ?? [])).toContain('R-')
    expect(await world.requests()).toMatchObject([{ reason: 'Voor de nieuwbouw', licenceId: world.bouw.id }])
  })

  it('comes as a button when the store took longer than its trigger lives', async () => {
    const anna = await world.person('Anna')
    world.slack.faults.plan({ method: 'views.open', fault: { kind: 'error', error: 'expired_trigger_id' } })
    await world.slack.slash(anna, undefined, '/toegang', 'aanvragen')
    await world.slack.click(anna, await sees(world.slack, anna, 'Toegang aanvragen'), 'Toegang aanvragen')
    await formOf(anna)
  })

  it('leaves out what was left empty', async () => {
    const anna = await world.person('Anna')
    await world.slack.submit(anna, await openForm(anna, 'norm'), { number: 'NEN 1010' })
    expect(await world.requests()).toMatchObject([{ kind: 'standard', standard: { number: 'NEN 1010' } }])
    expect((await world.requests())[0]).not.toHaveProperty('reason')
  })

  it('shows the text of the company, whatever is in it', async () => {
    const requestText = '*Noem* <https://evil.example|een> kostenplaats <!channel> & meer'
    const settings = { ...world.acme.settings, requestText, reasonMandatory: true }
    await world.write((tx) => tx.companies.put({ ...world.acme, settings }))
    const anna = await world.person('Anna')
    const form = await openForm(anna, 'aanvragen')
    expect(wordsIn(form)).toContain(requestText)
    await expect(world.slack.submit(anna, form, { licenceId: 'Bouw' })).rejects.toThrow('"reason" must be filled in')
  })
})

describe('a refusal', () => {
  it('stands at the field that it is about, with everything that was typed still there', async () => {
    const settings = { ...world.acme.settings, reasonMandatory: true }
    await world.write((tx) => tx.companies.put({ ...world.acme, settings }))
    const anna = await world.person('Anna')
    const form = await openForm(anna, 'aanvragen')
    await world.slack.submit(anna, form, { licenceId: 'Bouw', reason: '   ' })
    const refused = world.slack.modal(anna)
    expect(refused?.errors).toEqual({ reason: expect.stringContaining('Reden') })
    expect(refused?.values['licenceId']?.['value']).toMatchObject({ selected_option: { value: world.bouw.id } })
    await world.slack.submit(anna, form, { reason: 'Voor de nieuwbouw' })
    expect(await world.requests()).toHaveLength(1)
  })

  it('with a way out lies on top of the form', async () => {
    const anna = await world.person('Anna')
    const form = await openForm(anna, 'aanvragen')
    await world.slack.slash(anna, undefined, '/toegang', 'aanvragen Bouw')
    await sees(world.slack, anna, 'R-')
    await world.slack.submit(anna, form, { licenceId: 'Bouw', reason: 'Nog eens' })
    const [below, above] = world.slack.modals(anna)
    expect(reasonIn(below)).toBe('Nog eens')
    expect(wordsIn(above ?? [])).toContain('al aangevraagd')
    await world.slack.click(anna, above ?? expect.fail('no answer'), 'Openen')
    await world.slack.waitFor(() => wordsIn(world.slack.modal(anna) ?? []).includes('Toegang tot "Bouw"'))
    expect(await world.requests()).toHaveLength(1)
  })

  it('by a fault keeps the form too', async () => {
    const anna = await world.person('Anna')
    const form = await openForm(anna, 'aanvragen')
    world.breakStore(true)
    await world.slack.submit(anna, form, { licenceId: 'Bouw', reason: 'Lang verhaal' })
    const [below, above] = world.slack.modals(anna)
    expect(wordsIn(above ?? [])).toContain('Er ging iets mis')
    expect(reasonIn(below)).toBe('Lang verhaal')
    world.breakStore(false)
    await world.slack.dismiss(anna, above ?? expect.fail('no answer'))
    await world.slack.submit(anna, below ?? expect.fail('no form'))
    expect(await world.requests()).toMatchObject([{ reason: 'Lang verhaal' }])
  })
})

describe('slow work', () => {
  it('is acknowledged before it is done, and its result comes in the same modal', async () => {
    const anna = await world.person('Anna')
    const form = await openForm(anna, 'aanvragen')
    const go = world.stall()
    const answer = await world.slack.submit(anna, form, { licenceId: 'Bouw' })
    expect(answer).toMatchObject({ status: 200 })
    expect(wordsIn(world.slack.modal(anna) ?? [])).toContain('⏳')
    go()
    await world.slack.waitFor(() => wordsIn(world.slack.modal(anna) ?? []).includes('R-'))
    expect(world.slack.modals(anna)).toHaveLength(1)
  })

  it('that is refused brings back the form, with all that was typed and why', async () => {
    const settings = { ...world.acme.settings, reasonMandatory: true }
    const bea = await world.administrator('Bea')
    const form = await openForm(bea, 'uitnodigen')
    await world.write((tx) => tx.companies.put({ ...world.acme, settings }))
    const go = world.stall()
    const typed = 'iemand@elders.example'
    await world.slack.submit(bea, form, { emails: typed, role: 'administrator' })
    go()
    const again = await formOf(bea)
    expect(wordsIn(again)).toContain('elders.example')
    expect(again.values['emails']?.['value']).toMatchObject({ value: typed })
    expect(again.values['role']?.['value']).toMatchObject({ selected_option: { value: 'administrator' } })
  })

  it('whose modal was closed meanwhile is done all the same', async () => {
    const anna = await world.person('Anna')
    const form = await openForm(anna, 'aanvragen')
    const go = world.stall()
    await world.slack.submit(anna, form, { licenceId: 'Bouw' })
    await world.slack.dismiss(anna, world.slack.modal(anna) ?? expect.fail('no modal'))
    go()
    await world.settled()
    expect(await world.requests()).toHaveLength(1)
    await world.restart()
    expect(world.slack.count('views.update')).toBe(1)
    expect(world.logged).toEqual([])
  })
})

describe('inviting', () => {
  it('takes many addresses, however they are put apart, with a role and licences', async () => {
    const bea = await world.administrator('Bea')
    const form = await openForm(bea, 'uitnodigen')
    await world.slack.submit(bea, form, {
      emails: 'a@acme.example, b@acme.example;c@acme.example\n\nd@acme.example',
      role: 'administrator',
      licenceIds: ['Bouw'],
    })
    const invitations = await world.read((tx) => tx.invitations.list({}))
    expect(invitations).toHaveLength(4)
    expect(wordsIn(world.slack.modal(bea) ?? [])).toContain('4')
  })

  it('says at the field which address cannot be', async () => {
    const bea = await world.administrator('Bea')
    await world.slack.submit(bea, await openForm(bea, 'uitnodigen'), { emails: 'iemand@elders.example' })
    expect(world.slack.modal(bea)?.errors).toEqual({ emails: expect.stringContaining('elders.example') })
  })
})

describe('the switches of a licence', () => {
  it('are turned on and off by ticking', async () => {
    const bea = await world.administrator('Bea')
    const form = await openForm(bea, 'licentie Bouw')
    await world.slack.submit(bea, form, { companyWide: ['true'], shown: [] })
    const licence = await world.read((tx) => tx.licences.get(world.bouw.id))
    expect(licence).toMatchObject({ companyWide: true, shown: false })
  })
})

describe('a submission', () => {
  it('that is delivered four times has one effect and one answer each time', async () => {
    const anna = await world.person('Anna')
    const form = await openForm(anna, 'aanvragen')
    const answer = await world.slack.submit(anna, form, { licenceId: 'Bouw' }, { repeats: 3 })
    expect(answer.repeats.map(({ body }) => body)).toEqual([answer.body, answer.body, answer.body])
    expect(await world.requests()).toHaveLength(1)
    expect(wordsIn(world.slack.modal(anna) ?? [])).toContain('R-')
  })

  it('that is delivered again after the process was replaced has one effect', async () => {
    const anna = await world.person('Anna')
    const form = await openForm(anna, 'aanvragen')
    await world.slack.submit(anna, form, { licenceId: 'Bouw' })
    const delivery = world.slack.deliveries.findLast(({ payload }) => payload['type'] === 'view_submission')
    await world.restart()
    await world.slack.redeliver(delivery ?? expect.fail('nothing was submitted'))
    expect(await world.requests()).toHaveLength(1)
  })
})
