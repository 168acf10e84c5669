import { randomFillSync } from 'node:crypto'
import type { Ids } from '../../src/ports/system.ts'

/**
 * Identifiers as UUID version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, 12 bits that count (6.2, method 1), 62 random bits.
 * Each sorts after every earlier one of the same `Ids`, also when the clock stands still or is set back.
 *
 * @param milliseconds where the time comes from
 */
export const openIds = (milliseconds: () => number = Date.now): Ids => {
  let moment = 0
  let count = 0
  return {
    next: () => {
      const now = milliseconds()
      if (now > moment) {
        moment = now
        // Half of the range at most, so that there is room to count up within the millisecond.
        count = randomly(2).readUInt16BE() & 0x7ff
      } else if (++count > 0xfff) {
        moment += 1
        count = 0
      }
      return uuid(moment, count)
    },
    reference: (length) => Array.from(randomly(length), (byte) => crockford[byte & 31]).join(''),
  }
}

/** Random bytes, each handed out once. Drawn many at a time: asking the system for every identifier costs more than all else of it. */
const randomly = (length: number): Buffer => {
  if (used + length > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += length
  return pool.subarray(used - length, used)
}
const pool = Buffer.alloc(4096)
let used = pool.length

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const uuid = (moment: number, count: number): string => {
  const bytes = randomly(16)
  bytes.writeUIntBE(moment, 0, 6)
  bytes.writeUInt16BE(0x7000 | count, 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
