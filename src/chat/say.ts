/** What somebody typed to the bot, turned into the use case that it means. Deciding is the use case's own. */
import type { Input } from '../cards/card.ts'
import type { StrangerActor, UserActor } from '../kernel/actor.ts'
import type { Refused } from '../kernel/refusal.ts'
import { mayTry } from '../kernel/who.ts'
import type { Licence } from '../licences/licence.ts'
import type { ReadTx } from '../ports/store.ts'
import {
  isAnd,
  readDay,
  readLicence,
  readPeriod,
  readReferences,
  readStandard,
  readTypedAddress,
  wordsOf,
} from './read-typed.ts'
import { type ChatCommand, chatCommands, hear } from './words.ts'

/** What to do for a typed text. */
export type Meant =
  | { readonly kind: 'run'; readonly name: string; readonly input: Input }
  | { readonly kind: 'form'; readonly name: string; readonly input: Input }
  /** Not for this person, whatever follows. */
  | { readonly kind: 'refused'; readonly refused: Refused }
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
  const refused = refusalOf(heard.command, actor)
  if (refused) return { kind: 'refused', refused }
  if (actor.kind !== 'user') return meaning(heard.command, heard.rest, [])
  const licences = await tx.licences.list({ companyId: actor.company.id })
  // What is hidden from somebody has no name for them.
  const known = licences.filter(({ shown, companyWide }) => actor.administrator === 'yes' || shown || companyWide)
  return meaning(heard.command, heard.rest, known)
}

/** Said before anything is looked up, so that somebody without an account hears that and not which licences there are. */
const refusalOf = (command: ChatCommand, actor: UserActor | StrangerActor): Refused | undefined => {
  if (command === 'help' || command === 'whoami' || command === 'register') return undefined
  return mayTry(actor, [chatCommands[command].who === 'everyone' ? 'user' : 'administrator'])
}

const run = (name: string, input: Input = {}): Meant => ({ kind: 'run', name, input })
const form = (name: string, input: Input = {}): Meant => ({ kind: 'form', name, input })

const meaning = (command: ChatCommand, rest: string, licences: readonly Licence[]): Meant => {
  const [first = '', ...others] = rest.split(/\s+/).filter(Boolean)
  const user = readTypedAddress(first)
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
      const { number, reason } = readStandard(rest)
      return run('requests.ask_standard', { number, ...given({ reason }) })
    }
    case 'requests': {
      const period = readPeriod(first)
      return run('requests.list', period ? { show: 'settled', period } : { show: 'open' })
    }
    case 'withdraw':
      return first ? run('requests.withdraw', { request: first }) : run('requests.list', { show: 'mine' })
    case 'switch':
      return run('users.switchable')
    case 'invite':
      return invite(rest, licences)
    case 'approve': {
      // No reason can follow, so that every word is meant as a request; a mistyped one is answered for itself.
      const requests = wordsOf(rest).filter((word) => !isAnd(word))
      return requests.length > 0
        ? run('requests.decide', { requests, verdict: 'approved' })
        : run('requests.list', { show: 'open' })
    }
    case 'decline': {
      const { references, reason } = readReferences(rest)
      if (references.length === 0) return run('requests.list', { show: 'open' })
      return run('requests.decide', { requests: references, verdict: 'declined', ...given({ reason }) })
    }
    case 'grant': {
      if (others.length === 0) return form('access.give', given({ user }))
      const { text, day } = readDay(others.join(' '))
      if (!text) return form('access.give', given({ user, until: day }))
      // What is left and is no day is refused as one: access for ever is not what was meant.
      return withLicence(text, licences, (licence, left) =>
        run('access.give', { user, licenceId: licence.id, ...given({ until: day ?? left }) }),
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
      const { text, day } = readDay(others.join(' '))
      if (!first) return run('users.search', { role: 'administrator' })
      return run('users.change', { user, role: 'administrator', ...given({ roleUntil: day ?? text }) })
    }
    case 'resend':
      return first ? run('users.resend', { user }) : run('users.search', { status: 'invited' })
    case 'licence':
      return setSwitch(rest, licences)
    case 'channel':
      return run('chat.use_channel', { on: !/^(uit|off)$/i.test(first) })
    case 'settings':
      return run('companies.show')
  }
}

const given = (input: Input): Input => Object.fromEntries(Object.entries(input).filter(([, value]) => value))

/** Goes on with the licence that the text names, or says that there is none. */
const withLicence = (
  written: string,
  licences: readonly Licence[],
  then: (licence: Licence, rest: string) => Meant,
): Meant => {
  const read = readLicence(written, licences)
  return read.licence ? then(read.licence, read.rest) : noSuchLicence(read.written, licences)
}

const noSuchLicence = (written: string, licences: readonly Licence[]): Meant => ({
  kind: 'no_such_licence',
  written,
  names: licences.map(({ name }) => name),
})

const invite = (rest: string, licences: readonly Licence[]): Meant => {
  if (!rest) return form('users.invite')
  // Some keyboards make one long dash of two short ones.
  const [addresses = '', ...flags] = ` ${rest}`.split(/\s+(?:--|\u2014|\u2013)(?=\w)/)
  const emails = addresses
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(readTypedAddress)
  const options = (...names: string[]) =>
    flags.flatMap((flag) => {
      const [, name = '', value] = /^(\w+)[\s=]+([\s\S]+)$/.exec(flag) ?? []
      return value && names.includes(name.toLowerCase()) ? [value.trim()] : []
    })
  const [role] = options('rol', 'role')
  const input = { emails, ...given({ role: role && roleIn(role) }) }
  const licenceIds: string[] = []
  for (const named of options('licentie', 'licence')) {
    const { licence, written } = readLicence(named, licences)
    if (!licence) return noSuchLicence(written, licences)
    licenceIds.push(licence.id)
  }
  return run('users.invite', licenceIds.length > 0 ? { ...input, licenceIds } : input)
}

/** The role that a word names; any other word goes on as it is, to be refused as no role. */
const roleIn = (word: string): string => {
  if (/^(beheerder|administrator|admin)$/i.test(word)) return 'administrator'
  return /^(gebruiker|user)$/i.test(word) ? 'user' : word
}

const setSwitch = (rest: string, licences: readonly Licence[]): Meant => {
  const [, written = '', which = '', on = ''] =
    /^([\s\S]+?)\s+(bedrijfsbreed|company-wide|getoond|shown)\s+(aan|on|uit|off)$/i.exec(rest) ?? []
  // Without a licence there are no switches to show.
  if (!written)
    return rest
      ? withLicence(rest, licences, ({ id }) => form('licences.set_switches', { licenceId: id }))
      : run('licences.list')
  const value = /^(aan|on)$/i.test(on)
  const field = /^(bedrijfsbreed|company-wide)$/i.test(which) ? 'companyWide' : 'shown'
  return withLicence(written, licences, (licence) =>
    run('licences.set_switches', { licenceId: licence.id, [field]: value }),
  )
}
