import type { Language } from '../texts/language.ts'
import type { Role } from './user.ts'

/** One person of a list, as `users.invite_list` takes it. */
export interface CsvPerson {
  readonly email: string
  readonly name?: string
  readonly role?: Role
  readonly phone?: string
  readonly country?: string
  readonly language?: Language
}

export type CsvFault = 'no_address' | 'unknown_role' | 'unknown_language' | 'too_long' | 'unclosed_quote'

/** The people of a list, and what is wrong with the lines that give none. Lines count from 1, as an editor shows them. */
export interface CsvRead {
  readonly people: readonly (CsvPerson & { readonly line: number })[]
  readonly faults: readonly { readonly line: number; readonly fault: CsvFault; readonly text: string }[]
}

const columns = ['email', 'name', 'role', 'phone', 'country', 'language'] as const
type Column = (typeof columns)[number]

/** What a column may be called in the first line, without capitals, spaces, hyphens and underscores. */
const headings: { readonly [heading: string]: Column } = {
  email: 'email',
  mail: 'email',
  emailadres: 'email',
  mailadres: 'email',
  emailaddress: 'email',
  address: 'email',
  adres: 'email',
  name: 'name',
  naam: 'name',
  fullname: 'name',
  role: 'role',
  rol: 'role',
  phone: 'phone',
  telephone: 'phone',
  telefoon: 'phone',
  telefoonnummer: 'phone',
  phonenumber: 'phone',
  country: 'country',
  land: 'country',
  language: 'language',
  taal: 'language',
}

const roles: { readonly [word: string]: Role } = {
  user: 'user',
  gebruiker: 'user',
  administrator: 'administrator',
  admin: 'administrator',
  beheerder: 'administrator',
}

const languages: { readonly [word: string]: Language } = {
  nl: 'nl',
  nederlands: 'nl',
  dutch: 'nl',
  en: 'en',
  engels: 'en',
  english: 'en',
}

const longest: { readonly [C in Column]?: number } = { email: 320, name: 100, phone: 40, country: 60 }

/**
 * Reads a list of people in CSV (RFC 4180, with a comma, semicolon or tab between the cells). The first line may name the columns, in
 * Dutch or English and in any order; otherwise they are address, name, role, phone, country, language. Empty lines are passed
 * over. Whether an address may be invited is judged by the invitation.
 */
export const readCsv = (text: string): CsvRead => {
  const { records, unclosed } = split(text.replace(/^\uFEFF/, ''))
  const filled = records.filter(({ cells }) => cells.some((cell) => cell !== ''))
  const named = filled[0] && headed(filled[0].cells)
  const order = named ?? columns
  const people: (CsvPerson & { line: number })[] = []
  const faults: { line: number; fault: CsvFault; text: string }[] = []
  for (const { line, cells } of named ? filled.slice(1) : filled) {
    const read = line === unclosed ? { fault: 'unclosed_quote' as const } : personIn(cells, order)
    if ('fault' in read) faults.push({ line, fault: read.fault, text: cells.join(' ').slice(0, 100) })
    else people.push({ ...read, line })
  }
  return { people, faults }
}

/** The columns that a first line names; a line without the address column is no heading. */
const headed = (cells: readonly string[]): (Column | undefined)[] | undefined => {
  const order = cells.map((cell) => {
    const heading = cell.toLowerCase().replace(/[\s_-]/g, '')
    return Object.hasOwn(headings, heading) ? headings[heading] : undefined
  })
  return order.includes('email') ? order : undefined
}

const personIn = (
  cells: readonly string[],
  order: readonly (Column | undefined)[],
): CsvPerson | { readonly fault: CsvFault } => {
  const cell = (column: Column): string => cells[order.indexOf(column)] ?? ''
  const role = cell('role').toLowerCase()
  const language = cell('language').toLowerCase()
  if (!cell('email').includes('@')) return { fault: 'no_address' }
  if (columns.some((column) => cell(column).length > (longest[column] ?? Number.POSITIVE_INFINITY)))
    return { fault: 'too_long' }
  if (role && !Object.hasOwn(roles, role)) return { fault: 'unknown_role' }
  if (language && !Object.hasOwn(languages, language)) return { fault: 'unknown_language' }
  return {
    email: cell('email'),
    ...(cell('name') && { name: cell('name') }),
    ...(roles[role] && { role: roles[role] }),
    ...(cell('phone') && { phone: cell('phone') }),
    ...(cell('country') && { country: cell('country') }),
    ...(languages[language] && { language: languages[language] }),
  }
}

interface CsvRecord {
  /** Where it starts. */
  readonly line: number
  readonly cells: string[]
}

/** Splits into records of trimmed cells; a quoted cell may hold separators, line breaks and doubled quotes. */
const split = (text: string): { readonly records: CsvRecord[]; readonly unclosed?: number } => {
  const separator = separatorOf(text)
  const records: CsvRecord[] = []
  let record: CsvRecord = { line: 1, cells: [] }
  let cell = ''
  let quoted = false
  let line = 1
  const endCell = () => {
    record.cells.push(cell.replace(/\s+/g, ' ').trim())
    cell = ''
  }
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '\n') line++
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') cell += text[++at]
      else quoted = false
    } else if (char === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (char === separator) endCell()
    else if (char === '\n') {
      endCell()
      records.push(record)
      record = { line, cells: [] }
    } else if (char !== '\r') cell += char
  }
  endCell()
  records.push(record)
  return quoted ? { records, unclosed: record.line } : { records }
}

/** Whichever stands most often in the first line with text; Dutch spreadsheets write semicolons. */
const separatorOf = (text: string): string => {
  const first = text.split('\n').find((line) => line.trim() !== '') ?? ''
  const count = (separator: string) => first.split(separator).length
  return [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0] ?? ','
}
