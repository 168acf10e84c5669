import type { FoundOf } from '../../src/catalogue.ts'
import type { WebField } from './form.ts'
import { type Html, html } from './html.ts'
import type { Visit } from './visit.ts'

export type SetUpShown = FoundOf<'set_ups.show'>

/** A step of setting up a connection, as a part of its page. */
export type Step = (visit: Visit, shown: SetUpShown) => Html | Promise<Html>

export const nextStep = (visit: Visit, step: number): Html =>
  html`<p class="actions"><a href="${stepPath(visit, step)}" role="button">${visit.texts.setUp.next}</a></p>`

/** The address of a step, counted from 1. */
export const stepPath = ({ request }: Visit, step: number): string => `${request.path}?step=${step}`

/** A field that no command has in this form. */
export const fieldOf = (name: string, label: string, over: Partial<WebField> = {}): WebField => ({
  name,
  label,
  kind: 'line',
  required: false,
  maxLength: 2000,
  ...over,
})
