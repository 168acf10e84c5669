import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { batch } from '../kernel/sweep.ts'

/** Removes what expired: it counts for nothing any more, so nobody has to hear of it. */
export const cleanUpSignIns = defineCommand({
  name: 'sweep.sign_ins',
  input: z.object({}),
  who: ['clock'],
  load: async (tx, _input, { now }) => {
    const expired = { expiresAt: { before: now } }
    const page = { limit: batch }
    return {
      sessions: (await tx.sessions.page(expired, page)).rows,
      signInLinks: (await tx.signInLinks.page(expired, page)).rows,
      signInRequests: (await tx.signInRequests.page(expired, page)).rows,
      pendingSignIns: (await tx.pendingSignIns.page(expired, page)).rows,
      usedAssertions: (await tx.usedAssertions.page(expired, page)).rows,
      signInTraces: (await tx.signInTraces.page(expired, page)).rows,
      stepUps: (await tx.stepUps.page(expired, page)).rows,
      setUps: (await tx.setUps.page(expired, page)).rows,
      operatorSessions: (await tx.operatorSessions.page(expired, page)).rows,
      installationStates: (await tx.installationStates.page(expired, page)).rows,
      chatConfirmations: (await tx.chatConfirmations.page(expired, page)).rows,
    }
  },
  decide: (expired) => {
    const remove = Object.fromEntries(Object.entries(expired).map(([table, rows]) => [table, rows.map(({ id }) => id)]))
    return accept({ remove }, { done: Object.values(remove).flat().length })
  },
})
