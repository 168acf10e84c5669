import { type Access, ask } from './ask.ts'
import type { Call } from './command.ts'

interface Part {
  readonly next?: { readonly [field: string]: unknown }
  readonly [count: string]: unknown
}

/** Makes a call that does a part of its work, until all of it is done; answers the sums of its counts. */
export const inParts = async (call: Call, access: Access): Promise<{ readonly [count: string]: number }> => {
  const sums: { [count: string]: number } = {}
  let body: Call['body'] = call.body ?? {}
  for (;;) {
    const { next, ...counts } = (await ask({ ...call, body }, access)) as Part
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + Number(count)
    if (!next) return sums
    body = next
  }
}
