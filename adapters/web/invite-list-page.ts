import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import { sayRefused } from '../../src/texts/say-refused.ts'
import { type CsvRead, readCsv } from '../../src/users/read-csv.ts'
import { control } from './control.ts'
import { form } from './form.ts'
import { type Html, html } from './html.ts'
import { multipart } from './multipart.ts'
import { type Answer, addPage, type Page } from './pages.ts'
import type { Posted } from './posted.ts'
import type { Portal, UserVisit } from './visit.ts'

const path = '/company/users/invite/list'
/** So many people are invited at a time, so that a page answers soon and shows how far it is. */
const batch = 100

/** `/company/users/invite/list`: a list from a spreadsheet, shown line by line before it is sent, and then sent a part at a time. */
export const addInviteListPage = (routes: Router, portal: Portal): void => {
  routes.post(path, ...multipart)
  addPage(routes, portal, {
    path,
    who: 'administrator',
    show: (visit) => choosePage(visit),
    acts: {
      look: (visit, posted) => previewPage(visit, posted.one('file').trim() || posted.one('pasted')),
      send: sendNext,
    },
  })
}

const choosePage = (visit: UserVisit, fault?: string): Page => {
  const { texts } = visit
  const words = texts.web.inviteList
  const pasted = control(
    { name: 'pasted', label: words.pasted, hint: words.pastedHint, kind: 'text', required: false },
    { scope: 'look', fault, texts },
  )
  return {
    title: words.title,
    ...(fault && { status: 422 }),
    body: html`<p>${words.intro}</p>
${form(visit, {
  act: 'look',
  file: true,
  before: html`<div class="field"><label for="list-file">${words.file} <span class="optional">${texts.web.form.optional}</span></label><input type="file" id="list-file" name="file" accept=".csv,text/csv,text/plain"></div>${pasted}`,
  submit: words.look,
})}
<p><a href="/company/users">${texts.web.users.back}</a></p>`,
  }
}

type Previewed = FoundOf<'users.preview_list'>['results'][number]

const previewPage = async (visit: UserVisit, csv: string): Promise<Answer> => {
  const { texts } = visit
  const words = texts.web.inviteList
  const list = readCsv(csv)
  if (list.people.length + list.faults.length === 0) return choosePage(visit, words.empty)
  const previewed: Previewed[] = []
  for (let from = 0; from < list.people.length; from += batch) {
    const emails = list.people.slice(from, from + batch).map(({ email }) => email)
    const found = await visit.core.ask('users.preview_list', visit.claim, { emails })
    if (!found.ok) return found
    previewed.push(...found.result.results)
  }
  const ready = previewed.filter((one) => 'outcome' in one && one.outcome === 'invited').length
  const left = list.people.length + list.faults.length - ready
  return {
    title: words.preview,
    body: html`<p>${words.counts(ready, left)}</p>
${table(visit, list, previewed)}
${ready > 0 && form(visit, { act: 'send', file: true, hidden: { csv, from: '0' }, submit: words.invite(ready) })}
<p><a href="${path}">${words.otherList}</a></p>`,
  }
}

/** Every line of the list in its own order: who it is about, and what happens. */
const table = ({ texts }: UserVisit, { people, faults }: CsvRead, previewed: readonly Previewed[]): Html => {
  const words = texts.web.inviteList
  const rows = [
    ...people.map(({ line, email, name }, index) => {
      const one = previewed[index]
      const good = one && 'outcome' in one && one.outcome === 'invited'
      const result = one && ('refused' in one ? sayRefused(texts.refused, one.refused) : words.outcome[one.outcome])
      return { line, who: name ? `${name} (${email})` : email, good, result }
    }),
    ...faults.map(({ line, fault, text }) => ({ line, who: text, good: false, result: words.fault[fault] })),
  ].sort((a, b) => a.line - b.line)
  return html`<div class="wide"><table><thead><tr><th scope="col">${words.line}</th><th scope="col">${texts.chat.address}</th><th scope="col">${words.result}</th></tr></thead><tbody>${rows.map(
    ({ line, who, good, result }) =>
      html`<tr><td>${line}</td><td>${who}</td><td${!good && html` class="left-out"`}>${result}</td></tr>`,
  )}</tbody></table></div>`
}

/** Invites the next part. What could not be invited is told at the end, with why. */
const sendNext = async (visit: UserVisit, posted: Posted): Promise<Answer> => {
  const { texts } = visit
  const words = texts.web.inviteList
  const csv = posted.one('csv')
  const { people } = readCsv(csv)
  const from = Math.max(0, Math.trunc(Number(posted.one('from'))) || 0)
  const now = people.slice(from, from + batch).map(({ line: _line, ...person }) => person)
  let invited = Math.max(0, Math.trunc(Number(posted.one('invited'))) || 0)
  let refused = posted.one('refused')
  if (now.length > 0) {
    const outcome = await visit.core.run('users.invite_list', visit.claim, { people: now })
    // One person alone is refused outright; in a list that is a line like any other.
    if (!outcome.ok && now.length > 1) return outcome
    if (!outcome.ok) refused += `${now[0]?.email}: ${sayRefused(texts.refused, outcome)}\n`
    for (const one of outcome.ok ? outcome.result.results : [])
      if ('refused' in one) refused += `${one.email}: ${sayRefused(texts.refused, one.refused)}\n`
      else if (one.outcome === 'invited') invited++
  }
  const done = Math.min(from + batch, people.length)
  const counted = texts.chat.invitedTitle(invited, refused.split('\n').length - 1)
  if (done >= people.length && refused === '') return { goTo: '/company/users', say: counted }
  if (done >= people.length)
    return {
      title: counted,
      body: html`<p class="note">${refused.trim()}</p><p><a href="/company/users">${texts.web.users.back}</a></p>`,
    }
  return {
    title: words.progress,
    body: html`<p><label for="progress">${words.done(done, people.length)}</label> <progress id="progress" max="${people.length}" value="${done}"></progress></p>
${form(visit, { act: 'send', file: true, hidden: { csv, from: String(done), invited: String(invited), refused }, submit: words.goOn })}`,
  }
}
