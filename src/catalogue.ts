/** Every command and query in reading order: the table of contents of the product. */
import { assignLicence, changeLicence } from './licences/assign-licence.ts'
import { evaluateAccess } from './licences/evaluate-access.ts'
import { endAccess, giveAccess } from './licences/give-access.ts'
import { listLicences, showLicence } from './licences/list-licences.ts'
import { setSwitches } from './licences/set-switches.ts'
import { endGrants, expireLicences } from './licences/sweep-licences.ts'
import { decideRequests } from './requests/decide-requests.ts'
import { askAccess, askDomain, askStandard } from './requests/make-request.ts'
import { exportRequests, listRequests, showRequest } from './requests/list-requests.ts'
import { expireRequests, remindRequests } from './requests/sweep.ts'
import { withdrawRequest } from './requests/withdraw-request.ts'
import { searchTrail } from './trail/search-trail.ts'

export const commands = {
  // licences
  'licences.assign': assignLicence,
  'licences.change': changeLicence,
  'licences.set_switches': setSwitches,
  'access.give': giveAccess,
  'access.end': endAccess,
  // requests
  'requests.ask_access': askAccess,
  'requests.ask_standard': askStandard,
  'requests.ask_domain': askDomain,
  'requests.decide': decideRequests,
  'requests.withdraw': withdrawRequest,
} as const

export const queries = {
  // licences
  'licences.list': listLicences,
  'licences.show': showLicence,
  'access.evaluate': evaluateAccess,
  // requests
  'requests.list': listRequests,
  'requests.show': showRequest,
  'requests.export': exportRequests,
  // trail
  'trail.search': searchTrail,
} as const

/** What time does: commands that the clock runs, often, on every instance at once; each takes what is due and no more. */
export const sweeps = [remindRequests, expireRequests, endGrants, expireLicences] as const

export type CommandName = keyof typeof commands
export type QueryName = keyof typeof queries

type Answered<C> = C extends { run(...given: never[]): Promise<infer Outcome> }
  ? Outcome extends { readonly ok: true; readonly result: infer Result }
    ? Result
    : never
  : never

/** What a command answers with when it says yes. */
export type ResultOf<N extends CommandName> = Answered<(typeof commands)[N]>
/** What a query answers with. */
export type FoundOf<N extends QueryName> = Answered<(typeof queries)[N]>
