import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import { endOfDay } from '../../src/kernel/instant.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { followedFrom, followLink, followNote, keepFresh } from './follow.ts'
import { type Html, html } from './html.ts'
import { type Answer, addPage } from './pages.ts'
import { filterChoice, filterForm, filterText, nextPage, yesNo } from './parts.ts'
import { chatName, type Portal, type UserVisit } from './visit.ts'

/** `/company/trail`, Logboek: who did what, when and through which channel; by person and by day, newest first. */
export const addTrailPage = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, { path: '/company/trail', who: 'administrator', show: trailPage })

const trailPage = async (visit: UserVisit): Promise<Answer> => {
  const { texts, query } = visit
  const { web } = texts
  const person = await personOf(visit, query.one('person').trim())
  const found = person.unknown
    ? undefined
    : await visit.core.ask('trail.search', visit.claim, {
        ...(person.id && { [query.one('as') === 'by' ? 'by' : 'about']: person.id }),
        ...bounds(query.one('from'), query.one('before')),
        ...(query.one('after') && { after: query.one('after') }),
      })
  if (found && !found.ok) return found
  const lines = found?.result.lines ?? []
  const followed = followedFrom(visit)
  if (followed !== undefined) keepFresh(visit)
  return {
    title: web.company.trail,
    body: html`${followed === undefined ? filters(visit) : following(visit)}
<p class="actions">${followed === undefined && followLink(visit, lines[0]?.event.id)}${files.map((format) => html`<a href="/company/trail.${format}?${days(visit)}">${web.trail.keep[format]}</a>`)}</p>
${lines.length === 0 ? html`<p>${person.unknown ? texts.chat.noUsers : web.trail.nothing}</p>` : trailRows(lines, texts, { followed })}
${nextPage(visit, found?.result.next)}`,
  }
}

const filters = (visit: UserVisit): Html => {
  const { trail } = visit.texts.web
  return filterForm(
    visit,
    html`${filterText(visit, 'person', trail.person)}
${filterChoice(visit, 'as', trail.as, [{ value: 'by', label: trail.did }], trail.about)}
${filterText(visit, 'from', trail.from, 'date')}${filterText(visit, 'before', trail.to, 'date')}`,
  )
}

const following = (visit: UserVisit): Html => {
  const { trail } = visit.texts.web
  const person = visit.query.one('person')
  return followNote(visit, [
    { label: trail.person, value: person },
    { label: trail.as, value: person && (visit.query.one('as') === 'by' ? trail.did : trail.about) },
    { label: trail.from, value: visit.query.one('from') },
    { label: trail.to, value: visit.query.one('before') },
  ])
}

const files = ['csv', 'ndjson'] as const

/** The days that are looked at, for the file with them. */
const days = ({ query }: UserVisit): string =>
  new URLSearchParams({ from: query.one('from'), before: query.one('before') }).toString()

/** The user with this address, or else the first whose name or address holds these words. */
const personOf = async ({ core, claim }: UserVisit, written: string): Promise<{ id?: string; unknown?: boolean }> => {
  if (written === '') return {}
  const exact = await core.ask('users.show', claim, { user: written.slice(0, 320) })
  if (exact.ok) return { id: exact.result.id }
  const found = await core.ask('users.search', claim, { query: written.slice(0, 320), limit: 1 })
  const [first] = found.ok ? found.result.users : []
  return first ? { id: first.id } : { unknown: true }
}

const day = /^\d{4}-\d\d-\d\d$/

/** Whole days in the Netherlands: from the beginning of the one to the end of the other. */
export const bounds = (from: string, to: string) => ({
  ...(day.test(from) && { from: startOf(from) }),
  ...(day.test(to) && { before: endOfDay(to) }),
})

const startOf = (date: string): string => {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number)
  const before = new Date(Date.UTC(year, month - 1, dayOfMonth - 1)).toISOString().slice(0, 10)
  return new Date(Date.parse(endOfDay(before)) + 1).toISOString()
}

type Line = FoundOf<'trail.search'>['lines'][number]

interface Shown {
  /** Which company a line is of is told where they may be of several. */
  readonly ofCompany?: boolean
  /** Lines after this one are new. */
  readonly followed?: string | undefined
}

/** Lines of the trail. */
export const trailRows = (lines: readonly Line[], texts: Texts, shown: Shown = {}): Html =>
  html`<ul class="rows">${lines.map((line) => row(line, texts, shown))}</ul>`

const row = (
  { event: { id, at, by, channel, companyIds, event, changes }, names }: Line,
  texts: Texts,
  { ofCompany, followed }: Shown,
): Html => {
  const { web, card } = texts
  const nameOf = (id: string | undefined): string => (id && names[id]) || card.removedUser
  const say = texts.trail[event.type] as (one: typeof event, name: typeof nameOf) => string
  const nameless = by.kind === 'user' ? card.removedUser : web.trail.by[by.kind]
  const who = (by.id && names[by.id]) || nameless
  const company = ofCompany && companyIds.flatMap((id) => names[id] ?? []).join(', ')
  const through = channel === 'slack' || channel === 'teams' ? chatName[channel] : web.trail.channel[channel]
  const shown = changes.flatMap((change) => {
    const label = (texts.field as { readonly [field: string]: string | undefined })[change.field]
    return label && (change.before !== undefined || change.after !== undefined)
      ? [html`<li>${label}: ${inWords(change.before, texts)} → ${inWords(change.after, texts)}</li>`]
      : []
  })
  return html`<li><div><p>${followed !== undefined && id > followed && html`<span class="tag good">${web.trail.isNew}</span> `}${say(event, nameOf)}</p><p class="muted">${[company, who, through].filter(Boolean).join(' · ')}</p>${shown.length > 0 && html`<details><summary>${web.trail.changes}</summary><ul>${shown}</ul></details>`}</div><div class="muted"><time datetime="${at}">${texts.moment(at)}</time></div></li>`
}

const inWords = (value: unknown, texts: Texts): string => {
  if (typeof value === 'boolean') return yesNo(value, texts)
  if (value === undefined || value === null) return '–'
  if (typeof value === 'string') {
    const roles: { readonly [role: string]: string | undefined } = texts.chat.role
    return roles[value] ?? (/^\d{4}-\d\d-\d\dT/.test(value) ? texts.moment(value) : value)
  }
  return typeof value === 'number' ? String(value) : texts.web.trail.several
}
