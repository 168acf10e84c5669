import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import { refuse } from '../../src/kernel/refusal.ts'
import { metadataFields } from './connections-page.ts'
import { form, inputOf, type WebField, type WebRules } from './form.ts'
import { type Html, html } from './html.ts'
import { type Answer, addPage, runs, sayDone } from './pages.ts'
import { facts, ifAny, nextPage } from './parts.ts'
import type { Posted } from './posted.ts'
import { faultFacts, judgeTrace, saidTable } from './said-table.ts'
import type { Portal, UserVisit } from './visit.ts'

const rules: WebRules = {
  required: { kind: 'flag' },
  provisioning: { kind: 'flag' },
  idpInitiated: { kind: 'flag' },
  signRequests: { kind: 'flag' },
  forceAuthn: { kind: 'flag' },
  encryption: { kind: 'choice' },
}

const connectionOf = (visit: UserVisit) => ({ connectionId: visit.param('connection') })
const here = ({ request }: UserVisit): string => request.path

/** `/company/connections/:connection`: what to set up at the identity provider, the settings, and the recent sign-ins. */
export const addConnectionPage = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, {
    path: '/company/connections/:connection',
    who: 'administrator',
    show: connectionPage,
    acts: {
      settings: runs(
        'connections.change',
        (posted, visit) => ({ ...connectionOf(visit), ...inputOf(rules, posted) }),
        here,
      ),
      metadata: changeMetadata,
      rotate: runs('own_keys.rotate', (_posted, visit) => connectionOf(visit), here),
      retry: retryTrace,
      remove: runs(
        'connections.remove',
        (_posted, visit) => connectionOf(visit),
        () => '/company/connections',
      ),
    },
  })

const changeMetadata = async (visit: UserVisit, posted: Posted): Promise<Answer> => {
  const read = await visit.portal.identityProviders.read({
    metadataXml: posted.one('metadataXml').trim(),
    metadataUrl: posted.one('metadataUrl').trim(),
  })
  if (!read) return refuse('invalid_input', { fields: { metadataUrl: ['Required'] } })
  if ('why' in read) return refuse('metadata_unusable', { why: read.why })
  const outcome = await visit.core.run('connections.change', visit.claim, { ...connectionOf(visit), ...read })
  return outcome.ok ? { goTo: here(visit), say: sayDone(visit.texts, 'connections.change', outcome.result) } : outcome
}

/** Judges a message of before with the settings of now; nothing is written and nobody is signed in. */
const retryTrace = async (visit: UserVisit, posted: Posted): Promise<Answer> => {
  const { texts, core, portal } = visit
  const code = posted.one('code').slice(0, 20)
  const found = await core.ask('connections.show', visit.claim, { ...connectionOf(visit), code })
  if (!found.ok) return found
  const [trace] = found.result.traces
  const judged = trace && (await judgeTrace(portal, found.result.connection.id, trace))
  if (!judged) return refuse('not_found')
  return {
    title: `${trace.code}: ${texts.setUp.triedAgain}`,
    body: html`${judged.ok ? html`<p>${texts.setUp.wouldWork}</p>${saidTable(judged, texts)}` : faultFacts(judged, found.result.connection.identityProvider, texts)}
<p><a href="${here(visit)}">${texts.web.connections.back}</a></p>`,
  }
}

const connectionPage = async (visit: UserVisit): Promise<Answer> => {
  const { texts, query } = visit
  const found = await visit.core.ask('connections.show', visit.claim, {
    ...connectionOf(visit),
    ...(query.one('code') && { code: query.one('code').slice(0, 20) }),
    ...(query.one('after') && { after: query.one('after') }),
  })
  if (!found.ok) return found
  const { connection, next } = found.result
  const { web, command } = texts
  const links = visit.portal.identityProviders.links(connection.id)
  const isShared = connection.companies.length > 1
  return {
    title: web.connections.signOn,
    body: html`${facts([
      { label: web.connections.identityProvider, value: connection.identityProvider.entityId },
      {
        label: web.connections.companies,
        value: isShared ? connection.companies.map(({ name }) => name).join(', ') : undefined,
      },
      {
        label: web.connections.tested,
        value: connection.testedAt ? texts.moment(connection.testedAt) : web.connections.never,
      },
      {
        label: web.connections.ends,
        value: connection.identityProvider.endsAt && texts.day(connection.identityProvider.endsAt),
      },
      { label: web.connections.breakGlass, value: connection.breakGlass.map(({ name }) => name).join(', ') },
    ])}
${connection.metadataFault && html`<p class="note">${web.connections.metadataFault(connection.metadataFault)}</p>`}
${connection.encryption === 'cbc' && html`<p class="note">${web.connections.cbcWarning}</p>`}
<p><a href="/saml/${connection.id}/login?${connection.draft && html`for=test&`}returnTo=${encodeURIComponent(visit.request.path)}">${web.connections.test}</a></p>
<h2>${web.connections.setUp}</h2><p>${web.connections.setUpText}</p>
${facts([
  { label: web.connections.entityId, value: html`<code>${links.entityId}</code>` },
  { label: web.connections.acsUrl, value: html`<code>${links.acsUrl}</code>` },
  { label: web.connections.ownMetadata, value: html`<a href="${links.metadataUrl}">${links.metadataUrl}</a>` },
])}
<h2>${web.connections.settings}</h2>
${isShared ? html`<p>${texts.refused.connection_shared({})}</p>` : settings(visit, connection)}
<h2>${web.connections.recent}</h2>${recent(visit, found.result)}${nextPage(visit, next)}
${!isShared && html`<details><summary>${command['connections.remove']}</summary><p>${web.connections.removeText}</p>${form(visit, { act: 'remove', submit: command['connections.remove'], style: 'danger' })}</details>`}
<p><a href="${here(visit)}/groups">${web.groups.title}</a></p>
${!isShared && html`<p><a href="${here(visit)}/provisioning">${web.provisioning.title}</a></p>`}
<p><a href="/company/connections">${web.connections.back}</a></p>`,
  }
}

type Shown = FoundOf<'connections.show'>

const settings = (
  visit: UserVisit,
  { required, provisioning, idpInitiated, signRequests = false, forceAuthn = false, encryption }: Shown['connection'],
): Html => {
  const { web } = visit.texts
  const flag = (name: keyof typeof web.connections.flags, value: boolean): WebField => ({
    name,
    kind: 'flag',
    required: false,
    value,
    ...web.connections.flags[name],
  })
  return html`${form(visit, {
    act: 'settings',
    fields: [
      flag('required', required),
      flag('provisioning', provisioning),
      flag('idpInitiated', idpInitiated),
      flag('signRequests', signRequests),
      flag('forceAuthn', forceAuthn),
      {
        name: 'encryption',
        kind: 'choice',
        required: true,
        label: web.connections.encryption.label,
        hint: web.connections.encryption.hint,
        value: encryption ?? 'off',
        options: (['off', 'gcm', 'cbc'] as const).map((value) => ({
          value,
          label: web.connections.encryption.options[value],
        })),
      },
    ],
    submit: web.form.save,
  })}<details${visit.problem?.act === 'metadata' && html` open`}><summary>${web.connections.newMetadata}</summary>${form(visit, { act: 'metadata', fields: metadataFields(visit), submit: web.form.save })}</details>
<h2>${web.connections.key}</h2><p>${web.connections.keyText}</p>${form(visit, { act: 'rotate', submit: visit.texts.command['own_keys.rotate'], style: 'secondary' })}`
}

/** A person whose sign-in failed tells the code; here is what was wrong and what to do about it. */
const recent = (visit: UserVisit, { connection, traces }: Pick<Shown, 'connection' | 'traces'>): Html => {
  const { texts, query } = visit
  const { web } = texts
  return html`<form method="get" class="filter" role="search"><div class="field"><label for="code">${web.connections.code}</label><input type="search" id="code" name="code" maxlength="20" value="${query.one('code')}"></div><div class="field"><button type="submit" class="secondary">${texts.web.list.filter}</button></div></form>
${
  ifAny(
    traces,
    (list) =>
      html`<ul class="rows">${list.map((trace) => html`<li><div><h3>${trace.code}</h3>${describe(trace, connection, visit)}</div><div class="muted">${texts.moment(trace.at)}${trace.sealedMessage && form(visit, { act: 'retry', hidden: { code: trace.code }, submit: texts.setUp.tryAgain, style: 'secondary', inline: true })}</div></li>`)}</ul>`,
  ) ?? html`<p>${web.connections.noTraces}</p>`
}`
}

/** What the identity provider's message wanted is in English, for the one who sets the connection up. */
const describe = (
  trace: Shown['traces'][number],
  { identityProvider }: Shown['connection'],
  { texts }: UserVisit,
): Html => {
  const { outcome, reason } = trace
  if (outcome === 'tested') return html`<p>${texts.setUp.green}</p>`
  if (!reason) return html`<p>${texts.web.connections.signedIn}</p>`
  return faultFacts({ ...trace, reason }, identityProvider, texts)
}
