/** Looks at everything afterwards, and finds what is not as people were told, as the trail says, or as it may be seen. */

import type { AuditEvent } from '../../src/trail/audit-event.ts'
import { type Gestures, wordsOn } from '../demo/gestures.ts'
import type { DemoWorld } from '../demo/world.ts'
import { buttonsIn, wordsIn } from '../fakes/slack.ts'
import { actionsOf } from '../fakes/teams.ts'
import { readTrail } from '../scenarios/access-from-trail.ts'
import type { Ledger } from './ledger.ts'

interface RequestRow {
  readonly id: string
  readonly reference: string
  readonly state: string
  readonly requesterId: string
  readonly standard?: { readonly number: string }
}
interface UserRow {
  readonly id: string
  readonly email: string
  readonly status: string
}
/** What a run left behind, as far as anybody outside can see it. */
export interface Seen {
  readonly requests: readonly RequestRow[]
  readonly users: readonly UserRow[]
  readonly trail: readonly AuditEvent[]
  /** Of the administrator. */
  readonly phone: string
  /** By address and licence, as the access API answers. */
  readonly access: ReadonlyMap<string, boolean>
}

/** Asks the operator's API for everything. */
export const look = async (world: DemoWorld, { browserOf }: Gestures, companyId: string): Promise<Seen> => {
  const { operator, mayUse, people, toegang } = world
  const all = async <R>(path: string, list: string): Promise<R[]> => {
    const rows: R[] = []
    let after = ''
    for (;;) {
      const page = await operator('GET', `/companies/${companyId}/${path}?limit=200${after}`)
      rows.push(...(page[list] as R[]))
      if (typeof page['next'] !== 'string') return rows
      after = `&cursor=${encodeURIComponent(page['next'])}`
    }
  }
  const requests = await all<RequestRow>('requests', 'rows')
  const users = await all<UserRow>('users', 'users')
  const lines = await all<{ readonly event: AuditEvent }>('audit', 'lines')
  const trail = lines.map(({ event }) => event).reverse()
  const access = new Map<string, boolean>()
  for (const { email } of Object.values(people))
    for (const licenceId of licencesIn(trail)) access.set(`${email} ${licenceId}`, await mayUse(email, licenceId))
  const profile = await browserOf(people.admin.email).open(`${toegang.url}/profile`)
  const phone = /<input[^>]*name="phone"[^>]*value="([^"]*)"/.exec(profile.html)?.[1] ?? ''
  return { requests, users, trail, phone, access }
}

const licencesIn = (trail: readonly AuditEvent[]): string[] =>
  trail.flatMap(({ event }) => (event.type === 'licence.assigned' ? [event.licenceId] : []))

const over = ['approved', 'declined']

/** Everything that is wrong, in words; empty when all is as it must be. */
export const faultsIn = (seen: Seen, world: DemoWorld, gestures: Gestures, ledger: Ledger): string[] => [
  ...lost(seen, world, ledger),
  ...twice(seen, world, ledger),
  ...againstTheTrail(seen, world),
  ...stale(seen, world, gestures),
  ...unheard(seen, world, ledger),
]

/** Whoever was answered was told the truth. */
const lost = (
  { requests, users, trail, phone }: Seen,
  { slack, teams, people }: DemoWorld,
  ledger: Ledger,
): string[] => {
  const known = new Set(requests.flatMap(({ standard }) => standard?.number ?? []))
  const wordsTo = Object.values(people).map((person) => [
    ...slack.messagesTo(person.slack).map(({ blocks }) => wordsIn(blocks)),
    ...teams.messagesTo(person.teams).map(({ card }) => wordsOn(card)),
  ])
  const shown = new Set(wordsTo.flat().flatMap((words) => words.match(/NEN 1\d{4}/g) ?? []))
  const addresses = new Set(users.map(({ email }) => email))
  const licences = new Set(licencesIn(trail))
  return [
    ...[...ledger.asked]
      .filter((number) => shown.has(number) && !known.has(number))
      .map((number) => `${number} was answered, and is not there`),
    ...[...ledger.signedIn, ...ledger.invited]
      .filter((email) => !addresses.has(email))
      .map((email) => `${email} is not there`),
    ...[...ledger.licences].filter((id) => !licences.has(id)).map((id) => `licence ${id} is not there`),
    ...(ledger.phones.length > 0 && !ledger.phones.includes(phone)
      ? [`the phone is ${phone}, not ${ledger.phones.join(' or ')}`]
      : []),
  ]
}

/** Nothing that was done once is there twice. */
const twice = ({ requests, users, trail }: Seen, { slack, smtp }: DemoWorld, ledger: Ledger): string[] => {
  const decisions = trail.flatMap(({ event }) =>
    event.type === 'request.approved' || event.type === 'request.declined' ? [event.requestId] : [],
  )
  const mails = new Map<string, Set<string>>()
  for (const { to, mail } of smtp.mails)
    for (const email of to) {
      if (!ledger.invited.has(email)) continue
      mails.set(email, (mails.get(email) ?? new Set()).add(mail.messageId ?? ''))
    }
  return [
    ...repeated(requests.flatMap(({ standard }) => standard?.number ?? [])).map(
      (number) => `${number} was asked for twice`,
    ),
    ...repeated(users.map(({ email }) => email)).map((email) => `${email} is there twice`),
    ...repeated(decisions).map((id) => `request ${id} was decided twice`),
    ...[...mails].filter(([, ids]) => ids.size > 1).map(([email]) => `${email} has two different invitations`),
    ...slack.doubledPosts().map((key) => `${key} was posted twice in Slack`),
  ]
}

const repeated = (values: readonly string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index)

/** The trail alone says who may use what, and how each request ended. */
const againstTheTrail = ({ requests, users, trail, access }: Seen, { people }: DemoWorld): string[] => {
  const told = readTrail(trail)
  const now = new Date().toISOString()
  const wrong: string[] = []
  for (const { email } of Object.values(people)) {
    const user = users.find((one) => one.email === email)
    for (const licenceId of licencesIn(trail)) {
      const may = user ? told.mayUse(user.id, licenceId, now) : false
      if (access.get(`${email} ${licenceId}`) !== may)
        wrong.push(`by the trail ${email} ${may ? 'may' : 'may not'} use ${licenceId}`)
    }
  }
  for (const { id, reference, state } of requests) {
    const about = trail.flatMap(({ event }) => ('requestId' in event && event.requestId === id ? [event.type] : []))
    // Where clocks jump, the line about the end may stand before the one about the beginning.
    const ended = about.find((type) => type !== 'request.made' && type !== 'request.reminded')
    const said = ended?.split('.')[1] ?? (about.length > 0 ? 'open' : 'nothing')
    if (said !== state) wrong.push(`${reference} is ${state}, by the trail ${said}`)
  }
  return wrong
}

/** Every copy says how it stands now; an administrator has one in each chat, and nobody has two. */
const stale = ({ requests }: Seen, { people }: DemoWorld, { copies }: Gestures): string[] =>
  requests.flatMap(({ reference, state }) => {
    const shown = copies(reference)
    const words = [...shown.slack.map(({ blocks }) => wordsIn(blocks)), ...shown.teams.map(({ card }) => wordsOn(card))]
    const live = [
      ...shown.slack.map(({ blocks }) => buttonsIn(blocks).length),
      ...shown.teams.map(({ card }) => actionsOf(card ?? {}).length),
    ].filter((buttons) => buttons > 0)
    const said = state === 'approved' ? 'Goedgekeurd' : 'Afgewezen'
    const isOver = over.includes(state)
    const wrong: string[] = []
    for (const person of Object.values(people)) {
      const own = copies(reference, [person])
      const [inSlack, inTeams] = [own.slack.length, own.teams.length]
      if (inSlack > 1) wrong.push(`${reference} is shown to ${person.name} ${inSlack} times in Slack`)
      if (inTeams > 1) wrong.push(`${reference} is shown to ${person.name} ${inTeams} times in Teams`)
      if (person === people.admin && inSlack * inTeams === 0) wrong.push(`${reference} is not shown in both chats`)
    }
    if (isOver && live.length > 0) wrong.push(`${reference} is ${state}, and ${live.length} copies have buttons`)
    if (isOver && words.some((one) => !one.includes(said)))
      wrong.push(`${reference} is ${state}, and a copy does not say so`)
    return wrong
  })

/** Nobody waits for a word that never comes. */
const unheard = ({ requests, users }: Seen, { slack, teams, smtp, people }: DemoWorld, ledger: Ledger): string[] => {
  const mailed = new Set(smtp.mails.flatMap(({ to }) => to))
  const wrong = [...ledger.invited].filter((email) => !mailed.has(email)).map((email) => `${email} has no invitation`)
  for (const { reference, state, requesterId, standard } of requests) {
    const email = users.find(({ id }) => id === requesterId)?.email
    const person = Object.values(people).find((one) => one.email === email)
    if (!person || !standard || !over.includes(state)) continue
    const words = [
      ...slack.messagesTo(person.slack).map(({ blocks }) => wordsIn(blocks)),
      ...teams.messagesTo(person.teams).map(({ card }) => wordsOn(card)),
    ]
    const said = state === 'approved' ? /goedgekeurd/i : /afgewezen/i
    if (!words.some((one) => one.includes(standard.number) && said.test(one)))
      wrong.push(`${email} did not hear that ${reference} is ${state}`)
  }
  return wrong
}
