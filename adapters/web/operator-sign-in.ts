import type { Router } from 'express'
import { refuse } from '../../src/kernel/refusal.ts'
import { sayRefused } from '../../src/texts/say-refused.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { html } from './html.ts'
import type { Limits } from './limits.ts'
import { type Answer, addPage, sayDone } from './pages.ts'
import { facts } from './parts.ts'
import type { Posted } from './posted.ts'
import { qrCode } from './qr-code.ts'
import { secretOf } from './sign-in-pages.ts'
import { isOperatorVisit, type OperatorVisit, type Portal, type Visit } from './visit.ts'

const rules: WebRules = { email: { kind: 'email', autocomplete: 'email' } }

/**
 * `/operator/sign-in`: an address; `/operator/link`: the link from the mail, which asks for a press on a button, since mail scanners
 * open links too; `/operator/code`: the second factor, which is set up there the first time. No other page for operators opens before.
 */
export const addOperatorSignIn = (routes: Router, portal: Portal, limits: Limits): void => {
  addPage(routes, portal, {
    path: '/operator/sign-in',
    who: 'anyone',
    limits: limits.address,
    show: signInPage,
    acts: { start },
  })
  addPage(routes, portal, {
    path: '/operator/link',
    who: 'anyone',
    limits: limits.secret,
    show: linkPage,
    acts: { open },
  })
  addPage(routes, portal, {
    path: '/operator/code',
    who: 'anyone',
    limits: limits.secret,
    show: codePage,
    acts: { enter },
  })
  addPage(routes, portal, {
    path: '/operator/sign-out',
    who: 'operator',
    show: () => ({ goTo: '/operator' }),
    acts: { sign_out: signOut },
  })
}

const signInPage = (visit: Visit): Answer => {
  const { operator } = visit.texts
  if (isOperatorVisit(visit)) return { goTo: '/operator' }
  return {
    title: operator.signIn,
    body: html`<p>${operator.intro}</p>${form(visit, {
      act: 'start',
      fields: fieldsFor('operators.start_sign_in', rules, {}, visit.texts),
      submit: visit.texts.web.signIn.sendLink,
    })}`,
  }
}

const start = async (visit: Visit, posted: Posted): Promise<Answer> => {
  const { language } = visit.actor
  const outcome = await visit.core.run('operators.start_sign_in', visit.claim, { ...inputOf(rules, posted), language })
  if (!outcome.ok) return outcome
  return { goTo: '/operator/sign-in', say: sayDone(visit.texts, 'operators.start_sign_in', outcome.result) }
}

const linkPage = (visit: Visit): Answer => {
  const { operator } = visit.texts
  return {
    title: operator.signIn,
    body: html`<p>${operator.linkText}</p>${form(visit, {
      act: 'open',
      hidden: { secret: secretOf(visit) },
      submit: operator.goOn,
      action: '/operator/link',
    })}`,
  }
}

const open = async (visit: Visit, posted: Posted): Promise<Answer> => {
  const outcome = await visit.core.run('operators.open_link', visit.claim, { secret: posted.one('secret') })
  if (!outcome.ok) return outcome
  visit.portal.browser.operator.signIn(visit.response, outcome.result.session)
  return { goTo: '/operator/code' }
}

/** The cookie holds the secret of this step until the next one replaces it. */
const waiting = ({ portal, request }: Visit): { readonly session: string } => ({
  session: portal.browser.operator.session(request) ?? '-',
})

const codePage = async (visit: Visit): Promise<Answer> => {
  if (isOperatorVisit(visit)) return { goTo: '/operator' }
  const found = await visit.core.ask('operators.show_second_factor', visit.claim, waiting(visit))
  if (!found.ok) return refuse('not_signed_in')
  const { operator, field } = visit.texts
  const { email, newKey } = found.result
  const { secrets } = visit.core.ports
  const key = newKey && secrets.open(newKey)
  return {
    title: key ? operator.enrol : operator.signIn,
    body: html`${facts([{ label: field.email, value: email }])}${
      key &&
      html`<p>${operator.enrolText}</p>${qrCode(secrets.codes.address(key, email), operator.qr)}${facts([{ label: operator.key, value: html`<code>${inFours(key)}</code>` }])}`
    }${form(visit, {
      act: 'enter',
      fields: [
        {
          name: 'code',
          label: operator.code,
          kind: 'line',
          required: true,
          hint: key ? undefined : operator.codeText,
          autocomplete: 'one-time-code',
        },
      ],
      submit: operator.goOn,
    })}`,
  }
}

const inFours = (key: string): string => key.replace(/(.{4})(?=.)/g, '$1 ')

const enter = async (visit: Visit, posted: Posted): Promise<Answer> => {
  const code = posted.one('code')
  const outcome = await visit.core.run('operators.give_code', visit.claim, { ...waiting(visit), code })
  if (!outcome.ok) return outcome.code === 'link_used_or_expired' ? refuse('not_signed_in') : outcome
  if (!outcome.result.entered) {
    const wrong = refuse('wrong_code', { left: outcome.result.left })
    // After the last one there is no code to ask for.
    return outcome.result.left > 0 ? wrong : { goTo: '/operator/sign-in', say: sayRefused(visit.texts.refused, wrong) }
  }
  const { session, recovery } = outcome.result
  const { operator } = visit.texts
  visit.portal.browser.operator.signIn(visit.response, session)
  if (!recovery) return { goTo: '/operator' }
  // This answer, and no other, shows them.
  return {
    title: operator.recovery,
    body: html`<p>${operator.recoveryText}</p><ul>${recovery.map((one) => html`<li><code>${one}</code></li>`)}</ul><p><a class="button" href="/operator">${operator.goOn}</a></p>`,
  }
}

const signOut = async (visit: OperatorVisit): Promise<Answer> => {
  const outcome = await visit.core.run('operators.sign_out', visit.claim, {})
  if (!outcome.ok) return outcome
  visit.portal.browser.operator.signOut(visit.response)
  return { goTo: '/operator/sign-in', say: sayDone(visit.texts, 'operators.sign_out', outcome.result) }
}
