import type { Pool, PoolClient } from 'pg'
import type { Crowd } from './crowd.ts'
import { isInTheWay, retrying } from './retry.ts'
import { Session } from './session.ts'
import { asConflict, isSameId } from './writes.ts'

/** Moments of a transaction between which a crash must lose nothing that was answered, and keep nothing by half. */
export type Step = 'transaction.begun' | 'transaction.written' | 'transaction.committed'
export type Steps = (step: Step) => Promise<void> | void

/** What follows `BEGIN`. */
export type Mode =
  | 'ISOLATION LEVEL SERIALIZABLE'
  | 'ISOLATION LEVEL READ COMMITTED'
  | 'ISOLATION LEVEL REPEATABLE READ READ ONLY'

export type Work<R> = (session: Session, client: PoolClient) => Promise<R>

/**
 * Runs `work` in a transaction of its own, again from the start when another was in its way; those in `crowd` make room for each
 * other. Throws `Conflict` for a broken uniqueness rule, and otherwise what `work` or the database threw.
 */
export const running = <R>(
  pool: Pool,
  mode: Mode,
  work: Work<R>,
  { crowd, steps = () => undefined }: { readonly crowd?: Crowd; readonly steps?: Steps } = {},
): Promise<R> => {
  const once = () => runOnce(pool, mode, work, steps)
  return retrying(
    () => (crowd ? crowd.run(once, isInTheWay) : once()),
    (error) => isInTheWay(error) || isSameId(error),
  )
}

/** Keeps nothing when `work` throws, or when the database refused anything on the way, even if `work` made light of that. */
const runOnce = async <R>(pool: Pool, mode: Mode, work: Work<R>, steps: Steps): Promise<R> => {
  const client = await pool.connect()
  const session = new Session(client)
  let broken: Error | undefined
  try {
    await client.query(`BEGIN ${mode}`)
    await steps('transaction.begun')
    const result = await work(session, client)
    await session.flush()
    await session.end()
    if (session.failure) throw session.failure
    await steps('transaction.written')
    await client.query('COMMIT')
    await steps('transaction.committed')
    return result
  } catch (error) {
    await session.end()
    // A connection that can't even roll back is not used again.
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw asConflict(session.failure ?? error)
  } finally {
    client.release(broken)
  }
}
