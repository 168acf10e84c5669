import { describe, expect, it } from 'vitest'
import { openIds } from '../../../adapters/system/ids.ts'

const version7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const momentOf = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16)

describe('ids', () => {
  it('are UUIDs of version 7 that hold the time', () => {
    const at = Date.parse('2026-03-01T09:30:00.123Z')
    const id = openIds(() => at).next()
    expect(id).toMatch(version7)
    expect(momentOf(id)).toBe(at)
  })

  it('sort in the order they were made, many in one millisecond', () => {
    const ids = openIds(() => 1_800_000_000_000)
    const made = Array.from({ length: 10_000 }, () => ids.next())
    expect(new Set(made).size).toBe(made.length)
    expect(outOfOrder(made)).toEqual([])
    expect(made.filter((id) => !version7.test(id))).toEqual([])
  })

  it('sort in the order they were made when the clock is set back', () => {
    const times = [5000, 4000, 4000, 1, 5000, 5001, 2]
    const ids = openIds(() => times.shift() ?? 0)
    const made = Array.from({ length: 7 }, () => ids.next())
    expect(outOfOrder(made)).toEqual([])
    expect(momentOf(made[5] ?? '')).toBe(5001)
  })

  it('differ between processes that start in the same millisecond', () => {
    const made = Array.from({ length: 100 }, () => openIds(() => 1_800_000_000_000).next())
    expect(new Set(made.map((id) => id.slice(19))).size).toBe(100)
  })

  it('make references of the length asked for, from all 32 characters and no other', () => {
    const ids = openIds()
    expect(ids.reference(4)).toHaveLength(4)
    expect(new Set(ids.reference(5000))).toEqual(new Set('0123456789ABCDEFGHJKMNPQRSTVWXYZ'))
  })
})

/** Those that do not sort after the one before them. */
const outOfOrder = (ids: readonly string[]) => ids.filter((id, index) => index > 0 && id <= (ids[index - 1] ?? ''))
