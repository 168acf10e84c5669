import type { Router } from 'express'
import { figuresSection } from './figures-section.ts'
import { html } from './html.ts'
import { licenceRows } from './licence-rows.ts'
import { addPage } from './pages.ts'
import { requestRows } from './request-rows.ts'
import type { Portal, UserVisit } from './visit.ts'

/** `/`: what I can use and ask, what I asked, and for administrators what waits for them. */
export const addHomePage = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, { path: '/', who: 'user', show: homePage })

const homePage = async (visit: UserVisit) => {
  const { core, claim, texts } = visit
  const words = texts.web.home
  const licences = await core.ask('licences.list', claim, {})
  if (!licences.ok) return licences
  const mine = await core.ask('requests.list', claim, { show: 'mine', period: 'year', limit: 5 })
  if (!mine.ok) return mine
  const waiting = licences.result.administrator
    ? await core.ask('requests.list', claim, { show: 'open', limit: 5 })
    : undefined
  const figures = licences.result.administrator ? await core.ask('companies.figures', claim, {}) : undefined
  const forMe = waiting?.ok ? waiting.result : undefined
  return {
    title: words.hello(visit.actor.user.name),
    body: html`${
      forMe &&
      html`<section aria-labelledby="waiting"><h2 id="waiting">${words.waiting}</h2>${
        forMe.total === 0
          ? html`<p>${words.nothingWaits}</p>`
          : html`${requestRows(forMe.requests, texts)}<p><a href="/requests">${words.decide(forMe.total)}</a></p>`
      }</section>`
    }
<section aria-labelledby="licences"><h2 id="licences">${words.licences}</h2>
${licences.result.licences.length === 0 ? html`<p>${texts.chat.noLicences}</p>` : licenceRows(licences.result.licences, texts)}
<p><a href="/requests/standard">${texts.command['requests.ask_standard']}</a></p></section>
<section aria-labelledby="mine"><h2 id="mine">${words.mine}</h2>
${mine.result.total === 0 ? html`<p>${words.nothingAsked}</p>` : requestRows(mine.result.requests, texts)}
${mine.result.total > 0 && html`<p><a href="/requests?show=mine">${words.allMine}</a></p>`}</section>
${figures?.ok && figuresSection(figures.result, licences.result.licences, texts)}`,
  }
}
