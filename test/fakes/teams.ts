export { actionsOf } from './teams/actions.ts'
export type { Answer, Tamper } from './teams/deliver.ts'
export type { Fault, FaultPlan, Faults, Route } from './teams/faults.ts'
export type { TokenFlaw } from './teams/inbound-token.ts'
export { judgeCard } from './teams/judge.ts'
export {
  openTeamsFake,
  type TeamsFake,
  type TeamsFakeSettings,
} from './teams/open.ts'
export type { Dialog, InvokeAnswer } from './teams/people.ts'
export type { LoggedCall } from './teams/server.ts'
export { documentedQuotas } from './teams/throttle.ts'
export type {
  NewUser,
  TeamsChannel,
  TeamsMessage,
  TeamsUser,
} from './teams/world.ts'
