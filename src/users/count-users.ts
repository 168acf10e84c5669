import type { ReadTx } from '../ports/store.ts'
import { standing, type UserStatus } from './user.ts'

/** How many people of a company are registered, invited or blocked; however many there are, this is quick. */
export const countUsers = (tx: ReadTx, companyId: string, status: UserStatus): Promise<number> =>
  tx.users.count({ standing: standing({ companyId, status }) })
