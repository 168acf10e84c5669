import type { IdentityProvider } from '../../src/sign-in/connection.ts'
import { placeOf } from '../../src/sign-in/product.ts'
import { masked, maskedId, type SignInTrace } from '../../src/sign-in/trace.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { type Html, html } from './html.ts'
import type { Said } from './identity-providers.ts'
import { facts } from './parts.ts'
import type { Portal } from './visit.ts'

/** What the message of a trace says with the settings of now; nothing where it was not kept. */
export const judgeTrace = async (
  { core, identityProviders }: Portal,
  connectionId: string,
  { sealedMessage, at }: SignInTrace,
): Promise<Said | undefined> =>
  sealedMessage === undefined
    ? undefined
    : identityProviders.judgeAgain(connectionId, core.ports.secrets.open(sealedMessage), new Date(at))

const hidden = (value: string): string => (value.includes('@') ? masked(value) : `${value.slice(0, 2)}…`)

/** What was said about a person: enough to see which attribute is which, too little to learn who it was. */
export const saidTable = ({ nameId, attributes }: Said & { readonly ok: true }, { setUp }: Texts): Html =>
  html`<h3>${setUp.said}</h3><dl><dt>NameID</dt><dd><code>${maskedId(nameId)}</code></dd>${[...attributes].map(
    ([name, values]) => html`<dt><code>${name}</code></dt><dd><code>${values.map(hidden).join(', ')}</code></dd>`,
  )}</dl>`

/**
 * Which check failed, the remedy in the words of that identity provider, and what was expected against what came. The last two are in
 * English, for the IT department.
 */
export const faultFacts = (
  fault: Pick<Said & { ok: false }, 'reason' | 'expected' | 'received'> & { readonly detail?: string | undefined },
  identityProvider: IdentityProvider,
  { signIn, setUp, web }: Texts,
): Html => {
  const { reason, detail, expected, received } = fault
  const { why, remedy } = signIn[reason]
  const place = placeOf(identityProvider, reason)
  return html`<p>${why}</p><p>${remedy}</p>${
    place && html`<p>${setUp.place(setUp.guide[place.product].name)} <span lang="en">${place.place}</span></p>`
  }${detail && html`<p lang="en"><code>${detail}</code></p>`}${facts([
    { label: web.connections.expected, value: expected && html`<code>${masked(expected)}</code>` },
    { label: web.connections.received, value: received && html`<code>${masked(received)}</code>` },
  ])}`
}
