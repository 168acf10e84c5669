import { Resolver } from 'node:dns/promises'
import type { Dns } from '../../src/ports/system.ts'

/**
 * TXT records from the name servers of this machine, or from `servers` (`address:port`).
 * A name without records and a name that does not exist are both empty; no answer within `deadline` milliseconds, or an answer
 * that says nothing (SERVFAIL, REFUSED), throws.
 */
export const openDns = ({
  servers,
  deadline = 5000,
}: {
  servers?: readonly string[]
  deadline?: number
} = {}): Dns => ({
  txt: async (name) => {
    // One resolver for each question: cancelling ends all questions of a resolver.
    const resolver = new Resolver({
      timeout: Math.ceil(deadline / 2),
      tries: 2,
    })
    if (servers) resolver.setServers([...servers])
    const timer = setTimeout(() => resolver.cancel(), deadline)
    try {
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''))
    } catch (fault) {
      if (isEmpty(fault)) return []
      throw fault
    } finally {
      clearTimeout(timer)
    }
  },
})

const isEmpty = (fault: unknown): boolean =>
  fault instanceof Error && 'code' in fault && (fault.code === 'ENODATA' || fault.code === 'ENOTFOUND')
