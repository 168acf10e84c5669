/** The forms of commands, as people fill them in. The portal makes its own pages of the same fields. */
import * as z from 'zod'
import type { CommandName } from '../catalogue.ts'
import { commands } from '../catalogue.ts'
import type { UserActor } from '../kernel/actor.ts'
import type { Instant } from '../kernel/instant.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import { hasAccess } from '../licences/access.ts'
import { hasExpired, type Licence } from '../licences/licence.ts'
import type { ReadTx } from '../ports/store.ts'
import { alreadySettled, findRequest } from '../requests/find-request.ts'
import { mostPages, pageSize, waitingFilter, waitingRequests } from '../requests/waiting.ts'
import type { Texts } from '../texts/texts.ts'
import { subjectInWords } from '../trail/notice.ts'
import type { Input } from './card.ts'
import { type FieldRule, type Form, fieldsOf } from './form.ts'

interface Filling {
  readonly actor: UserActor
  readonly texts: Texts
  readonly now: Instant
}

type MakeForm = (tx: ReadTx, filling: Filling, filled: Input) => Promise<Form | Refused>

const formFor = (
  name: CommandName,
  rules: { readonly [field: string]: FieldRule },
  filled: Input,
  texts: Texts,
  more: { readonly intro?: string | undefined; readonly submit?: string; readonly title?: string } = {},
): Form => ({
  name,
  title: more.title ?? texts.command[name],
  submit: more.submit ?? texts.card.send,
  ...(more.intro && { intro: more.intro }),
  fields: fieldsOf(commands[name].input, rules, filled, texts),
  hidden: Object.fromEntries(Object.entries(filled).filter(([field]) => !Object.hasOwn(rules, field))),
})

const option = ({ id, name }: { readonly id: string; readonly name: string }) => ({ value: id, label: name })

const live = async (tx: ReadTx, { actor, now }: Filling): Promise<Licence[]> =>
  (await tx.licences.list({ companyId: actor.company.id }))
    .filter((licence) => !hasExpired(licence, now))
    .sort((a, b) => a.name.localeCompare(b.name))

const askAccessForm: MakeForm = async (tx, filling, filled) => {
  const { actor, texts, now } = filling
  const grants = await tx.grants.list({ userId: actor.user.id, state: 'live' })
  const licences = (await live(tx, filling)).filter(
    (licence) => licence.shown && !hasAccess(actor.user, licence, grants, now).allowed,
  )
  if (licences.length === 0) return refuse('nothing_to_ask')
  const { requestText, reasonMandatory } = actor.company.settings
  return formFor(
    'requests.ask_access',
    {
      licenceId: { kind: 'choice', options: licences.map(option) },
      reason: { kind: 'text', required: reasonMandatory },
    },
    filled,
    texts,
    { intro: requestText },
  )
}

const askStandardForm: MakeForm = async (tx, filling, filled) => {
  const { requestText, reasonMandatory } = filling.actor.company.settings
  const licences = await live(tx, filling)
  return formFor(
    'requests.ask_standard',
    {
      number: { kind: 'line' },
      title: { kind: 'line' },
      ...(licences.length > 0 && { licenceId: { kind: 'choice' as const, options: licences.map(option) } }),
      reason: { kind: 'text', required: reasonMandatory },
    },
    filled,
    filling.texts,
    { intro: requestText },
  )
}

const askDomainForm: MakeForm = async (_tx, { texts }, filled) =>
  formFor(
    'requests.ask_domain',
    { domain: { kind: 'line' }, removal: { kind: 'flag' }, reason: { kind: 'text' } },
    filled,
    texts,
  )

/** As many as are decided at once. */
const mostDecided = 25

/** Deciding about several requests that wait, in the same words and until the same day: of those that somebody looks at. */
const decideSeveralForm: MakeForm = async (tx, { actor, texts }, filled) => {
  const among = z.object(waitingFilter).safeParse({
    kind: filled['ofKind'],
    licenceId: filled['ofLicence'],
    query: filled['ofQuery'],
  })
  // Some of them are left out below.
  const size = 4 * mostDecided
  const from = Math.min(Number(filled['ofPage']) || 0, mostPages) * pageSize
  const { rows } = await waitingRequests(tx, actor.company.id, among.data ?? {}, { from, size })
  // A standard without a proposal needs a licence of its own, and an own request another administrator.
  const ready = rows
    .filter((request) => request.kind !== 'domain' && request.licenceId && request.requesterId !== actor.user.id)
    .slice(0, mostDecided)
  if (ready.length === 0) return refuse('not_found')
  const options = await Promise.all(
    ready.map(async (request) => {
      const licence =
        request.kind !== 'domain' && request.licenceId ? await tx.licences.get(request.licenceId) : undefined
      const requester = await tx.users.get(request.requesterId)
      const words = [request.reference, subjectInWords(request, licence?.name ?? '', texts), requester?.name]
      return { value: request.id, label: words.filter(Boolean).join(' · ') }
    }),
  )
  const verdicts = (['approved', 'declined'] as const).map((value) => ({ value, label: texts.card.verdict[value] }))
  return formFor(
    'requests.decide',
    {
      requests: { kind: 'choices', options },
      verdict: { kind: 'choice', options: verdicts },
      reason: { kind: 'text', required: false },
      until: { kind: 'date', required: false },
    },
    filled,
    texts,
    { title: texts.card.decideSeveral },
  )
}

/** Approving with a note, an end date or a licence; declining with a reason. */
const decideForm: MakeForm = async (tx, filling, filled) => {
  const { actor, texts } = filling
  const asked = Array.isArray(filled['requests']) ? filled['requests'].map(String) : []
  if (asked.length === 0) return decideSeveralForm(tx, filling, filled)
  const request = asked[0] ? await findRequest(tx, asked[0], actor) : undefined
  if (!request) return refuse('not_found')
  if (request.state !== 'open') {
    const { decision } = request
    return alreadySettled(request, decision?.by ? await tx.users.get(decision.by) : undefined)
  }
  const declining = filled['verdict'] === 'declined'
  const rules: { [field: string]: FieldRule } = {
    reason: { kind: 'text', required: false, ...(!declining && { label: texts.card.note }) },
  }
  if (!declining && request.kind === 'access') rules['until'] = { kind: 'date', required: false }
  if (!declining && request.kind === 'standard')
    rules['licenceId'] = { kind: 'choice', required: true, options: (await live(tx, filling)).map(option) }
  const proposed = request.kind === 'standard' && request.licenceId ? { licenceId: request.licenceId } : {}
  const title = declining ? texts.card.decline : texts.card.approve
  return formFor('requests.decide', rules, { ...proposed, ...filled }, texts, { title, submit: title })
}

const inviteForm: MakeForm = async (tx, filling, filled) => {
  const { texts } = filling
  const licences = await live(tx, filling)
  return formFor(
    'users.invite',
    {
      emails: { kind: 'emails', hint: texts.card.emailsHint },
      role: { kind: 'choice', required: false, options: roleOptions(texts) },
      ...(licences.length > 0 && {
        licenceIds: { kind: 'choices' as const, required: false, options: licences.map(option) },
      }),
    },
    filled,
    texts,
  )
}

const roleOptions = (texts: Texts) => [
  { value: 'user', label: texts.chat.role.user },
  { value: 'administrator', label: texts.chat.role.administrator },
]

const accessForm =
  (name: 'access.give' | 'access.end'): MakeForm =>
  async (tx, filling, filled) => {
    const licences = await live(tx, filling)
    if (licences.length === 0) return refuse('not_found')
    const rules: { [field: string]: FieldRule } = {
      user: { kind: 'email' },
      licenceId: { kind: 'choice', options: licences.map(option) },
    }
    if (name === 'access.give') {
      rules['until'] = { kind: 'date', required: false }
      rules['reason'] = { kind: 'text', required: false }
    }
    return formFor(name, rules, filled, filling.texts)
  }

/** The switches of one licence, as they stand: a form without a licence would turn off whatever it does not show. */
const switchesForm: MakeForm = async (tx, filling, filled) => {
  const licence = (await live(tx, filling)).find(({ id }) => id === filled['licenceId'])
  if (!licence) return refuse('not_found')
  const { companyWide, shown, name } = licence
  return formFor(
    'licences.set_switches',
    { companyWide: { kind: 'flag', required: false }, shown: { kind: 'flag', required: false } },
    { companyWide, shown, ...filled },
    filling.texts,
    { intro: name },
  )
}

const filterHomeForm: MakeForm = async (tx, filling, filled) => {
  const { texts } = filling
  const licences = await live(tx, filling)
  const kinds = (['access', 'standard'] as const).map((value) => ({ value, label: texts.chat.kindOfRequest[value] }))
  return formFor(
    'chat.filter_home',
    {
      kind: { kind: 'choice', options: kinds },
      ...(licences.length > 0 && { licenceId: { kind: 'choice' as const, options: licences.map(option) } }),
      query: { kind: 'line' },
    },
    filled,
    texts,
    { submit: texts.command['chat.filter_home'] },
  )
}

export const forms = {
  'requests.ask_access': askAccessForm,
  'requests.ask_standard': askStandardForm,
  'requests.ask_domain': askDomainForm,
  'requests.decide': decideForm,
  'users.invite': inviteForm,
  'access.give': accessForm('access.give'),
  'access.end': accessForm('access.end'),
  'licences.set_switches': switchesForm,
  'chat.filter_home': filterHomeForm,
} as const satisfies { readonly [N in CommandName]?: MakeForm }

export type FormName = keyof typeof forms
