import type { Router } from 'express'
import { momentOf } from '../../src/kernel/instant.ts'
import { refuse } from '../../src/kernel/refusal.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { form, type WebField } from './form.ts'
import { html } from './html.ts'
import { type Answer, addPage, runs, sayDone } from './pages.ts'
import { facts, ifAny } from './parts.ts'
import type { Posted } from './posted.ts'
import type { OperatorVisit, Portal } from './visit.ts'

const path = '/operator/webhooks'

/** `/operator/webhooks`: addresses that hear every change of access, with what sends it again to a receiver that was away. */
export const addOperatorWebhooks = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, {
    path,
    who: 'operator',
    show: webhooksPage,
    acts: {
      add,
      replay,
      remove: runs(
        'webhooks.remove',
        (posted) => ({ webhookId: posted.one('webhookId') }),
        () => path,
      ),
    },
  })

/** The page that follows at once, and no other, shows the secret. */
const add = async (visit: OperatorVisit, posted: Posted): Promise<Answer> => {
  const outcome = await visit.core.run('webhooks.add', visit.claim, { url: posted.one('url').trim() })
  if (!outcome.ok) return outcome
  const { done, operator } = visit.texts
  return {
    title: done['webhooks.add'](outcome.result),
    body: html`<p>${operator.webhookSecretText}</p>${facts([{ label: operator.webhookSecret, value: html`<code>${outcome.result.secret}</code>` }])}<p><a href="${path}">${operator.goOn}</a></p>`,
  }
}

/** From the beginning of a day on, a part at a time. */
const replay = async (visit: OperatorVisit, posted: Posted): Promise<Answer> => {
  const day = posted.one('since')
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)))
    return refuse('invalid_input', { fields: { since: ['a date'] } })
  const input = { webhookId: posted.one('webhookId'), since: momentOf({ day, time: '00:00' }) }
  for (let after: string | undefined; ; ) {
    const outcome = await visit.core.run('webhooks.replay', visit.claim, { ...input, ...(after && { after }) })
    if (!outcome.ok) return outcome
    after = outcome.result.next
    if (!after) return { goTo: path, say: sayDone(visit.texts, 'webhooks.replay', outcome.result) }
  }
}

const webhooksPage = async (visit: OperatorVisit): Promise<Answer> => {
  const found = await visit.core.ask('webhooks.list', visit.claim, {})
  if (!found.ok) return found
  const { texts } = visit
  const { operator, command } = texts
  return {
    title: operator.webhooks,
    body: html`<p>${operator.webhooksText}</p>
${
  ifAny(
    found.result.webhooks,
    (list) =>
      html`<ul class="rows">${list.map(
        ({ id, url, companyId, createdAt }) =>
          html`<li><div><h2>${url}</h2><p>${texts.day(createdAt)}${companyId && html` · <a href="/operator/companies/${companyId}">${operator.ofOneCompany}</a>`}</p>
${form(visit, { act: 'replay', fields: [sinceField(texts)], hidden: { webhookId: id }, submit: command['webhooks.replay'], style: 'secondary' })}</div>
${form(visit, { act: 'remove', hidden: { webhookId: id }, submit: command['webhooks.remove'], style: 'danger', inline: true })}</li>`,
      )}</ul>`,
  ) ?? html`<p>${operator.noWebhooks}</p>`
}
<h2>${command['webhooks.add']}</h2>
${form(visit, { act: 'add', fields: [urlField(texts)], submit: command['webhooks.add'] })}`,
  }
}

const urlField = ({ operator }: Texts): WebField => ({
  name: 'url',
  label: operator.webhookUrl,
  hint: operator.webhookUrlHint,
  kind: 'line',
  required: true,
  maxLength: 2000,
})

const sinceField = ({ operator }: Texts): WebField => ({
  name: 'since',
  label: operator.replaySince,
  kind: 'date',
  required: true,
})
