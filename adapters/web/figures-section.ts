import type { FoundOf } from '../../src/catalogue.ts'
import type { LicenceForMe } from '../../src/licences/list-licences.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { barChart } from './bar-chart.ts'
import { type Html, html } from './html.ts'

/** The figures of a company, for its administrators on their home page. */
export const figuresSection = (
  { requests, medianHours, signIns }: FoundOf<'companies.figures'>,
  licences: readonly LicenceForMe[],
  texts: Texts,
): Html => {
  const { figures: words } = texts.web
  const seats = licences.flatMap(({ name, seats: taken }) =>
    taken ? [{ label: name, value: taken.used, says: texts.chat.seats(taken.used, taken.of) }] : [],
  )
  return html`<section aria-labelledby="figures"><h2 id="figures">${words.title}</h2>
${medianHours !== undefined && html`<p>${words.median(medianHours)}</p>`}
<div class="charts">${[
    barChart(
      words.requests,
      requests.map(({ from, count }) => ({ label: words.week(from), value: count })),
      [words.weekHead, words.count],
      words.table(words.requests),
    ),
    seats.length > 0 && barChart(words.seats, seats, [words.licence, words.seatsHead], words.table(words.seats)),
    barChart(
      words.signIns,
      signIns.map(({ how, count }) => ({ label: words.how[how], value: count })),
      [words.way, words.count],
      words.table(words.signIns),
    ),
  ]}</div></section>`
}
