/** Every command and query in reading order: the table of contents of the product. */
import { decideRequests } from './requests/decide-requests.ts'
import { askAccess, askDomain, askStandard } from './requests/make-request.ts'

export const commands = {
  // requests
  'requests.ask_access': askAccess,
  'requests.ask_standard': askStandard,
  'requests.ask_domain': askDomain,
  'requests.decide': decideRequests,
} as const

export const queries = {} as const

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
