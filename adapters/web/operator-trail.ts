import type { Router } from 'express'
import { followedFrom, followLink, followNote, keepFresh } from './follow.ts'
import { type Html, html } from './html.ts'
import { type Answer, addPage } from './pages.ts'
import { filterChoice, filterForm, filterText, nextPage } from './parts.ts'
import { bounds, trailRows } from './trail-page.ts'
import type { OperatorVisit, Portal } from './visit.ts'

/** `/operator/trail`, Logboek: what happened in all companies or one, by everybody or one operator, newest first. */
export const addOperatorTrail = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, { path: '/operator/trail', who: 'operator', show: trailPage })

const trailPage = async (visit: OperatorVisit): Promise<Answer> => {
  const { texts, query } = visit
  const { web, operator } = texts
  const operators = await visit.core.ask('operators.list', visit.claim, {})
  if (!operators.ok) return operators
  const company = await companyOf(visit, query.one('company').trim())
  const found = company.unknown
    ? undefined
    : await visit.core.ask('trail.search', visit.claim, {
        ...(company.id && { companyId: company.id }),
        ...(query.one('by') && { by: query.one('by') }),
        ...bounds(query.one('from'), query.one('before')),
        ...(query.one('after') && { after: query.one('after') }),
      })
  if (found && !found.ok) return found
  const lines = found?.result.lines ?? []
  const followed = followedFrom(visit)
  if (followed !== undefined) keepFresh(visit)
  const people = operators.result.operators.map(({ id, name }) => ({ value: id, label: name }))
  return {
    title: web.company.trail,
    body: html`${followed === undefined ? filters(visit, people) : following(visit, people)}
${followed === undefined && html`<p class="actions">${followLink(visit, lines[0]?.event.id)}</p>`}
${company.name && html`<h2 class="count">${company.name}</h2>`}
${lines.length === 0 ? html`<p>${company.unknown ? operator.noCompanies : web.trail.nothing}</p>` : trailRows(lines, texts, { ofCompany: company.id === undefined, followed })}
${nextPage(visit, found?.result.next)}`,
  }
}

type People = readonly { readonly value: string; readonly label: string }[]

const filters = (visit: OperatorVisit, people: People): Html => {
  const { operator, web } = visit.texts
  return filterForm(
    visit,
    html`${filterText(visit, 'company', operator.trailCompany)}
${filterChoice(visit, 'by', operator.trailBy, people, operator.everybody)}
${filterText(visit, 'from', web.trail.from, 'date')}${filterText(visit, 'before', web.trail.to, 'date')}`,
  )
}

const following = (visit: OperatorVisit, people: People): Html => {
  const { operator, web } = visit.texts
  return followNote(visit, [
    { label: operator.trailCompany, value: visit.query.one('company') },
    { label: operator.trailBy, value: people.find(({ value }) => value === visit.query.one('by'))?.label },
    { label: web.trail.from, value: visit.query.one('from') },
    { label: web.trail.to, value: visit.query.one('before') },
  ])
}

/** The company with this identifier, or else the first whose name or customer number holds these words. */
const companyOf = async (
  { core, claim }: OperatorVisit,
  written: string,
): Promise<{ id?: string; name?: string; unknown?: boolean }> => {
  if (written === '') return {}
  const exact = await core.ask('companies.show', claim, { companyId: written.slice(0, 64) })
  if (exact.ok) return { id: exact.result.id, name: exact.result.name }
  const found = await core.ask('companies.list', claim, { query: written.slice(0, 200), limit: 1 })
  const [first] = found.ok ? found.result.companies : []
  return first ? { id: first.id, name: first.name } : { unknown: true }
}
