import type { Company } from '../companies/company.ts'
import type { Instant } from '../kernel/instant.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import type { User } from '../users/user.ts'

/** A company of a connection with everybody who manages it, or will once the invitation is used. */
export interface Managed {
  readonly company: Company
  readonly administrators: readonly User[]
}

export const loadManaged = async (tx: ReadTx, companyIds: readonly string[]): Promise<Managed[]> => {
  const managed: Managed[] = []
  for (const companyId of companyIds) {
    const company = await tx.companies.get(companyId)
    const administrators = await tx.users.list({ companyId, role: 'administrator', status: ['registered', 'invited'] })
    if (company) managed.push({ company, administrators })
  }
  return managed
}

/**
 * The administrators who must become break-glass so that every company keeps one when single sign-on is required: the named one,
 * else the first registered, else the first invited. A role that ends by itself does not do. Refuses `no_break_glass`.
 */
export const chooseBreakGlass = (
  managed: readonly Managed[],
  named: string | undefined,
  now: Instant,
): readonly User[] | Refused => {
  const chosen: User[] = []
  for (const { company, administrators } of managed) {
    const lasting = administrators.filter(
      (user) => user.roleUntil === undefined && (user.status === 'registered' || (user.invitedUntil ?? now) >= now),
    )
    const wanted = lasting.find((user) => user.id === named)
    if (!wanted && lasting.some((user) => user.breakGlass)) continue
    const user = wanted ?? lasting.find((one) => one.status === 'registered') ?? lasting[0]
    if (!user) return refuse('no_break_glass', { company: company.name })
    if (!user.breakGlass) chosen.push({ ...user, breakGlass: true })
  }
  return chosen
}
