import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { inputsOf } from '../../adapters/slack/inputs.ts'
import { type SlackUser, type SlackView, wordsIn } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld } from './slack-world.ts'

let world: SlackWorld
let bea: SlackUser
beforeAll(async () => {
  world = await openSlackWorld()
  bea = await world.administrator('Bea')
})
afterEach(() => expect(world.slack.violations).toEqual([]))
afterAll(() => world.close())

const inviteForm = async (): Promise<SlackView> => {
  await world.slack.slash(bea, undefined, '/toegang', 'uitnodigen')
  return world.slack.waitFor(() => {
    const top = world.slack.modal(bea)
    return top?.source['submit'] ? top : undefined
  })
}
const addresses = Array.from({ length: 200 }, (_, index) => `${'collega'.repeat(4)}.${index}@acme.example`)
/** What the modal shows in the end, also when the work took longer than Slack waits. */
const answered = () =>
  world.slack.waitFor(() => {
    const top = world.slack.modal(bea)
    return top && !top.source['submit'] && wordsIn(top).includes('@') ? wordsIn(top) : undefined
  })

describe('the form to invite people', () => {
  it('takes two hundred pasted addresses, and says first which of them went wrong', async () => {
    const [emails = '', ...further] = [0, 50, 100, 150].map((from) => addresses.slice(from, from + 50).join(', '))
    const rest = Object.fromEntries(further.map((part, index) => [`emails:${index + 2}`, part]))
    await world.slack.submit(bea, await inviteForm(), { emails, ...rest, 'emails:4': `${further[2]}; geen-adres` })
    expect((await answered()).indexOf('geen-adres')).toBeGreaterThan(0)
    expect((await answered()).indexOf('geen-adres')).toBeLessThan((await answered()).indexOf('collega'))
    expect(await world.read((tx) => tx.invitations.list({}))).toHaveLength(200)
  })

  it('needs the first field alone', async () => {
    const form = await inviteForm()
    await world.slack.submit(bea, form, { emails: 'een@acme.example\ntwee@acme.example' })
    expect(await answered()).toContain('twee@acme.example')
  })
})

it('addresses that come back after a refusal are all there, none of them cut', () => {
  const blocks = inputsOf({ name: 'emails', label: 'Adressen', kind: 'emails', required: true, value: addresses })
  const shown = blocks.flatMap(({ element }) =>
    element.type === 'plain_text_input' ? (element.initial_value ?? '').split('\n') : [],
  )
  expect(shown.filter(Boolean)).toEqual(addresses)
})
