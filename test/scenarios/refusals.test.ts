/** Every reason for which the core says no is met by somebody. A reason that nobody can meet has no row here, and no place in the code. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { operatorRoutes } from '../../adapters/api/operator.ts'
import type { RefusalCode } from '../../src/kernel/refusal.ts'
import { refused } from '../../src/texts/en/refused.ts'
import { operator, stranger } from '../core/world.ts'
import { connect, metadataOf, personOf } from './identity-provider.ts'
import { inChat, openStory, type Person, type Story } from './story.ts'

/** A company with an administrator, a user, and a licence with one seat that is shown. */
interface Scene {
  readonly story: Story
  readonly companyId: string
  readonly admin: Person
  readonly anna: Person
  readonly licenceId: string
}

let scene: Scene
beforeEach(async () => {
  const story = await openStory()
  const { id: companyId, admin } = await story.company('Acme', ['acme.example'], { customerNumber: 'K-1' })
  const anna = await story.invite(admin, 'anna@acme.example')
  const { id: licenceId } = await story.licence(companyId, 'Bouw', { seats: 1, standards: [{ number: 'NEN 1' }] })
  scene = { story, companyId, admin, anna, licenceId }
})
afterEach(() => scene.story.close())

/** What comes of it, refused or not. */
type Meeting = (scene: Scene) => Promise<{ readonly ok: boolean; readonly code?: RefusalCode } | object>

const ask = ({ story, anna, licenceId }: Scene) => story.must('requests.ask_access', anna.web, { licenceId })
const directory = async ({ story, companyId }: Scene) =>
  (await connect(story, operator, 'acme', { companyId })).directory(companyId)
const vouched = ({ admin }: Scene) => inChat('slack', 'U1', admin.email)

/**
 * What a channel refuses has a test of its own: metadata before the core is asked, below; a wrong code after the core has counted it,
 * where operators sign in at the portal.
 */
const byChannels = ['metadata_unusable', 'wrong_code'] as const
const meetings: { readonly [C in Exclude<RefusalCode, (typeof byChannels)[number]>]?: Meeting } = {
  invalid_input: ({ story, admin }) => story.tries('users.invite', admin.web, { emails: [] }),
  not_allowed: ({ story, anna }) => story.tries('users.invite', anna.web, { emails: ['x@acme.example'] }),
  not_signed_in: ({ story }) => story.askRefused('licences.list', stranger),
  confirm_first: async (at) => {
    await at.story.connect(at.admin, 'slack')
    return at.story.tries('users.block', vouched(at), { user: at.anna.id })
  },
  not_found: ({ story, admin }) => story.askRefused('users.show', admin.web, { user: 'niemand@acme.example' }),
  customer_number_taken: ({ story }) => story.tries('companies.add', operator, { name: 'Beta', customerNumber: 'K-1' }),
  domain_not_possible: ({ story, admin }) => story.tries('requests.ask_domain', admin.web, { domain: 'gmail.com' }),
  domain_already_allowed: ({ story, admin }) =>
    story.tries('requests.ask_domain', admin.web, { domain: 'acme.example' }),
  no_allowed_domain: async ({ story, companyId }) => {
    await story.must('domains.remove', operator, { companyId, domain: 'acme.example' })
    return story.tries('users.invite', operator, { companyId, emails: ['x@acme.example'] })
  },
  quiet_hours_incomplete: ({ story, admin }) => story.tries('companies.change', admin.web, { quietFrom: '22:00' }),
  proof_not_found: async ({ story, admin }) => {
    await story.must('domains.start_proof', admin.web, { domain: 'acme.test' })
    return story.tries('domains.check_proof', admin.web, { domain: 'acme.test' })
  },
  email_malformed: ({ story, admin }) => story.tries('users.invite', admin.web, { emails: ['anna@'] }),
  domain_not_allowed: ({ story, admin }) => story.tries('users.invite', admin.web, { emails: ['x@beta.example'] }),
  already_registered: ({ story, admin, anna }) => story.tries('users.resend', admin.web, { user: anna.email }),
  link_used_or_expired: ({ story }) => story.tries('registrations.finish', stranger, { secret: 'x', name: 'X' }),
  choose_company: async ({ story }) => {
    for (const name of ['Beta', 'Gamma']) await story.company(name, ['delta.example'], { freeRegistration: true })
    await story.must('registrations.start', stranger, { email: 'x@delta.example' })
    return story.tries('registrations.finish', stranger, { secret: story.link('x@delta.example'), name: 'X' })
  },
  company_not_offered: ({ story, anna }) => story.tries('users.switch_company', anna.web, { companyId: 'x' }),
  already_in_company: ({ story, anna, companyId }) => story.tries('users.switch_company', anna.web, { companyId }),
  last_administrator: ({ story, admin }) => story.tries('users.leave', admin.web),
  not_invited: ({ story, admin }) => story.tries('users.resend', admin.web, { user: 'x@acme.example' }),
  is_blocked: async ({ story, admin, anna }) => {
    await story.must('users.block', admin.web, { user: anna.id })
    return story.tries('users.block', admin.web, { user: anna.id })
  },
  is_not_blocked: ({ story, admin, anna }) => story.tries('users.unblock', admin.web, { user: anna.id }),
  must_be_in_future: ({ story, admin, anna, licenceId }) =>
    story.tries('access.give', admin.web, { user: anna.id, licenceId, until: '2020-01-01' }),
  licence_name_taken: ({ story, companyId }) => story.tries('licences.assign', operator, { companyId, name: 'bouw' }),
  licence_expired: async ({ story, companyId, anna, licenceId }) => {
    await story.must('licences.change', operator, { companyId, licenceId, expiresAt: story.world.now() })
    return story.tries('requests.ask_access', anna.web, { licenceId })
  },
  licence_not_shown: async ({ story, admin, anna, licenceId }) => {
    await story.must('licences.set_switches', admin.web, { licenceId, shown: false })
    return story.tries('requests.ask_access', anna.web, { licenceId })
  },
  no_seats_left: async ({ story, admin, anna, licenceId }) => {
    await story.must('access.give', admin.web, { user: admin.id, licenceId })
    return story.tries('access.give', admin.web, { user: anna.id, licenceId })
  },
  already_has_access: async ({ story, admin, anna, licenceId }) => {
    await story.must('access.give', admin.web, { user: anna.id, licenceId })
    return story.tries('requests.ask_access', anna.web, { licenceId })
  },
  has_no_access: ({ story, admin, anna, licenceId }) =>
    story.tries('access.end', admin.web, { user: anna.id, licenceId }),
  comes_with_company_wide: async ({ story, companyId, admin, anna, licenceId }) => {
    await story.must('licences.change', operator, { companyId, licenceId, seats: null, companyWide: true })
    return story.tries('access.end', admin.web, { user: anna.id, licenceId })
  },
  reason_mandatory: async ({ story, admin, anna, licenceId }) => {
    await story.must('companies.change', admin.web, { reasonMandatory: true })
    return story.tries('requests.ask_access', anna.web, { licenceId })
  },
  nothing_to_ask: async ({ story, admin, anna, licenceId }) => {
    await story.must('access.give', admin.web, { user: anna.id, licenceId })
    const answer = await story.core.form('requests.ask_access', anna.web, {})
    return (answer.kind === 'card' && answer.refused) || answer
  },
  already_requested: async (at) => {
    await ask(at)
    return at.story.tries('requests.ask_access', at.anna.web, { licenceId: at.licenceId })
  },
  already_in_collection: ({ story, anna }) => story.tries('requests.ask_standard', anna.web, { number: 'nen1' }),
  choose_licence: async ({ story, admin, anna }) => {
    const { id } = await story.must('requests.ask_standard', anna.web, { number: 'NEN 2' })
    return story.tries('requests.decide', admin.web, { requests: [id], verdict: 'approved' })
  },
  own_request: async ({ story, admin, anna, licenceId }) => {
    await story.must('users.change', admin.web, { user: anna.id, role: 'administrator' })
    const { id } = await story.must('requests.ask_access', admin.web, { licenceId })
    return story.tries('requests.decide', admin.web, { requests: [id], verdict: 'approved' })
  },
  channel_not_here: ({ story, admin }) => story.tries('chat.use_channel', admin.web, { on: true }),
  already_decided: async (at) => {
    const decision = { requests: [(await ask(at)).id], verdict: 'declined' }
    await at.story.must('requests.decide', at.admin.web, decision)
    return at.story.tries('requests.decide', at.admin.web, decision)
  },
  already_settled: async (at) => {
    const { id } = await ask(at)
    await at.story.must('requests.withdraw', at.anna.web, { request: id })
    return at.story.tries('requests.decide', at.admin.web, { requests: [id], verdict: 'declined' })
  },
  decided_by_operator: async ({ story, admin }) => {
    const { id } = await story.must('requests.ask_domain', admin.web, { domain: 'acme.test' })
    return story.tries('requests.decide', admin.web, { requests: [id], verdict: 'approved' })
  },
  single_sign_on_required: async ({ story, companyId, admin, anna }) => {
    await story.must('sign_in.start', stranger, { email: anna.email })
    const secret = story.link(anna.email)
    await connect(story, operator, 'acme', { companyId, required: true, breakGlass: admin.id })
    return story.tries('sign_in.by_link', stranger, { secret })
  },
  test_sign_in_first: async ({ story, admin }) => {
    const { id: connectionId } = await connect(story, admin.web, 'acme')
    return story.tries('connections.change', admin.web, { connectionId, required: true })
  },
  no_break_glass: async ({ story }) => {
    const { id } = await story.must('companies.add', operator, { name: 'Leeg', domains: ['leeg.example'] })
    return story.tries('connections.add', operator, {
      companyId: id,
      identityProvider: metadataOf('leeg'),
      required: true,
    })
  },
  connection_shared: async ({ story, companyId, admin }) => {
    const beta = await story.company('Beta', ['beta.example'])
    const { id: connectionId } = await connect(story, operator, 'x', { companyId, sharedWith: [beta.id] })
    return story.tries('connections.remove', admin.web, { connectionId })
  },
  two_tokens_already: async ({ story, companyId }) => {
    const idp = await connect(story, operator, 'acme', { companyId })
    for (const _ of ['now', 'next']) await idp.directory(companyId)
    return story.tries('provisioning.make_token', operator, { connectionId: idp.id, companyId })
  },
  already_operator: async ({ story }) => {
    await story.must('operators.add', operator, { email: 'olga@uitgever.example', name: 'Olga' })
    return story.tries('operators.add', operator, { email: 'olga@uitgever.example', name: 'Olga' })
  },
  webhook_already_there: async ({ story }) => {
    await story.must('webhooks.add', operator, { url: 'https://pep.example/hears' })
    return story.tries('webhooks.add', operator, { url: 'https://pep.example/hears' })
  },
  already_provisioned: async (at) => {
    const claim = await directory(at)
    await at.story.must('provisioning.add_person', claim, personOf('sara@acme.example'))
    return at.story.tries('provisioning.add_person', claim, personOf('sara@acme.example'))
  },
  address_in_use: async (at) => {
    const beta = await at.story.company('Beta', ['acme.example'])
    return at.story.tries('provisioning.add_person', await directory(at), personOf(beta.admin.email))
  },
  changed_meanwhile: async (at) => {
    const claim = await directory(at)
    const { id } = await at.story.must('provisioning.add_person', claim, personOf('sara@acme.example'))
    const change = { ...personOf('sara@acme.example', { name: 'Sara' }), id, version: 1 }
    await at.story.must('provisioning.change_person', claim, change)
    return at.story.tries('provisioning.change_person', claim, change)
  },
  group_already_there: async (at) => {
    const claim = await directory(at)
    await at.story.must('provisioning.add_group', claim, { displayName: 'Bouw' })
    return at.story.tries('provisioning.add_group', claim, { displayName: 'bouw' })
  },
  unknown_member: async (at) =>
    at.story.tries('provisioning.add_group', await directory(at), { displayName: 'Bouw', members: ['x'] }),
  workspace_not_connected: (at) => at.story.tries('requests.ask_standard', vouched(at), { number: 'NEN 2' }),
  account_not_vouched: async ({ story, admin }) => {
    await story.connect(admin, 'slack')
    return story.tries('requests.ask_standard', inChat('slack', 'U2'), { number: 'NEN 2' })
  },
  installation_not_asked: ({ story, admin }) =>
    story.tries('installations.finish', admin.web, {
      ...{ state: 'made-up', browserHash: 'of-some-browser-here', workspaceId: 'T1', name: 'Acme', token: 'xoxb-1' },
    }),
  sign_in_again: async ({ story, admin, anna }) => {
    await story.must('companies.change', admin.web, { confirmSensitive: true })
    story.world.wait({ minutes: 30 })
    return story.tries('users.change', admin.web, { user: anna.email, role: 'administrator' })
  },
  other_chat_account: async (at) => {
    await at.story.connect(at.admin, 'slack')
    const { path } = await at.story.must('chat.start_confirmation', vouched(at))
    return at.story.tries('chat.confirm', at.anna.web, { secret: path.split('secret=')[1] })
  },
  no_account: async ({ story, admin }) => {
    await story.connect(admin, 'slack')
    return story.tries('requests.ask_standard', inChat('slack', 'U3', 'x@acme.example'), { number: 'NEN 2' })
  },
}

describe('the core refuses', () => {
  it('for no reason that is not met here', () => {
    const met = [...Object.keys(meetings), ...byChannels]
    expect(Object.keys(refused).filter((code) => !met.includes(code))).toEqual([])
  })

  it.each(Object.entries(meetings))('%s', async (code, meets) => {
    expect(await meets(scene)).toMatchObject({ ok: false, code })
  })

  it('metadata_unusable, as whoever reads metadata says it', async () => {
    const why = 'Hier staat geen metadata.'
    const links = () => ({ acsUrl: '', entityId: '', metadataUrl: '', loginUrl: '' })
    const providers = { read: async () => ({ why }), links }
    const server = createServer(express().use(operatorRoutes(scene.story.core, 'token', providers, '')))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}/companies/${scene.companyId}/connections`, {
      method: 'POST',
      headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
      body: JSON.stringify({ metadataXml: '<html/>' }),
    })
    server.close()
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ type: 'urn:toegang:metadata_unusable' })
    expect(await scene.story.world.rows('connections')).toEqual([])
  })
})
