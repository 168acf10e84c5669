import type { Company } from '../companies/company.ts'
import type { ReadTx } from '../ports/store.ts'
import type { Connection } from '../sign-in/connection.ts'

/** A company that a person may choose. */
export interface OpenCompany {
  readonly company: Company
  /** The connection through which its people must sign in. */
  readonly requiredConnectionId?: string | undefined
}

/** How a company takes in people who come by themselves. */
type Door = 'free_registration' | 'provisioning'

/** The companies that hold this domain, verified, and take people in through one of these doors; by name. */
export const openCompanies = async (tx: ReadTx, domain: string, doors: readonly Door[]): Promise<OpenCompany[]> => {
  const open: OpenCompany[] = []
  for (const { companyId } of await tx.domains.list({ domain, state: 'verified' })) {
    const company = await tx.companies.get(companyId)
    const connections = await tx.connections.list({ companyId })
    const takesIn =
      (doors.includes('free_registration') && company?.settings.freeRegistration) ||
      (doors.includes('provisioning') && connections.some(({ provisioning, draft }) => provisioning && !draft))
    if (company && takesIn) open.push({ company, requiredConnectionId: requiredOf(connections) })
  }
  return open.sort((a, b) => a.company.name.localeCompare(b.company.name))
}

/** The connection that a company's people must use to sign in, if any. */
export const requiredConnection = async (tx: ReadTx, companyId: string): Promise<string | undefined> =>
  requiredOf(await tx.connections.list({ companyId }))

const requiredOf = (connections: readonly Connection[]): string | undefined =>
  connections.find(({ required }) => required)?.id
