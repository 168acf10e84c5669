import type { Instant } from '../../src/kernel/instant.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { type Html, html } from './html.ts'
import type { Visit } from './visit.ts'

/** Something about a list, unless it is empty. */
export const ifAny = <T>(list: readonly T[], show: (list: readonly T[]) => Html): Html | undefined =>
  list.length > 0 ? show(list) : undefined

/** A link to the next page of a list, with the same filters. */
export const nextPage = ({ request, query, texts }: Visit, next: string | undefined): Html | undefined => {
  if (!next && !query.has('after')) return undefined
  const given = new URLSearchParams(
    Object.entries(request.query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
  given.delete('after')
  const first = `${request.path}${given.size > 0 ? `?${given}` : ''}`
  if (next) given.set('after', next)
  return html`<p class="actions">${query.has('after') && html`<a href="${first}">${texts.web.list.first}</a>`}${next && html`<a href="${request.path}?${String(given)}" rel="next">${texts.web.list.next}</a>`}</p>`
}

/** A form that filters a list: its values stand in the address, so that a list can be sent to a colleague. */
export const filterForm = ({ texts }: Visit, fields: Html): Html =>
  html`<search><form method="get" class="filter">${fields}<div class="field"><button type="submit" class="secondary">${texts.web.list.filter}</button></div></form></search>`

/** A choice among the filters of a list; `all` is what stands for no choice, `null` when there always is one. */
export const filterChoice = (
  visit: Visit,
  name: string,
  label: string,
  options: readonly { readonly value: string; readonly label: string }[],
  all: string | null = visit.texts.web.list.all,
): Html => {
  const chosen = visit.query.one(name)
  return html`<div class="field"><label for="filter-${name}">${label}</label><select id="filter-${name}" name="${name}">${
    all !== null && html`<option value="">${all}</option>`
  }${options.map((option) => html`<option value="${option.value}"${option.value === chosen && html` selected`}>${option.label}</option>`)}</select></div>`
}

/** A text among the filters of a list. */
export const filterText = (visit: Visit, name: string, label: string, type: 'search' | 'date' = 'search'): Html =>
  html`<div class="field"><label for="filter-${name}">${label}</label><input type="${type}" id="filter-${name}" name="${name}" value="${visit.query.one(name)}"></div>`

/** Labels with their values; what has no value is left out. */
export const facts = (list: readonly { readonly label: string; readonly value: string | Html | undefined }[]): Html =>
  html`<dl>${list.map(({ label, value }) => value && html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`

export const yesNo = (value: boolean, { chat }: Texts): string => (value ? chat.yes : chat.no)

const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short' })

/** The calendar day of a moment in the Netherlands, as a date field holds it (`2026-03-01`). */
export const dayOf = (at: Instant | undefined): string | undefined => (at ? calendar.format(new Date(at)) : undefined)
