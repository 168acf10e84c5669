/** Holds the map of the rules against the tests that it names, and against the rules themselves. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { textsIn } from '../../src/texts/in-language.ts'
import { everythingSaid } from '../core/text-samples.ts'
import { domainMap } from './domain-map.ts'

const tests = new URL('../', import.meta.url)
/** The rules lie beside the project, outside of what is published of it; where they are not at hand, what was last compared counts. */
const document = new URL('../../shared/product/domain.md', tests)
const sealed = '727aa322a5a8e9d714a419f1c652f12d7e76c45bc1be478610ca8897fe3449dd'

const sourceOf = (file: string): string | undefined => {
  const found = [`${file}.test.ts`, `${file}.ts`].map((name) => new URL(name, tests)).find((url) => existsSync(url))
  return found && readFileSync(found, 'utf8')
}

/** Whether a test with this title is in the source, by itself or for each row of a table. */
const hasTest = (source: string, title: string): boolean => {
  const literal = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(\\bit|\\))\\(\\s*(['"\`])${literal}\\2`).test(source)
}

const rules = domainMap.flatMap((chapter) => chapter.rules.map((rule) => ({ ...rule, chapter: chapter.title })))

describe('the map of the rules', () => {
  it('has a test for every sentence', () => {
    expect(rules.filter((rule) => rule.tests.length === 0).map(({ says }) => says)).toEqual([])
  })

  it('has one sentence at a time, each once', () => {
    expect(rules.filter(({ says }) => /[.!?](\*\*)? [A-Z]/.test(says)).map(({ says }) => says)).toEqual([])
    expect(new Set(rules.map(({ says }) => says)).size).toBe(rules.length)
  })

  it('names tests that are there', () => {
    const named = new Set(rules.flatMap((rule) => rule.tests))
    const missing = [...named].filter((test) => {
      const [file = '', title = ''] = test.split(' > ')
      const source = sourceOf(file)
      return source === undefined || !hasTest(source, title)
    })
    expect(missing).toEqual([])
  })

  it('sees when a test is not there', () => {
    const source = "it('does this', () => {})\nit.each([1])(\n  'does $0', () => {})"
    expect(['does this', 'does $0', 'does', 'this'].map((title) => hasTest(source, title))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('has its Dutch words in the texts', () => {
    const said = everythingSaid(textsIn('nl'))
      .map(({ text }) => text)
      .join('\n')
      .toLowerCase()
    expect(dutchWords.filter((word) => !said.includes(word.toLowerCase()))).toEqual([])
    const inEnglish = everythingSaid(textsIn('en'))
      .map(({ text }) => text)
      .join('\n')
    expect(englishPages.filter((word) => !inEnglish.includes(word))).toEqual([])
  })

  it('is the rules, word for word', () => {
    const told = domainMap.map((chapter) => textOf(chapter.title, chapter.rules))
    if (existsSync(document)) expect(told).toEqual(chaptersOf(readFileSync(document, 'utf8')))
    expect(createHash('sha256').update(told.join('\n')).digest('hex')).toBe(sealed)
  })
})

const dutchWords = [
  ...['bedrijf', 'bedrijfsaccount', 'toegestaan domein', 'Toegestane domeinen', 'vrije registratie toegestaan'],
  ...['gebruiker', 'beheerder', 'klantenservice', 'uitnodiging', 'registratie', 'licentie', 'toegang'],
  ...['toegangsaanvraag', 'normaanvraag', 'bedrijfskoppeling', 'automatisch toevoegen'],
  ...['Licentie is bedrijfsbreed', 'Licentie wordt getoond aan gebruikers'],
  ...['Mijn bedrijf', 'Algemeen', 'Gebruikers', 'Licenties', 'Licentiedetails', 'Aanvragen'],
  ...['Mijn profiel', 'Mijn gegevens'],
]
const englishPages = [
  ...['My company', 'General', 'Users', 'Licences', 'Licence details', 'Requests', 'My profile', 'My details'],
]

const textOf = (title: string, sentences: readonly { readonly says: string }[]): string =>
  [title, ...sentences.map(({ says }) => says)].join('\n').replace(/\s+/g, ' ')

/** Each chapter as one text: bullets and line breaks are lay-out; of the table of words, the term and its meaning count. */
const chaptersOf = (markdown: string): string[] =>
  markdown
    .split(/^#+ /m)
    .slice(1)
    .map((chapter) =>
      chapter
        .replace(/^\|[\s|-]+\|$/gm, '')
        .replace(/^\| term \|.*$/gm, '')
        .replace(/^\| ([^|]*) \| [^|]* \| ([^|]*) \|$/gm, '$1: $2')
        .replace(/^\s*- /gm, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
