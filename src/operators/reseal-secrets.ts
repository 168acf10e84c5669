import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import type { Row } from '../kernel/table.ts'
import { type OpenTable, type ReadTx, tables } from '../ports/store.ts'
import type { Secrets } from '../ports/system.ts'

/** Rows of a part: whoever works meanwhile waits for no more than these. */
const batch = 100
const outbox = 'outbox'

/** Where a sealed text is kept, in the order in which it is gone through. */
const sealedFields: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries<{ readonly sealed?: readonly string[] }>(tables).flatMap(([name, { sealed }]) =>
    sealed ? [[name, sealed] as const] : [],
  ),
  [outbox, ['link']],
])
const places = [...sealedFields.keys()]

/**
 * Seals anew, with the newest key of the rotation, what an older one sealed: a part at a time. `place` and `after` say where it begins,
 * as the answer to the part before named them in `next`. When that is absent the older keys can go. Running it again does no harm.
 * `unopened` counts what no key of the rotation opens, which stays as it is.
 */
export const resealSecrets = defineCommand({
  name: 'secrets.reseal',
  input: z.object({ place: z.enum(places as [string, ...string[]]).optional(), after: z.string().max(500).optional() }),
  who: ['operator'],
  load: async (tx, { place = places[0] ?? outbox, after }) => ({ place, page: await pageOf(tx, place, after) }),
  decide: ({ place, page }, _input, { secrets }) => {
    const outcomes = page.rows.map((row) => resealed(row, sealedFields.get(place) ?? [], secrets))
    const changed = outcomes.flatMap(({ row, resealed: count }) => (count > 0 ? [row] : []))
    const following = places[places.indexOf(place) + 1]
    const next = page.next ? { place, after: page.next } : following && { place: following }
    const sum = (counts: readonly number[]) => counts.reduce((total, one) => total + one, 0)
    return accept(
      place === outbox
        ? { reseal: changed.map((row) => ({ id: row.id, link: String((row as Fields)['link']) })) }
        : { save: { [place as OpenTable]: changed } },
      {
        resealed: sum(outcomes.map((one) => one.resealed)),
        unopened: sum(outcomes.map((one) => one.unopened)),
        ...(next && { next }),
      },
    )
  },
})

type Fields = Row & { readonly [field: string]: unknown }

const pageOf = async (tx: ReadTx, place: string, after?: string) => {
  const options = { limit: batch, ...(after && { after }) }
  const reader = tx[place as OpenTable] as {
    page(where: object, options: object): Promise<{ rows: Row[]; next?: string }>
  }
  return reader.page(place === outbox ? { state: 'waiting' } : {}, options)
}

const resealed = (row: Row, fields: readonly string[], secrets: Secrets) => {
  const anew: { [field: string]: string } = {}
  let unopened = 0
  for (const field of fields) {
    const text = (row as Fields)[field]
    if (typeof text !== 'string' || text === '' || secrets.isNewest(text)) continue
    try {
      anew[field] = secrets.seal(secrets.open(text))
    } catch {
      unopened++
    }
  }
  return { row: { ...row, ...anew }, resealed: Object.keys(anew).length, unopened }
}
