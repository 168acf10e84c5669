import type { Actor, StrangerActor, Who } from './actor.ts'
import { type Refused, refuse } from './refusal.ts'

/** Whether this actor may try a use case that is open to `who`; the refusal says what to do about it. */
export const mayTry = (actor: Actor, who: readonly Who[]): Refused | undefined => {
  if (who.includes('anyone')) return undefined
  switch (actor.kind) {
    case 'user':
      if (who.includes('user') || (who.includes('administrator') && actor.administrator === 'yes')) return undefined
      return refuse(
        who.includes('administrator') && actor.administrator === 'confirm_first' ? 'confirm_first' : 'not_allowed',
      )
    case 'stranger':
      return who.some((one) => one === 'user' || one === 'administrator' || one === 'provisioning')
        ? strangerRefusal(actor)
        : refuse('not_allowed')
    case 'operator':
    case 'clock':
    case 'connection':
    case 'provisioning':
      return who.includes(actor.kind) ? undefined : refuse('not_allowed')
  }
}

const strangerRefusal = (actor: StrangerActor): Refused => {
  switch (actor.why) {
    case 'not_signed_in':
      return refuse('not_signed_in')
    case 'workspace_not_connected':
      return refuse('workspace_not_connected')
    case 'not_vouched':
      return refuse('account_not_vouched')
    case 'no_account':
      return refuse('no_account', { canRegister: actor.canRegister ?? false })
    case 'blocked':
      return refuse('is_blocked')
  }
}
