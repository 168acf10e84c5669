import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { form } from './form.ts'
import { type Html, html } from './html.ts'
import { type Answer, addPage, runs } from './pages.ts'
import { nextPage } from './parts.ts'
import type { Portal, UserVisit } from './visit.ts'

type Failed = FoundOf<'delivery.list'>['messages'][number]

/** `/company/delivery`, Bezorging: who could not be reached and why, with a button that sends it again. */
export const addDeliveryPage = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, {
    path: '/company/delivery',
    who: 'administrator',
    show: deliveryPage,
    acts: {
      again: runs(
        'delivery.send_again',
        (posted) => ({ messageIds: posted.one('messageIds').split(' ') }),
        () => '/company/delivery',
      ),
    },
  })

const deliveryPage = async (visit: UserVisit): Promise<Answer> => {
  const { texts, query } = visit
  const words = texts.web.delivery
  const found = await visit.core.ask('delivery.list', visit.claim, {
    ...(query.one('after') && { after: query.one('after') }),
  })
  if (!found.ok) return found
  const { messages, next } = found.result
  const repeatable = messages.filter(({ about }) => about)
  return {
    title: texts.web.company.delivery,
    body: html`<p>${messages.length === 0 ? words.nothing : words.about}</p>
${repeatable.length > 1 && again(visit, repeatable, words.all)}
<ul class="rows">${messages.map((message) => row(visit, message))}</ul>
${nextPage(visit, next)}`,
  }
}

const again = (visit: UserVisit, messages: readonly Failed[], submit: string): Html =>
  form(visit, {
    act: 'again',
    hidden: { messageIds: messages.map(({ id }) => id).join(' ') },
    submit,
    style: 'secondary',
  })

const row = (visit: UserVisit, message: Failed): Html => {
  const { texts } = visit
  const { web, card, command } = texts
  const { through, why, at, userId, name = card.removedUser } = message
  return html`<li><div><h2>${userId ? html`<a href="/company/users/${userId}">${name}</a>` : name}</h2><p>${whatOf(message, texts)}</p><p>${web.delivery.why[why]}</p><p class="muted">${web.delivery.through[through]} · <time datetime="${at}">${texts.moment(at)}</time></p></div><div>${
    message.about
      ? again(visit, [message], command['delivery.send_again'])
      : userId && html`<a href="/company/users/${userId}">${web.delivery.inviteAgain}</a>`
  }</div></li>`
}

const whatOf = ({ about, names }: Failed, { web, card, trail }: Texts): string => {
  if (!about) return web.delivery.invitation
  if ('reference' in about) return web.delivery.request(about.reference)
  const { event } = about
  const nameOf = (id: string | undefined): string => (id && names[id]) || card.removedUser
  const say = trail[event.type] as (one: typeof event, name: typeof nameOf) => string
  return say(event, nameOf)
}
