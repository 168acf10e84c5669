import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findStandard } from '../../src/chat/find-standard.ts'
import { type SlackUser, type SlackView, wordsIn } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld, sees } from './slack-world.ts'

let world: SlackWorld
beforeAll(async () => {
  world = await openSlackWorld()
})
afterEach(() => expect(world.slack.violations).toEqual([]))
afterAll(() => world.close())

const formOf = (user: SlackUser): Promise<SlackView> =>
  world.slack.waitFor(() => {
    const top = world.slack.modal(user)
    return top?.source['submit'] ? top : undefined
  })
const tooLate = () =>
  world.slack.faults.plan({ method: 'views.open', fault: { kind: 'error', error: 'expired_trigger_id' } })
const numberIn = (view: SlackView) => view.values['number']?.['value']?.['value']
const written = async (user: SlackUser, text: string) => {
  await world.slack.say(user, text)
  return world.slack.messagesIn(world.slack.im(user)).find((message) => message.text === text) ?? expect.fail(text)
}

describe('the global shortcut', () => {
  it('opens the form to ask for access', async () => {
    const anna = await world.person('Anna')
    await world.slack.shortcut(anna, 'ask_access')
    await world.slack.submit(anna, await formOf(anna), { licenceId: 'Bouw', reason: 'Nieuwbouw' })
    expect(await world.requests()).toMatchObject([{ requesterId: anna.userId, licenceId: world.bouw.id }])
  })

  it('that came too late for a modal gives the form as a button in a direct message', async () => {
    const bram = await world.person('Bram')
    tooLate()
    await world.slack.shortcut(bram, 'ask_access')
    await world.slack.click(bram, await sees(world.slack, bram, 'Toegang aanvragen'), 'Toegang aanvragen')
    await formOf(bram)
  })

  it('that is delivered four times opens one modal', async () => {
    const cees = await world.person('Cees')
    await world.slack.shortcut(cees, 'ask_access', { repeats: 3 })
    await formOf(cees)
    expect(world.slack.modals(cees)).toHaveLength(1)
  })

  it('says to a stranger what a stranger is told, and opens no form', async () => {
    const stranger = world.slack.addUser({ name: 'Vreemd', email: 'vreemd@elders.example' })
    await world.slack.shortcut(stranger, 'ask_access')
    const shown = await world.slack.waitFor(() => {
      const top = world.slack.modal(stranger)
      return top && wordsIn(top).length > 20 ? top : undefined
    })
    expect(shown.source['submit']).toBeUndefined()
    expect(wordsIn(shown)).not.toContain('Bouw')
  })
})

describe('the shortcut on a message', () => {
  it('asks for the standard that the message names', async () => {
    const dirk = await world.person('Dirk')
    const message = await written(dirk, 'Wie heeft <https://x.example|NEN-EN-ISO 9001:2015>? En 3 dagen om te lezen')
    await world.slack.messageShortcut(dirk, message, 'ask_standard')
    const form = await formOf(dirk)
    expect(numberIn(form)).toBe('NEN-EN-ISO 9001:2015')
    await world.slack.submit(dirk, form)
    const asked = (await world.requests()).filter((request) => request.requesterId === dirk.userId)
    expect(asked).toMatchObject([{ kind: 'standard', standard: { number: 'NEN-EN-ISO 9001:2015' } }])
  })

  it('opens an empty form when the message names none', async () => {
    const eva = await world.person('Eva')
    await world.slack.messageShortcut(eva, await written(eva, 'Goedemorgen en 100 keer dank'), 'ask_standard')
    expect(numberIn(await formOf(eva))).toBeFalsy()
  })

  it('that came too late keeps the number in the button', async () => {
    const fleur = await world.person('Fleur')
    const message = await written(fleur, 'Ik zoek nen 1010')
    tooLate()
    await world.slack.messageShortcut(fleur, message, 'ask_standard')
    await world.slack.click(fleur, await sees(world.slack, fleur, 'Norm aanvragen'), 'Norm aanvragen')
    expect(numberIn(await formOf(fleur))).toBe('nen 1010')
  })
})

it.each([
  ['Zie NEN 1010.', 'NEN 1010'],
  ['(ISO/IEC 27001-2)', 'ISO/IEC 27001-2'],
  ['NEN-EN 1090-2:2018+A1:2024 is nieuw', 'NEN-EN 1090-2:2018+A1:2024'],
  ['volgens EN 12464-1', 'EN 12464-1'],
  ['isolatie 200 mm en 500 stuks', undefined],
  ['kennen 1010', undefined],
  ['', undefined],
])('in "%s" the standard is %s', (text, number) => {
  expect(findStandard(text)).toBe(number)
})
