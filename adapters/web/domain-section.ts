import type { DomainView } from '../../src/companies/show-company.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { fieldsFor, form } from './form.ts'
import { type Html, html } from './html.ts'
import type { Visit } from './visit.ts'

const tones = { verified: 'good', proving: 'waiting', lost: 'bad' } as const

/** The colour of the tag with a domain's state, which says nothing by itself. */
export const domainTag = (state: DomainView['state'], { web }: Texts): Html =>
  html`<span class="tag ${tones[state]}">${web.general.state[state]}</span>`

/** The allowed domains, with how and when each was verified; a way to prove one, and to ask the operator for one. */
export const domainSection = (visit: Visit, domains: readonly DomainView[]): Html => {
  const { texts } = visit
  const words = texts.web.general
  return html`${
    domains.length === 0
      ? html`<p>${words.noDomains}</p>`
      : html`<ul class="rows">${domains.map((domain) => row(visit, domain))}</ul>`
  }
<details${isOpen(visit, 'domain-prove')}><summary>${words.prove}</summary><p>${words.proveText}</p>${form(visit, {
    act: 'domain-prove',
    fields: fieldsFor('domains.start_proof', { domain: { kind: 'line' } }, {}, texts),
    submit: texts.command['domains.start_proof'],
  })}</details>
<details${isOpen(visit, 'domain-request')}><summary>${words.askChange}</summary><p>${words.askChangeText}</p>${form(
    visit,
    {
      act: 'domain-request',
      fields: fieldsFor(
        'requests.ask_domain',
        { domain: { kind: 'line' }, removal: { kind: 'flag' }, reason: { kind: 'text' } },
        {},
        texts,
      ),
      submit: texts.card.send,
    },
  )}</details>`
}

/** A refused form must not hide. */
const isOpen = ({ problem }: Visit, act: string): Html | undefined => (problem?.act === act ? html` open` : undefined)

const row = (visit: Visit, { domain, state, proof, ...held }: DomainView): Html => {
  const { texts } = visit
  const words = texts.web.general
  const toCheck = proof && (state !== 'verified' || held.missingSince)
  return html`<li><div><h3>${domain}</h3><p>${howAllowed({ ...held, domain, state }, texts)}</p>${
    toCheck &&
    html`<p>${words.record}</p><dl><dt>${words.recordName}</dt><dd><code>${proof.name}</code></dd><dt>${words.recordValue}</dt><dd><code>${proof.record}</code></dd></dl>${form(visit, { act: 'domain-check', hidden: { domain }, submit: texts.command['domains.check_proof'], inline: true })}`
  }</div><div>${domainTag(state, texts)}</div></li>`
}

/** How and since when a domain is allowed, or since when its proof is missing. */
export const howAllowed = (
  { how: way, verifiedAt, verifiedBy, missingSince }: DomainView,
  { web, day }: Texts,
): string | undefined => {
  if (missingSince) return web.general.missing(day(missingSince))
  return verifiedAt && web.general.verified(way, day(verifiedAt), verifiedBy)
}
