import { sayRefused } from '../../src/texts/say-refused.ts'
import { type Guide, guides } from '../../src/texts/set-up-texts.ts'
import { control } from './control.ts'
import { form } from './form.ts'
import { html } from './html.ts'
import { facts } from './parts.ts'
import { fieldOf, nextStep, type Step, stepPath } from './set-up-parts.ts'

/** What to copy to the identity provider, with instructions for the one that was picked. */
export const oursStep: Step = (visit, { connectionId }) => {
  const { setUp, web } = visit.texts
  const links = visit.portal.identityProviders.links(connectionId)
  const picked: Guide = guides.find((guide) => guide === visit.query.one('guide')) ?? 'other'
  return html`<p>${setUp.oursText}</p>${facts([
    { label: web.connections.entityId, value: html`<code>${links.entityId}</code>` },
    { label: web.connections.acsUrl, value: html`<code>${links.acsUrl}</code>` },
    { label: web.connections.ownMetadata, value: html`<a href="${links.metadataUrl}">${links.metadataUrl}</a>` },
  ])}
<h3>${setUp.choose}</h3>
<ul>${guides.map((guide) => html`<li><a href="${stepPath(visit, 1)}&guide=${guide}"${guide === picked && html` aria-current="true"`}>${setUp.guide[guide].name}</a></li>`)}</ul>
<h3>${setUp.guide[picked].name}</h3><ol>${setUp.guide[picked].steps.map((step) => html`<li>${step}</li>`)}</ol>
${nextStep(visit, 2)}`
}

/** The identity provider's metadata: by address, pasted, or as a file. */
export const metadataStep: Step = (visit, { connection }) => {
  const { texts, problem } = visit
  const { setUp, web } = texts
  const surroundings = { scope: 'metadata', fault: undefined, texts }
  const given = (name: string): string => (problem?.act === 'metadata' ? problem.posted.one(name) : '')
  const fields = [
    fieldOf('metadataUrl', web.connections.metadataUrl, {
      value: given('metadataUrl') || (connection?.metadataUrl ?? ''),
    }),
    fieldOf('metadataXml', web.connections.metadataXml, {
      kind: 'text',
      maxLength: 200_000,
      value: given('metadataXml'),
    }),
  ]
  return html`${connection && html`<p class="note">${setUp.read(connection.identityProvider.entityId)}</p>`}<p>${setUp.metadataText}</p>
<form method="post" enctype="multipart/form-data" action="${visit.request.path}"><input type="hidden" name="_token" value="${visit.token}"><input type="hidden" name="_do" value="metadata">
${problem?.act === 'metadata' && html`<p class="fault" role="alert">${sayRefused(texts.refused, problem.refused)}</p>`}
${fields.map((field) => control(field, surroundings))}
<div class="field"><label for="metadata-file">${setUp.metadataFile} <span class="optional">${web.form.optional}</span></label><input type="file" id="metadata-file" name="metadataFile" accept=".xml,application/xml,text/xml,application/samlmetadata+xml"></div>
<button type="submit">${texts.command['set_ups.take_metadata']}</button></form>`
}

/** The company's domains, and the record that proves one. */
export const domainStep: Step = (visit, { domains }) => {
  const { setUp, web, command, field } = visit.texts
  return html`<p>${setUp.domainText}</p>
<ul class="rows">${domains.map(
    ({ domain, state, proof }) =>
      html`<li><div><h3>${domain}</h3>${
        state === 'verified'
          ? html`<p>${setUp.verified}</p>`
          : proof &&
            html`${facts([
              { label: web.general.recordName, value: html`<code>${proof.name}</code>` },
              { label: web.general.recordValue, value: html`<code>${proof.record}</code>` },
            ])}${form(visit, { act: 'check', hidden: { domain }, submit: command['set_ups.check_proof'], action: visit.request.path })}`
      }</div></li>`,
  )}</ul>
${form(visit, { act: 'prove', fields: [fieldOf('domain', field.domain, { required: true, maxLength: 253 })], submit: command['set_ups.start_proof'], style: 'secondary', action: visit.request.path })}
${nextStep(visit, 4)}`
}
