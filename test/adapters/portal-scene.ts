/** A company as one meets it on a Monday morning: people in every state, licences of every kind, requests that wait and were decided. */
import { startProof } from '../../src/companies/prove-domain.ts'
import { decideRequests } from '../../src/requests/decide-requests.ts'
import { askDomain, askStandard } from '../../src/requests/make-request.ts'
import { inviteUsers } from '../../src/users/invite-users.ts'
import type { User } from '../../src/users/user.ts'
import type { WebWorld } from './web-world.ts'

export type PortalScene = Awaited<ReturnType<typeof setPortalScene>>

const colleagues = ['Chris Bakker', 'Dewi Smit', 'Emre Yilmaz', 'Fleur Mulder', 'Guus van den Berg', 'Hanna de Groot']

export const setPortalScene = async (world: WebWorld) => {
  const domain = 'meerdijk.example'
  const company = await world.company('Meerdijk Ingenieurs', [domain], { customerNumber: 'K-20417' })
  const sister = await world.company('Meerdijk Infra', [domain], { freeRegistration: true })
  const administrator = await world.user(company, `anna@${domain}`, { name: 'Anna Visser', role: 'administrator' })
  const english = await world.user(company, `ed@${domain}`, {
    name: 'Ed Walker',
    role: 'administrator',
    roleUntil: '2026-08-31T21:59:59.999Z',
    language: 'en',
  })
  const user = await world.user(company, `bram@${domain}`, { name: 'Bram de Vries' })
  const englishUser = await world.user(company, `uma@${domain}`, { name: 'Uma Patel', language: 'en' })
  const people: User[] = []
  for (const name of colleagues)
    people.push(await world.user(company, `${name.split(' ')[0]?.toLowerCase()}@${domain}`, { name }))
  await world.user(company, `gijs@${domain}`, { name: 'Gijs Post', status: 'blocked' })

  const build = await world.licence(company, 'Bouw', {
    seats: 10,
    standards: [
      { number: 'NEN 1010', title: 'Elektrische installaties voor laagspanning' },
      { number: 'NEN-EN 1990', title: 'Grondslagen van het constructief ontwerp' },
    ],
  })
  const electric = await world.licence(company, 'Elektrotechniek en energie', { expiresAt: '2026-12-31T22:59:59.999Z' })
  const base = await world.licence(company, 'Basis', { companyWide: true })
  await world.licence(company, 'Archief 2019', { expiresAt: '2025-12-31T22:59:59.999Z' })
  for (const holder of people.slice(0, 4))
    await world.grant(holder, build, { givenBy: administrator.id, why: 'Werkt aan project Dijkhuis' })

  const asked = []
  for (const [index, person] of people.entries()) {
    asked.push(
      await world.ask(person, electric, index % 2 === 0 ? 'Voor project Dijkhuis, kostenplaats 4711' : undefined),
    )
    world.wait({ days: 5 })
  }
  const [first, second, third] = asked
  if (!first || !second || !third) throw new Error('three people asked')
  await world.must(decideRequests, administrator.web, {
    requests: [first.reference, second.reference],
    verdict: 'approved',
  })
  world.wait({ hours: 3 })
  await world.must(decideRequests, administrator.web, {
    requests: [third.reference],
    verdict: 'declined',
    reason: 'Gebruik eerst de licentie Bouw.',
  })
  await world.must(askStandard, user.web, {
    number: 'NEN 3140',
    title: 'Bedrijfsvoering van elektrische installaties',
    licenceId: electric.id,
  })
  await world.must(askStandard, englishUser.web, { number: 'NEN 3650', licenceId: build.id, reason: 'Pipeline design' })
  const mine = await world.ask(user, electric)
  await world.ask(englishUser, electric, 'For the new substation')
  await world.must(askDomain, administrator.web, { domain: 'meerdijk-infra.example', reason: 'Onze nieuwe vestiging' })
  await world.must(startProof, administrator.web, { domain: 'meerdijk.test' })
  await world.must(inviteUsers, administrator.web, { emails: [`ilse@${domain}`], name: 'Ilse Kuipers' })
  const [invited] = await world.rows('users', { email: `ilse@${domain}` })
  if (!invited) throw new Error('Ilse was invited')
  const connection = await world.connection([company], { testedAt: world.now() })
  await world.put('signInTraces', {
    id: world.ports.ids.next(),
    code: 'K7Q2MX',
    connectionId: connection.id,
    at: world.now(),
    outcome: 'refused',
    reason: 'saml.audience',
    detail: 'The assertion is meant for somebody else.',
    expected: `${world.url}/saml/${connection.id}/metadata`,
    received: 'https://elders.example/saml',
    expiresAt: '2027-01-01T00:00:00.000Z',
  })
  await world.put('workspaces', {
    id: world.ports.ids.next(),
    channel: 'slack',
    workspaceId: 'T1',
    name: 'Meerdijk op Slack',
    companyIds: [company],
    connectedBy: administrator.id,
    connectedAt: world.now(),
  })
  const { secrets } = world.ports
  const stepUp = secrets.make()
  await world.put('stepUps', {
    id: world.ports.ids.next(),
    secretHash: secrets.hash(stepUp),
    userId: administrator.id,
    companyId: company,
    command: 'requests.decide',
    sealedInput: secrets.seal('{}'),
    channel: 'slack',
    expiresAt: '2027-01-01T00:00:00.000Z',
  })
  await world.put('webhooks', {
    id: world.ports.ids.next(),
    url: 'https://licences.example/hooks',
    sealedSecret: secrets.seal('whsec_'),
    createdAt: world.now(),
  })
  const untold = (await world.rows('outbox', { companyId: company, state: 'waiting' })).slice(0, 2)
  await world.ports.store.transaction(async (tx) => {
    for (const { id } of untold)
      await tx.outbox.settle(id, { state: 'gave_up', at: world.now(), error: 'the mail server refused this mail' })
  })
  return {
    company,
    sister,
    administrator,
    english,
    user,
    englishUser,
    people,
    invited,
    build,
    electric,
    base,
    asked,
    mine,
    connection,
    stepUp,
  }
}

/** Every page of the portal in this scene, by whom it is for: a name for a picture, and its path. */
export const pagesIn = ({ company, electric, build, invited, people, mine, connection, asked, stepUp }: PortalScene) =>
  ({
    stranger: [
      ['login', '/login'],
      ['login-by-link', '/login?by=link'],
      ['login-sent', '/login/sent'],
      ['register', '/register/apply'],
      ['register-sent', '/register/sent'],
      ['used-link', '/login/link?secret=nothing'],
      ['step-up', `/step-up?secret=${stepUp}`],
      ['operator-sign-in', '/operator/sign-in'],
      ['operator-link', '/operator/link?secret=nothing'],
    ],
    administrator: [
      ['home', '/'],
      ['requests', '/requests'],
      ['requests-settled', '/requests?show=settled&period=year'],
      ['request-to-decide', `/requests/${asked[4]?.reference}`],
      ['request-declined', `/requests/${asked[2]?.reference}`],
      ['general', '/company/general'],
      ['users', '/company/users'],
      ['users-none', '/company/users?query=niemand'],
      ['user', `/company/users/${people[0]?.id}`],
      ['user-invited', `/company/users/${invited.id}`],
      ['invite', '/company/users/invite'],
      ['licences', '/company/licences'],
      ['licence', `/company/licences/${build.id}`],
      ['licence-empty', `/company/licences/${electric.id}`],
      ['connections', '/company/connections'],
      ['connection', `/company/connections/${connection.id}`],
      ['provisioning', `/company/connections/${connection.id}/provisioning`],
      ['groups', `/company/connections/${connection.id}/groups`],
      ['delivery', '/company/delivery'],
      ['trail', '/company/trail'],
      ['trail-followed', '/company/trail?person=anna&follow=0'],
      ['profile', '/profile'],
      ['not-found', '/nowhere'],
    ],
    operator: [
      ['operator-companies', '/operator/companies'],
      ['operator-add-company', '/operator/companies/add'],
      ['operator-company', `/operator/companies/${company}`],
      ['operator-licence', `/operator/companies/${company}/licences/${build.id}`],
      ['operator-users', `/operator/companies/${company}/users`],
      ['operator-requests', '/operator/requests'],
      ['operator-webhooks', '/operator/webhooks'],
      ['operator-trail', '/operator/trail'],
      ['operator-trail-followed', '/operator/trail?follow=0'],
      ['operator-not-found', '/operator/nowhere'],
    ],
    /** Who opened the link from the mail, and has no second factor yet. */
    newOperator: [['operator-enrol', '/operator/code']],
    user: [
      ['user-home', '/'],
      ['user-requests', '/requests'],
      ['user-requests-mine', '/requests?show=mine'],
      ['user-request', `/requests/${mine.kind === 'access' ? mine.reference : ''}`],
      ['user-ask', '/requests/access'],
      ['user-ask-standard', '/requests/standard'],
      ['user-licences', '/company/licences'],
      ['user-not-allowed', '/company/users'],
      ['user-profile', '/profile'],
    ],
  }) satisfies Record<string, readonly (readonly [name: string, path: string])[]>
