/** What somebody typed to the bot, turned into the use case that it means. Deciding is the use case's own. */

import type { Input } from '../cards/card.ts'
import type { StrangerActor, UserActor } from '../kernel/actor.ts'
import type { Licence } from '../licences/licence.ts'
import type { ReadTx } from '../ports/store.ts'
import type { Period } from '../requests/list-requests.ts'
import { type ChatCommand, hear } from './words.ts'

/** What to do for a typed text. */
export type Meant =
  | { readonly kind: 'run'; readonly name: string; readonly input: Input }
  | { readonly kind: 'form'; readonly name: string; readonly input: Input }
  | { readonly kind: 'help' }
  | { readonly kind: 'register' }
  /** Nothing by that name; `said` is how it would be typed right. */
  | { readonly kind: 'nearest'; readonly word: string; readonly command: ChatCommand; readonly rest: string }
  | { readonly kind: 'no_such_licence'; readonly written: string; readonly names: readonly string[] }

/** Finds out what a text means for this actor; reads only the company's own licences. */
export const meaningOf = async (tx: ReadTx, typed: string, actor: UserActor | StrangerActor): Promise<Meant> => {
  const heard = hear(typed)
  if (heard.kind === 'nothing') return { kind: 'help' }
  if (heard.kind === 'unknown') return { kind: 'nearest', word: heard.word, command: heard.nearest, rest: heard.rest }
  const licences = actor.kind === 'user' ? await tx.licences.list({ companyId: actor.company.id }) : []
  return meaning(heard.command, heard.rest, licences)
}

const run = (name: string, input: Input = {}): Meant => ({ kind: 'run', name, input })
const form = (name: string, input: Input = {}): Meant => ({ kind: 'form', name, input })

const meaning = (command: ChatCommand, rest: string, licences: readonly Licence[]): Meant => {
  const [first = '', ...others] = rest.split(/\s+/).filter(Boolean)
  const user = addressIn(first)
  switch (command) {
    case 'help':
      return { kind: 'help' }
    case 'register':
      return { kind: 'register' }
    case 'whoami':
      return run('chat.whoami')
    case 'licences':
      return run('licences.list')
    case 'request': {
      if (!rest) return form('requests.ask_access')
      return withLicence(rest, licences, (licence, reason) =>
        run('requests.ask_access', { licenceId: licence.id, ...given({ reason }) }),
      )
    }
    case 'standard': {
      if (!rest) return form('requests.ask_standard')
      const { number, reason } = splitStandard(rest)
      return run('requests.ask_standard', { number, ...given({ reason }) })
    }
    case 'requests':
      return run('requests.list', given({ show: first ? 'settled' : 'open', period: periodIn(first) }))
    case 'withdraw':
      return first ? run('requests.withdraw', { request: first }) : run('requests.list', { show: 'mine' })
    case 'switch':
      return run('users.switchable')
    case 'invite':
      return invite(rest, licences)
    case 'approve': {
      const { references } = splitReferences(rest)
      return references.length > 0
        ? run('requests.decide', { requests: references, verdict: 'approved' })
        : run('requests.list', { show: 'open' })
    }
    case 'decline': {
      const { references, reason } = splitReferences(rest)
      if (references.length === 0) return run('requests.list', { show: 'open' })
      return run('requests.decide', { requests: references, verdict: 'declined', ...given({ reason }) })
    }
    case 'grant': {
      if (others.length === 0) return form('access.give', given({ user }))
      const { text, day } = splitDay(others.join(' '))
      return withLicence(text, licences, (licence) =>
        run('access.give', { user, licenceId: licence.id, ...given({ until: day }) }),
      )
    }
    case 'revoke': {
      if (others.length === 0) return form('access.end', given({ user }))
      return withLicence(others.join(' '), licences, (licence) => run('access.end', { user, licenceId: licence.id }))
    }
    case 'users':
      return run('users.search', given({ query: rest || undefined }))
    case 'block':
      return first ? run('users.block', { user }) : run('users.search')
    case 'unblock':
      return first ? run('users.unblock', { user }) : run('users.search', { status: 'blocked' })
    case 'remove':
      return first ? run('users.remove', { user }) : run('users.search')
    case 'admin': {
      const { day } = splitDay(others.join(' '))
      if (!first) return run('users.search', { role: 'administrator' })
      return run('users.change', { user, role: 'administrator', ...given({ roleUntil: day }) })
    }
    case 'resend':
      return first ? run('users.resend', { user }) : run('users.search', { status: 'invited' })
    case 'licence':
      return setSwitch(rest, licences)
    case 'settings':
      return run('companies.show')
  }
}

const given = (input: Input): Input => Object.fromEntries(Object.entries(input).filter(([, value]) => value))

/** The licence whose name the text starts with, the longest that fits, and what follows it. */
const withLicence = (
  written: string,
  licences: readonly Licence[],
  then: (licence: Licence, rest: string) => Meant,
): Meant => {
  const text = written.replace(/^["'“‘„]|["'”’]$/g, '')
  const fits = (licence: Licence) => {
    const start = text.slice(0, licence.name.length).toLowerCase()
    return start === licence.name.toLowerCase() && !/[\p{L}\p{N}]/u.test(text.charAt(licence.name.length))
  }
  const [licence] = licences.filter(fits).sort((a, b) => b.name.length - a.name.length)
  if (!licence)
    return { kind: 'no_such_licence', written: text, names: licences.filter((one) => one.shown).map((one) => one.name) }
  return then(
    licence,
    text
      .slice(licence.name.length)
      .replace(/^["'”’:,\s]+/, '')
      .trim(),
  )
}

/** `NEN 1010 want …`: letters and then the part with the digits form the number; a quoted number may hold anything. */
const splitStandard = (text: string): { number: string; reason: string } => {
  const quoted = /^["“„]([^"”]+)["”]\s*([\s\S]*)$/.exec(text)
  if (quoted) return { number: quoted[1] ?? '', reason: quoted[2] ?? '' }
  const [, number = text, reason = ''] = /^((?:[A-Za-z/+-]+\s+)*\S*\d\S*)\s*([\s\S]*)$/.exec(text) ?? []
  return { number, reason }
}

/** Leading words that look like references; the rest is the reason. */
const splitReferences = (text: string): { references: string[]; reason: string } => {
  const words = text.split(/\s+/).filter(Boolean)
  const end = words.findIndex((word) => !/^r-?[0-9a-z]{4,8},?$/i.test(word))
  const count = end === -1 ? words.length : end
  return {
    references: words.slice(0, count).map((word) => word.replace(/,$/, '')),
    reason: words.slice(count).join(' '),
  }
}

/** A calendar day at the end: `2026-12-31`, `31-12-2026`, with or without "tot" or "until" before it. */
const splitDay = (text: string): { text: string; day: string | undefined } => {
  const [, before = text, year, month, day, dayFirst, monthFirst, yearLast] =
    /^(.*?)\s*(?:\b(?:tot|until|t\/m)\s+)?(?:(\d{4})-(\d\d)-(\d\d)|(\d\d?)-(\d\d?)-(\d{4}))$/i.exec(text) ?? []
  if (year) return { text: before, day: `${year}-${month}-${day}` }
  if (yearLast)
    return { text: before, day: `${yearLast}-${monthFirst?.padStart(2, '0')}-${dayFirst?.padStart(2, '0')}` }
  return { text, day: undefined }
}

const periodIn = (word: string): Period | undefined => {
  const periods: { readonly [word: string]: Period } = {
    week: 'week',
    maand: 'month',
    month: 'month',
    kwartaal: 'quarter',
    quarter: 'quarter',
    jaar: 'year',
    year: 'year',
  }
  return periods[word.toLowerCase()]
}

/** Slack and Teams write addresses as links: `<mailto:anna@acme.example|anna@acme.example>`. */
const addressIn = (word: string): string => word.replace(/^<mailto:([^|>]+)(\|[^>]*)?>$/, '$1').replace(/[,;]$/, '')

const invite = (rest: string, licences: readonly Licence[]): Meant => {
  if (!rest) return form('users.invite')
  const [addresses = '', ...flags] = rest.split(/\s+--(?=\w)/)
  const emails = addresses
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(addressIn)
  const option = (...names: string[]) =>
    flags
      .map((flag) => /^(\w+)[\s=]+([\s\S]+)$/.exec(flag))
      .find((match) => match && names.includes(match[1] ?? ''))?.[2]
      ?.trim()
  const role = option('rol', 'role')
  const licence = option('licentie', 'licence')
  const input = { emails, ...(role && { role: /^(beheerder|admin)/i.test(role) ? 'administrator' : 'user' }) }
  if (!licence) return run('users.invite', input)
  return withLicence(licence, licences, (found) => run('users.invite', { ...input, licenceIds: [found.id] }))
}

const setSwitch = (rest: string, licences: readonly Licence[]): Meant => {
  const [, written = '', which = '', on = ''] =
    /^([\s\S]+?)\s+(bedrijfsbreed|company-wide|getoond|shown)\s+(aan|on|uit|off)$/i.exec(rest) ?? []
  if (!written) return form('licences.set_switches')
  const value = /^(aan|on)$/i.test(on)
  const field = /^(bedrijfsbreed|company-wide)$/i.test(which) ? 'companyWide' : 'shown'
  return withLicence(written, licences, (licence) =>
    run('licences.set_switches', { licenceId: licence.id, [field]: value }),
  )
}
