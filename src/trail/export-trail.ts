import type { TrailLine } from './trail-line.ts'

/** One JSON object a line (NDJSON), or a table for spreadsheets (CSV, RFC 4180). */
export const trailFormats = ['ndjson', 'csv'] as const
export type TrailFormat = (typeof trailFormats)[number]

const columns: { readonly [name: string]: (line: TrailLine) => string | undefined } = {
  id: ({ event }) => event.id,
  at: ({ event }) => event.at,
  channel: ({ event }) => event.channel,
  kind: ({ event }) => event.by.kind,
  by: ({ event }) => event.by.id,
  byName: ({ event, names }) => names[event.by.id ?? ''],
  type: ({ event }) => event.event.type,
  details: ({ event: { event } }) => JSON.stringify({ ...event, type: undefined }),
  names: ({ names }) => JSON.stringify(names),
  changes: ({ event }) => JSON.stringify(event.changes),
}

/** What stands above the lines: in CSV the names of the columns. */
export const headOf = (format: TrailFormat): string => (format === 'csv' ? rowOf(Object.keys(columns)) : '')

/** These lines, each ended by the line end of the format. The same facts in both: who, through what, when, what, before and after. */
export const writeTrail = (lines: readonly TrailLine[], format: TrailFormat): string =>
  lines
    .map((line) =>
      format === 'ndjson'
        ? `${JSON.stringify({ ...line.event, names: line.names })}\n`
        : rowOf(Object.values(columns).map((cell) => cell(line) ?? '')),
    )
    .join('')

const rowOf = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`

/** Spreadsheets run what starts like a formula, and names are written by people: an apostrophe makes it text (OWASP, CSV injection). */
const cellOf = (text: string): string => {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
