import type { ReadTx } from '../ports/store.ts'
import { requiredConnection } from '../users/open-companies.ts'
import type { User } from '../users/user.ts'

/** Whether this user may sign in with a link in an e-mail. Break-glass administrators always may. */
export const mayUseLink = async (tx: ReadTx, user: User): Promise<boolean> =>
  user.breakGlass === true || (await requiredConnection(tx, user.companyId)) === undefined
