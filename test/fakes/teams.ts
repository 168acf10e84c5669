export { actionsOf } from './teams/actions.ts'
export type { Answer, Tamper } from './teams/deliver.ts'
export type { Dialog } from './teams/dialog.ts'
export type { Fault, FaultPlan, Faults, Route } from './teams/faults.ts'
export type { TokenFlaw } from './teams/inbound-token.ts'
export { judgeCard } from './teams/judge.ts'
export {
  openTeamsFake,
  type TeamsFake,
  type TeamsFakeSettings,
} from './teams/open.ts'
export type { NewUser } from './teams/population.ts'
export type { InvokeAnswer } from './teams/press.ts'
export type { LoggedCall } from './teams/server.ts'
export { documentedQuotas } from './teams/throttle.ts'
export type { TeamsChannel, TeamsMessage, TeamsUser } from './teams/world.ts'
