import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { type Html, html } from './html.ts'
import type { Limits } from './limits.ts'
import { type Answer, addPage, sayDone } from './pages.ts'
import type { Posted } from './posted.ts'
import { connectionPath, secretOf } from './sign-in-pages.ts'
import type { Portal, Visit } from './visit.ts'

const applyRules: WebRules = { email: { kind: 'email', autocomplete: 'email' } }

/**
 * `/register/apply`: an address, and the same answer for everybody. `/register/complete`: the link from the mail; one's details, and
 * the company where several are open.
 */
export const addRegisterPages = (routes: Router, portal: Portal, limits: Limits): void => {
  addPage(routes, portal, {
    path: '/register/apply',
    who: 'anyone',
    limits: limits.address,
    show: applyPage,
    acts: { apply },
  })
  addPage(routes, portal, {
    path: '/register/sent',
    who: 'anyone',
    show: ({ texts: { web, page, done } }) => ({
      title: web.signIn.sentTitle,
      body: html`<p>${done['registrations.start']({})}</p><p>${web.register.nothingCame}</p><p><a href="/login">${page.backToSignIn}</a></p>`,
    }),
  })
  addPage(routes, portal, {
    path: '/register/complete',
    who: 'anyone',
    limits: limits.secret,
    show: completePage,
    acts: { finish },
  })
}

const applyPage = (visit: Visit): Answer => {
  const { texts } = visit
  const { web } = texts
  return {
    title: texts.card.register,
    body: html`<p>${web.register.intro}</p>${form(visit, {
      act: 'apply',
      fields: fieldsFor('registrations.start', applyRules, {}, texts),
      submit: web.register.send,
    })}<p>${web.register.haveAccount} <a href="/login">${texts.card.signIn}</a></p>`,
  }
}

const apply = async (visit: Visit, posted: Posted): Promise<Answer> => {
  const input = { ...inputOf(applyRules, posted), language: visit.actor.language }
  const outcome = await visit.core.run('registrations.start', visit.claim, input)
  return outcome.ok ? { goTo: '/register/sent' } : outcome
}

type Offer = FoundOf<'registrations.show'>

const completeRules = (companies: Offer['companies']): WebRules => ({
  name: { kind: 'line', autocomplete: 'name' },
  phone: { kind: 'line', autocomplete: 'tel' },
  country: { kind: 'line', autocomplete: 'country-name' },
  ...(companies.length > 1 && {
    companyId: {
      kind: 'choice',
      required: true,
      options: companies
        .filter(({ connectionId }) => !connectionId)
        .map(({ id, name }) => ({ value: id, label: name })),
    },
  }),
})

const completePage = async (visit: Visit): Promise<Answer> => {
  const secret = secretOf(visit)
  const shown = await visit.core.ask('registrations.show', visit.claim, { secret })
  if (!shown.ok) return shown
  const offer = shown.result
  const texts = textsIn(offer.language)
  const { web } = texts
  const byLink = offer.companies.filter(({ connectionId }) => !connectionId)
  return {
    title: texts.command['registrations.finish'],
    texts,
    body: html`<p>${web.register.complete(offer.email, offer.companies.length === 1 ? offer.companies[0]?.name : undefined)}</p>
${offer.leaves && html`<p class="note">${web.register.leaves(offer.leaves.name)}</p>`}
${
  byLink.length > 0 &&
  form(
    { ...visit, texts },
    {
      act: 'finish',
      hidden: { secret },
      fields: fieldsFor(
        'registrations.finish',
        completeRules(offer.companies),
        { name: offer.name, phone: offer.phone, country: offer.country },
        texts,
      ),
      submit: texts.command['registrations.finish'],
      action: '/register/complete',
    },
  )
}
${throughConnection(offer, texts)}`,
  }
}

/** Companies that take people in through their identity provider alone. */
const throughConnection = ({ companies }: Offer, { web }: Texts): Html =>
  html`${companies.map(
    ({ name, connectionId }) =>
      connectionId && html`<p><a href="${connectionPath(connectionId, '/')}">${web.register.signInAt(name)}</a></p>`,
  )}`

const finish = async (visit: Visit, posted: Posted): Promise<Answer> => {
  const secret = posted.one('secret')
  const shown = await visit.core.ask('registrations.show', visit.claim, { secret })
  const companies = shown.ok ? shown.result.companies : []
  const input = {
    ...inputOf(completeRules(companies), posted),
    secret,
    companyId: posted.one('companyId') || undefined,
  }
  const outcome = await visit.core.run('registrations.finish', visit.claim, input)
  if (!outcome.ok) return outcome
  visit.portal.browser.signIn(visit.response, outcome.result.session)
  const texts = shown.ok ? textsIn(shown.result.language) : visit.texts
  return { goTo: '/', say: sayDone(texts, 'registrations.finish', outcome.result) }
}
