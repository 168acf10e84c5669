import type { Refused } from '../kernel/refusal.ts'
import { sayRefused } from '../texts/say-refused.ts'
import type { Texts } from '../texts/texts.ts'
import type { Action, Card } from './card.ts'

/** A refusal as one line among others: why not, and what to do next. */
export const refusalText = (refused: Refused, texts: Texts): string => sayRefused(texts.refused, refused)

/** A refusal as an answer of its own, with the button that helps where there is one. */
export const refusalCard = (refused: Refused, texts: Texts): Card => {
  const action = wayOut(refused, texts)
  return { tone: 'bad', title: refusalText(refused, texts), ...(action && { actions: [action] }) }
}

const wayOut = (refused: Refused, { card, command }: Texts): Action | undefined => {
  switch (refused.code) {
    case 'confirm_first':
      return { kind: 'run', label: card.confirmAccount, name: 'chat.start_confirmation', input: {}, style: 'primary' }
    case 'not_signed_in':
    case 'single_sign_on_required':
      return { kind: 'link', label: card.signIn, path: '/login', style: 'primary' }
    case 'sign_in_again':
      return { kind: 'link', label: card.signIn, path: refused.detail.path, style: 'primary' }
    case 'no_account':
      // Without free registration an administrator must invite; the text says so.
      return refused.detail.canRegister
        ? { kind: 'link', label: card.register, path: '/register/apply', style: 'primary' }
        : undefined
    case 'no_allowed_domain':
      return { kind: 'link', label: card.openPage, path: '/company/general' }
    case 'account_not_vouched':
      return { kind: 'link', label: card.openPage, path: '/login' }
    case 'already_requested':
    case 'already_decided':
    case 'already_settled':
      return { kind: 'run', label: card.open, name: 'requests.show', input: { request: refused.detail.reference } }
    case 'nothing_to_ask':
      return { kind: 'form', label: command['requests.ask_standard'], name: 'requests.ask_standard', input: {} }
    default:
      return undefined
  }
}
