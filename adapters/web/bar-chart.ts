import { scaleBand, scaleLinear } from 'd3-scale'
import { type Html, html } from './html.ts'

export interface Bar {
  readonly label: string
  readonly value: number
  /** The value in words, where the number alone does not say enough. */
  readonly says?: string
}

const width = 320
const rowHeight = 40

/** Bars with their labels, and the same as a table for who can't see them. Colours come from the style sheet. */
export const barChart = (
  title: string,
  bars: readonly Bar[],
  head: readonly [string, string],
  summary: string,
): Html => {
  const rows = scaleBand<number>()
    .domain(bars.map((_bar, index) => index))
    .range([0, bars.length * rowHeight])
  const length = scaleLinear()
    .domain([0, Math.max(1, ...bars.map(({ value }) => value))])
    .range([0, width])
  return html`<figure class="chart"><figcaption><h3>${title}</h3></figcaption>
<svg viewBox="0 0 ${String(width)} ${String(bars.length * rowHeight)}" aria-hidden="true" focusable="false">${bars.map(
    ({ label, value, says = String(value) }, index) => {
      const top = rows(index) ?? 0
      return html`<text x="0" y="${String(top + 14)}">${short(label)}</text><text x="${String(width)}" y="${String(top + 14)}" text-anchor="end">${says}</text><rect x="0" y="${String(top + 20)}" width="${String(length(value))}" height="10"></rect>`
    },
  )}</svg>
<details><summary>${summary}</summary><table><thead><tr><th scope="col">${head[0]}</th><th scope="col">${head[1]}</th></tr></thead><tbody>${bars.map(
    ({ label, value, says = String(value) }) => html`<tr><th scope="row">${label}</th><td>${says}</td></tr>`,
  )}</tbody></table></details></figure>`
}

/** What fits beside the value; the table has all of it. */
const short = (label: string): string => (label.length > 30 ? `${label.slice(0, 29)}…` : label)
