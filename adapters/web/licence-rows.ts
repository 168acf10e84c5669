import type { LicenceForMe } from '../../src/licences/list-licences.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { type Html, html } from './html.ts'

/** A list of licences: what I may use and why, with a way to ask for the others. */
export const licenceRows = (licences: readonly LicenceForMe[], texts: Texts, manage = false): Html =>
  html`<ul class="rows">${licences.map(
    (licence) =>
      html`<li><div><h3>${
        manage ? html`<a href="/company/licences/${licence.id}">${licence.name}</a>` : licence.name
      }</h3><p>${standing(licence, texts)}${licence.expiresAt && licence.access.because !== 'expired' && html` · ${texts.web.licences.lasts(licence.expiresAt)}`}${
        manage && licence.seats && html` · ${texts.chat.seats(licence.seats.used, licence.seats.of)}`
      }</p></div>${wayIn(licence, texts)}</li>`,
  )}</ul>`

const standing = ({ access, asked }: LicenceForMe, { chat }: Texts): string => {
  switch (access.because) {
    case 'company_wide':
      return chat.companyWide
    case 'grant':
      return access.until ? chat.haveAccessUntil(access.until) : chat.haveAccess
    case 'expired':
      return chat.expired
    default:
      return asked ? chat.asked(asked.reference) : chat.noAccess
  }
}

const wayIn = ({ id, access, asked, shown }: LicenceForMe, { command, web }: Texts): Html | undefined => {
  if (asked) return html`<div><a href="/requests/${asked.reference}">${web.requests.open}</a></div>`
  return access.because === 'no_grant' && shown
    ? html`<div><a href="/requests/access?licence=${id}">${command['requests.ask_access']}</a></div>`
    : undefined
}
