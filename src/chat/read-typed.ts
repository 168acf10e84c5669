/** How people type what a command needs: a licence by name, a standard, references, days, addresses. */
import type { Licence } from '../licences/licence.ts'
import type { Period } from '../requests/list-requests.ts'

/** The licence that a text names first, in quotes or else the longest name that fits, and what follows it. */
export const readLicence = (
  text: string,
  licences: readonly Licence[],
): { readonly licence?: Licence; readonly written: string; readonly rest: string } => {
  const typed = text.normalize('NFC').trim()
  const quoted = /^["“”„]([^"“”„]+)["“”„]([\s\S]*)$/.exec(typed) ?? /^['‘](.+?)['’](\s[\s\S]*)?$/.exec(typed)
  const name = (quoted?.[1] ?? typed).trim()
  const [first] = licences
    .map((licence) => ({ licence, length: lengthOfName(licence.name, name) }))
    .filter(({ length }) => (quoted ? length === name.length : length > 0))
    .sort((a, b) => b.length - a.length)
  const rest = quoted ? (quoted[2] ?? '') : name.slice(first?.length ?? 0)
  return { ...(first && { licence: first.licence }), written: name, rest: rest.replace(/^[\s:,]+/, '') }
}

/** How much of the text the name takes at its start, in any case and with any white space; 0 when the text names something else. */
const lengthOfName = (name: string, text: string): number => {
  const words = name.normalize('NFC').trim().split(/\s+/)
  const pattern = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('\\s+')
  return new RegExp(`^${pattern}(?![\\p{L}\\p{N}])`, 'iu').exec(text)?.[0].length ?? 0
}

/** `NEN 1010 want …`: letters and then the part with the digits form the number; a quoted number may hold anything. */
export const readStandard = (text: string): { number: string; reason: string } => {
  const quoted = /^["“„]([^"”]+)["”]\s*([\s\S]*)$/.exec(text)
  if (quoted) return { number: quoted[1] ?? '', reason: quoted[2] ?? '' }
  const [, number = text, reason = ''] = /^((?:[A-Za-z/+-]+\s+)*\S*\d\S*)\s*([\s\S]*)$/.exec(text) ?? []
  return { number, reason }
}

export const wordsOf = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)

export const isAnd = (word: string): boolean => /^(en|and|&|\+)$/i.test(word)

/** Leading words that are references, with "and" between them; the rest is the reason. */
export const readReferences = (text: string): { references: string[]; reason: string } => {
  const references: string[] = []
  let rest = text.trim()
  for (;;) {
    const [whole = '', word = ''] = /^(?:(?:en|and|&|\+)\s+)?([^\s,;]+)[\s,;]*/i.exec(rest) ?? []
    if (!isReference(word, references.length === 0)) return { references, reason: rest }
    references.push(word)
    rest = rest.slice(whole.length)
  }
}

/** A reason may start with "reden" or "2026": without its dash a reference has a digit, and only the first may lack its R. */
const isReference = (word: string, first: boolean): boolean =>
  /^r[-\u2010-\u2015][0-9a-z]{4,8}$/i.test(word) ||
  (first ? /^(?=.*\d)r?[0-9a-z]{4,8}$/i : /^(?=.*\d)r[0-9a-z]{4,8}$/i).test(word)

/** A calendar day at the end: `2026-12-31`, `31-12-2026`, `31/12/2026`, with or without "tot" or "until" before it. */
export const readDay = (text: string): { text: string; day: string | undefined } => {
  const [, before = text, year, month, day, dayFirst, monthFirst, yearLast] =
    /^(.*?)\s*(?:\b(?:tot|until|t\/m)\s+)?(?:(\d{4})-(\d\d)-(\d\d)|(\d\d?)[-./](\d\d?)[-./](\d{4}))$/i.exec(text) ?? []
  if (year) return { text: before, day: `${year}-${month}-${day}` }
  if (yearLast)
    return { text: before, day: `${yearLast}-${monthFirst?.padStart(2, '0')}-${dayFirst?.padStart(2, '0')}` }
  return { text, day: undefined }
}

const periodWords = new Map<string, Period>([
  ['week', 'week'],
  ['maand', 'month'],
  ['month', 'month'],
  ['kwartaal', 'quarter'],
  ['quarter', 'quarter'],
  ['jaar', 'year'],
  ['year', 'year'],
])

export const readPeriod = (word: string): Period | undefined => periodWords.get(word.toLowerCase())

/** Slack and Teams write addresses as links: `<mailto:anna@acme.example|anna@acme.example>`. */
export const readTypedAddress = (word: string): string =>
  word.replace(/[,;]+$/, '').replace(/^<mailto:([^|>]+)(\|[^>]*)?>$/, '$1')
