import type { ReadTx } from '../ports/store.ts'
import type { DomainNames } from '../ports/system.ts'
import { readAddress } from './address.ts'
import type { User } from './user.ts'

/** A user of this company by id or by address as somebody typed it; registered and blocked ones before invited ones. */
export const findUser = async (
  tx: ReadTx,
  asked: string,
  companyId: string,
  names: DomainNames,
): Promise<User | undefined> => {
  const byId = await tx.users.get(asked)
  if (byId) return byId.companyId === companyId && byId.status !== 'removed' ? byId : undefined
  const email = readAddress(asked.trim(), names)?.address
  if (!email) return undefined
  const users = await tx.users.list({ companyId, email })
  return users.find((user) => user.status !== 'invited') ?? users[0]
}
