import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import { refuse } from '../../src/kernel/refusal.ts'
import { form } from './form.ts'
import { type Html, html } from './html.ts'
import { type Answer, addPage, sayDone } from './pages.ts'
import { facts, ifAny } from './parts.ts'
import type { Posted } from './posted.ts'
import type { Portal, UserVisit } from './visit.ts'

type Rules = NonNullable<FoundOf<'connections.show'>['connection']['mapping']>

const connectionOf = (visit: UserVisit) => ({ connectionId: visit.param('connection') })
const here = ({ request }: UserVisit): string => request.path

/** `/company/connections/:connection/groups`: which groups bring the administrator role or licences, and a dry run of that. */
export const addGroupsPage = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, {
    path: '/company/connections/:connection/groups',
    who: 'administrator',
    show: groupsPage,
    acts: {
      add: (visit, posted) =>
        change(visit, (rules) => [
          ...rules.filter(({ group }) => group !== groupIn(posted)),
          {
            group: groupIn(posted),
            ...(posted.has('administrator') && { role: 'administrator' }),
            licenceIds: posted.many('licenceIds'),
          },
        ]),
      remove: (visit, posted) => change(visit, (rules) => rules.filter(({ group }) => group !== posted.one('group'))),
      try: tryGroups,
    },
  })

const groupIn = (posted: Posted): string => posted.one('group').trim()

const change = async (visit: UserVisit, to: (rules: Rules) => readonly object[]): Promise<Answer> => {
  const { core, claim, texts } = visit
  const found = await core.ask('connections.show', claim, connectionOf(visit))
  if (!found.ok) return found
  const mapping = to(found.result.connection.mapping ?? [])
  const outcome = await core.run('connections.change', claim, { ...connectionOf(visit), mapping })
  if (outcome.ok) return { goTo: here(visit), say: sayDone(texts, 'connections.change', outcome.result) }
  return outcome.code === 'invalid_input' ? refuse('invalid_input', { fields: { group: ['Required'] } }) : outcome
}

/** Nothing is written: what these rules would do with a sign-in of the past two weeks. */
const tryGroups = async (visit: UserVisit, posted: Posted): Promise<Answer> => {
  const { core, claim, texts } = visit
  const outcome = await core.run('connections.try_mapping', claim, {
    ...connectionOf(visit),
    code: posted.one('code').slice(0, 20),
  })
  // A code that was mistyped is no page that is missing.
  if (!outcome.ok)
    return outcome.code === 'not_found' ? refuse('invalid_input', { fields: { code: ['Unknown'] } }) : outcome
  const { groups, person, role, gives, takes, full, keptLast } = outcome.result
  const words = texts.web.groups
  const list = (names: readonly string[]): string => names.join(', ') || words.nothing
  return {
    title: words.tried,
    body: html`${facts([
      { label: texts.field.user, value: person ?? words.newcomer },
      { label: words.seen, value: list(groups) },
      { label: texts.field.role, value: texts.chat.role[role.after] },
      { label: words.gives, value: list(gives) },
      { label: words.takes, value: list(takes) },
      { label: words.full, value: full.length > 0 ? list(full) : undefined },
    ])}${keptLast && html`<p class="note">${texts.refused.last_administrator({})}</p>`}<p><a href="${here(visit)}">${words.title}</a></p>`,
  }
}

const groupsPage = async (visit: UserVisit): Promise<Answer> => {
  const { core, claim, texts } = visit
  const found = await core.ask('connections.show', claim, connectionOf(visit))
  if (!found.ok) return found
  const licences = await core.ask('licences.list', claim, {})
  if (!licences.ok) return licences
  const { connection } = found.result
  const words = texts.web.groups
  const names = new Map(licences.result.licences.map(({ id, name }) => [id, name]))
  const options = licences.result.licences.map(({ id: value, name: label }) => ({ value, label }))
  const isShared = connection.companies.length > 1
  return {
    title: words.title,
    body: html`<p>${words.text}</p>${isShared && html`<p>${texts.refused.connection_shared({})}</p>`}
${ruleRows(visit, connection.mapping ?? [], names, !isShared)}
${
  !isShared &&
  html`<h2>${words.add}</h2>${form(visit, {
    act: 'add',
    fields: [
      { name: 'group', kind: 'line', label: words.group, hint: words.groupHint, required: true, maxLength: 500 },
      { name: 'administrator', kind: 'flag', label: words.administrator, required: false },
      { name: 'licenceIds', kind: 'choices', label: texts.field.licenceIds, required: false, options },
    ],
    submit: texts.web.form.save,
  })}`
}
<h2>${texts.command['connections.try_mapping']}</h2><p>${words.tryText}</p>${form(visit, {
      act: 'try',
      fields: [{ name: 'code', kind: 'line', label: texts.web.connections.code, required: true, maxLength: 20 }],
      submit: texts.command['connections.try_mapping'],
      style: 'secondary',
    })}
<p><a href="/company/connections/${connection.id}">${texts.web.connections.back}</a></p>`,
  }
}

const ruleRows = (visit: UserVisit, rules: Rules, names: ReadonlyMap<string, string>, mayChange: boolean): Html => {
  const { texts } = visit
  const { groups } = texts.web
  const brings = ({ role, licenceIds = [] }: Rules[number]): string =>
    [...(role ? [texts.chat.role[role]] : []), ...licenceIds.map((id) => names.get(id)).filter(Boolean)].join(', ') ||
    groups.nothing
  return (
    ifAny(
      rules,
      (list) =>
        html`<ul class="rows">${list.map((rule) => html`<li><div><h3>${rule.group}</h3><p>${brings(rule)}</p></div>${mayChange && form(visit, { act: 'remove', hidden: { group: rule.group }, submit: groups.remove, style: 'danger', inline: true })}</li>`)}</ul>`,
    ) ?? html`<p>${groups.none}</p>`
  )
}
