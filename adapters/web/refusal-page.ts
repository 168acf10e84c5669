import type { Refused } from '../../src/kernel/refusal.ts'
import { sayRefused } from '../../src/texts/say-refused.ts'
import { html } from './html.ts'
import type { Page } from './pages.ts'
import { homePath, signInPath, type Visit } from './visit.ts'

/** What a refusal is in HTTP (RFC 9110, 15.5). */
export const statusOf = ({ code }: Refused): number => {
  switch (code) {
    case 'not_found':
      return 404
    case 'not_signed_in':
      return 401
    case 'not_allowed':
    case 'confirm_first':
    case 'single_sign_on_required':
    case 'is_blocked':
    case 'other_chat_account':
      return 403
    case 'link_used_or_expired':
      return 410
    default:
      return 422
  }
}

/** A page that can't be shown, with the reason and a way on. */
export const refusalPage = (visit: Visit, refused: Refused): Page => {
  const { web, refused: words, card } = visit.texts
  const status = statusOf(refused)
  if (status === 404)
    return { status, title: web.fault.notFound, body: html`<p>${web.fault.notFoundText}</p>${wayHome(visit)}` }
  const signIn = refused.code === 'link_used_or_expired' || refused.code === 'single_sign_on_required'
  return {
    status,
    title: web.fault.refused,
    body: html`<p>${sayRefused(words, refused)}</p>${
      signIn && visit.actor.kind !== 'user'
        ? html`<p><a href="${signInPath(visit)}">${card.signIn}</a></p>`
        : wayHome(visit)
    }`,
  }
}

const wayHome = (visit: Visit) => html`<p><a href="${homePath(visit)}">${visit.texts.web.fault.home}</a></p>`
