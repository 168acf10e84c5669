import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TextBlocks } from '../../adapters/lowdb/text-blocks.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', ' ', '\n', '😀'), maxLength: 6 })
const row = fc.record({ id: fc.nat({ max: 400 }).map(String), words: fc.option(word, { nil: undefined }) })

describe('rows by a part of their words', () => {
  it('are all found, whatever came, changed and went before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(row, { maxLength: 700 }), { maxLength: 3 }),
        fc.array(word, { maxLength: 5 }),
        (rounds, texts) => {
          const rows = new Map<string, string>()
          const blocks = new TextBlocks((id) => rows.get(id) ?? '')
          for (const changes of rounds) {
            for (const { id, words } of changes) {
              const isThere = rows.has(id)
              if (words === undefined) rows.delete(id)
              else rows.set(id, words)
              if (words === undefined) blocks.remove(id)
              else if (isThere) blocks.change(id)
              else blocks.add(id)
            }
            for (const text of texts.filter((one) => one !== '')) {
              const expected = [...rows].flatMap(([id, words]) => (words.includes(text) ? [id] : []))
              expect(blocks.find(text)).toEqual(expect.arrayContaining(expected))
            }
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  it('are no more than hold it, and nothing when they are too many to gather', () => {
    const words = Array.from({ length: 20_000 }, (_, index) => `person ${index} person${index}@acme.example`)
    const blocks = new TextBlocks((id) => words[Number(id)] ?? '')
    for (const id of words.keys()) blocks.add(String(id))
    expect(blocks.find('person 17123')).toEqual(['17123'])
    expect(blocks.find('nobody of that name')).toEqual([])
    expect(blocks.find('acme')).toBeUndefined()
  })
})
