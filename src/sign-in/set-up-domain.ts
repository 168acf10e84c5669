import * as z from 'zod'
import { loadProof, lookForProof, settleProof, startProving } from '../companies/prove-domain.ts'
import { defineCommand } from '../kernel/command.ts'
import { line } from '../kernel/input.ts'
import { loadUnfinished, whichSetUp } from './set-up.ts'

const input = z.object({ ...whichSetUp, domain: line(253) })

/** Whoever sets up a connection starts to prove a domain of the company, as an administrator does. */
export const setUpStartProof = defineCommand({
  name: 'set_ups.start_proof',
  input,
  who: ['anyone'],
  load: async (tx, given, { now, secrets }) => {
    const open = await loadUnfinished(tx, given, { now, hash: secrets.hash })
    return 'ok' in open ? open : { ...open, domains: await tx.domains.list({ companyId: open.setUp.companyId }) }
  },
  decide: (facts, { domain }, context) =>
    'ok' in facts ? facts : startProving(facts.setUp.companyId, facts.domains, domain, context),
})

/** Looks whether the TXT record is there; then the domain is allowed, on behalf of the administrator who handed the link over. */
export const setUpCheckProof = defineCommand({
  name: 'set_ups.check_proof',
  input,
  who: ['anyone'],
  look: lookForProof,
  load: async (tx, given, { now, secrets }, records) => {
    const open = await loadUnfinished(tx, given, { now, hash: secrets.hash })
    return 'ok' in open ? open : { ...open, proof: await loadProof(tx, open.setUp.companyId, records) }
  },
  decide: (facts, { domain }, context) =>
    'ok' in facts ? facts : settleProof(facts.setUp.madeBy, facts.proof, domain, context),
})
