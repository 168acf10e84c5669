import { readFile } from 'node:fs/promises'
import { en } from '../../src/texts/en.ts'
import { sayRefused } from '../../src/texts/say-refused.ts'
import type { Invited } from '../../src/users/invite-users.ts'
import { type CsvRead, readCsv } from '../../src/users/read-csv.ts'
import { type Access, ask } from './ask.ts'
import type { Call } from './command.ts'
import { openProgress } from './progress.ts'

/** So many at a time: whoever works meanwhile waits for no more than one of these. */
const batch = 100

/** What came of a whole list: a count for each outcome, and why some people were left out. */
interface ListInvited {
  readonly invited: number
  readonly already: number
  readonly refused: readonly string[]
}

/**
 * Invites everybody in a list (CSV, see `readCsv`), a part at a time, with a bar on standard error. Whoever was invited before is left
 * as they are, so after a failure the same list can be given again; the error says how far it came.
 */
export const inviteList = async (call: Call, file: string, access: Access): Promise<ListInvited> => {
  const { people, faults } = readCsv(await readFile(file, 'utf8'))
  const refused = faults.map(({ line, fault, text }) => `line ${line}: ${en.web.inviteList.fault[fault]} ${text}`)
  let invited = 0
  let already = 0
  let asked = 0
  const progress = openProgress()
  try {
    for (const part of partsOf(people)) {
      const body = { people: part.map(({ line: _line, ...person }) => person) }
      const { results } = (await ask({ ...call, body }, access)) as Invited
      for (const one of results) {
        if ('refused' in one) refused.push(`${one.email}: ${sayRefused(en.refused, one.refused)}`)
        else if (one.outcome === 'invited') invited++
        else already++
      }
      asked += part.length
      progress.show('inviting', asked, people.length)
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`${why}\n${invited} were invited before that. Give the same list again to go on.`)
  } finally {
    progress.end()
  }
  return { invited, already, refused }
}

/** Nobody is left alone in the last part: one person alone is refused outright, which would hide what came of the others. */
const partsOf = (people: CsvRead['people']): CsvRead['people'][] => {
  const parts: CsvRead['people'][] = []
  for (let from = 0; from < people.length; ) {
    const size = people.length - from === batch + 1 ? batch + 1 : batch
    parts.push(people.slice(from, from + size))
    from += size
  }
  return parts
}
