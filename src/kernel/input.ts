import * as z from 'zod'
import { endOfDay } from './instant.ts'

/**
 * Building blocks for the inputs of use cases. Every text has a limit, and control characters never get in: they break mails,
 * cards and logs. Line breaks stay in texts of several lines.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u2028\u2029]/
// Marks that make text read in another order than it is kept (Unicode TR36, 2.2.1).
const bidirectional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is left out
const blank = /[\u0000-\u001f\u007f\s]+/g

const plain = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replace(bidirectional, '').trim())

/** One line of at most `max` characters, not empty. */
export const line = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !control.test(text) && !/[\n\r\t]/.test(text))
    .pipe(plain(max))
    .pipe(z.string().min(1))

/** One line that nobody typed and nobody can correct: what does not belong in it is left out. */
export const cleanLine = (written: string, max: number): string =>
  written.replace(bidirectional, '').replace(blank, ' ').trim().slice(0, max).trim()

/** Text of several lines, not empty. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((written) => !control.test(written))
    .pipe(plain(max))
    .pipe(z.string().min(1))

/** What a clock shows, as `8:00`, `08.00` or `08:00`; comes out as the last. */
export const timeOfDay = z
  .string()
  .trim()
  .regex(/^([01]?\d|2[0-3])[:.][0-5]\d$/)
  .transform((written) => written.replace('.', ':').padStart(5, '0'))

/** An identifier of a row, as a channel hands it back. */
export const id = z.string().min(1).max(64)

/** An address as somebody typed it; what it must be is judged by the use case, which can say so in words. */
export const typedAddress = z.string().trim().min(1).max(320)

/** A moment with its offset (RFC 3339), in the one form that is kept and compared. */
export const moment = z.iso.datetime({ offset: true }).transform((written) => new Date(written).toISOString())

/** A moment, or a calendar day, which counts until its end. */
export const until = z.union([moment, z.iso.date().transform(endOfDay)])
