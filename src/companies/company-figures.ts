import * as z from 'zod'
import { type Instant, later } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import type { ReadTx } from '../ports/store.ts'
import type { CompanyRequest } from '../requests/request.ts'

const weeks = 8
/** Looked at for the median and for the ways to sign in: enough to tell, and no more in a large company than in a small one. */
const latest = 200
/** Counted no further in one week. */
const mostCounted = 10_000

const ways = ['assertion', 'link', 'registration'] as const

/** What administrators see at a glance: requests in each of the past weeks, how fast they were decided, and how people signed in. */
export const companyFigures = defineQuery({
  name: 'companies.figures',
  input: z.object({}),
  who: ['administrator'],
  answer: async (tx, _input, { actor: { company }, now }) => {
    const requests = await tx.requests.page({ companyId: company.id }, { limit: latest, newestFirst: true })
    const signIns = await tx.audit.page(
      { companyId: company.id, type: 'sign_in.succeeded', at: { from: later(now, { days: -7 * weeks }) } },
      { limit: latest, newestFirst: true },
    )
    const hows = signIns.rows.map(({ event }) => (event.type === 'sign_in.succeeded' ? event.how : undefined))
    return found({
      requests: await requestsByWeek(tx, company.id, now),
      medianHours: median(requests.rows.flatMap(hoursToDecision)),
      signIns: ways.map((how) => ({ how, count: hows.filter((one) => one === how).length })),
    })
  },
})

/** Oldest week first; each is the seven days from its `from`, and the last one ends now. */
const requestsByWeek = async (
  tx: ReadTx,
  companyId: string,
  now: Instant,
): Promise<{ readonly from: Instant; readonly count: number }[]> => {
  const counted = []
  for (let back = weeks; back > 0; back--) {
    const from = later(now, { days: -7 * back })
    const at = back === 1 ? { from } : { from, before: later(now, { days: -7 * (back - 1) }) }
    counted.push({ from, count: await tx.requests.count({ companyId, at }, mostCounted) })
  }
  return counted
}

const hoursToDecision = ({ at, decision }: CompanyRequest): number[] =>
  decision ? [(Date.parse(decision.at) - Date.parse(at)) / 3_600_000] : []

const median = (values: readonly number[]): number | undefined => {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length / 2
  const high = sorted[Math.floor(middle)]
  const low = sorted[Math.ceil(middle) - 1]
  return high === undefined || low === undefined ? undefined : (low + high) / 2
}
