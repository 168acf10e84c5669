import type { SignInTrace } from '../../src/sign-in/trace.ts'
import { form, type WebField } from './form.ts'
import { type Html, html } from './html.ts'
import { faultFacts, judgeTrace, saidTable } from './said-table.ts'
import { fieldOf, nextStep, type SetUpShown, type Step, stepPath } from './set-up-parts.ts'
import type { Visit } from './visit.ts'

/** A sign-in that writes nothing, what came of it, and which attributes to read. */
export const testStep: Step = async (visit, { connection, connectionId, traces }) => {
  const { setUp } = visit.texts
  if (!connection) return nextStep(visit, 2)
  const [latest] = traces
  const back = encodeURIComponent(stepPath(visit, 4))
  return html`<p>${setUp.testText}</p>
<p class="actions"><a href="/saml/${connectionId}/login?for=test&returnTo=${back}" role="button">${setUp.testStart}</a></p>
${latest && (await outcome(visit, connection, latest))}
${latest?.outcome === 'tested' && nextStep(visit, 5)}`
}

const outcome = async (
  visit: Visit,
  connection: NonNullable<SetUpShown['connection']>,
  trace: SignInTrace,
): Promise<Html> => {
  const { texts, portal } = visit
  const { setUp } = texts
  const said = await judgeTrace(portal, connection.id, trace)
  const { reason } = trace
  return html`<h3>${texts.moment(trace.at)}</h3>${
    reason
      ? html`<p class="fault" role="alert">${setUp.red(trace.code)}</p>${faultFacts({ ...trace, reason }, connection.identityProvider, texts)}`
      : html`<p class="said" role="status">${setUp.green}</p>`
  }${said?.ok && html`${saidTable(said, texts)}${attributes(visit, connection.attributes, [...said.attributes.keys()])}`}`
}

const attributes = (
  visit: Visit,
  chosen: { readonly email?: string; readonly name?: string; readonly groups?: string },
  names: readonly string[],
): Html => {
  const { setUp, command } = visit.texts
  const choice = (name: 'email' | 'name' | 'groups'): WebField =>
    fieldOf(name, setUp.attributeFor[name], {
      kind: 'choice',
      hint: chosen[name] ? undefined : setUp.usual,
      value: chosen[name] ?? '',
      options: names.map((value) => ({ value, label: value })),
    })
  return html`<details><summary>${command['set_ups.choose_attributes']}</summary><p>${setUp.attributesText}</p>${form(visit, { act: 'attributes', fields: [choice('email'), choice('name'), choice('groups')], submit: command['set_ups.choose_attributes'], style: 'secondary', action: visit.request.path })}</details>`
}

/** The last step: from now on people are led there. */
export const onStep: Step = (visit, { connection }) => {
  const { setUp, command } = visit.texts
  if (!connection) return nextStep(visit, 2)
  return html`<p>${setUp.onText}</p>${form(visit, { act: 'on', submit: command['set_ups.turn_on'], action: visit.request.path })}`
}
