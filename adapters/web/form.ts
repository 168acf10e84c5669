import type { Input } from '../../src/cards/card.ts'
import { type Field, type FieldRule, fieldsOf } from '../../src/cards/form.ts'
import { type CommandName, commands } from '../../src/catalogue.ts'
import { sayRefused } from '../../src/texts/say-refused.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { control } from './control.ts'
import { faultsAt } from './faults.ts'
import { type Html, html, type Part } from './html.ts'
import type { Posted } from './posted.ts'
import type { Visit } from './visit.ts'

/** A field of a form, with what a browser wants to know beside it. */
export interface WebRule extends FieldRule {
  /** Left empty it clears what was there; otherwise it leaves it alone. */
  readonly clears?: boolean
  /** What the browser may fill in by itself (WCAG 1.3.5). */
  readonly autocomplete?: string
}
export interface WebRules {
  readonly [name: string]: WebRule
}

export interface WebField extends Field {
  readonly autocomplete?: string | undefined
}

export interface WebForm {
  /** The act that takes it. */
  readonly act: string
  readonly fields?: readonly WebField[]
  readonly hidden?: { readonly [name: string]: string | undefined }
  /** Before the fields, and after them. */
  readonly before?: Part
  readonly after?: Part
  /** The words on the button, or buttons of one's own. */
  readonly submit: string | Html
  readonly style?: 'danger' | 'secondary'
  /** Where it goes, when that is not this very page. */
  readonly action?: string
  /** It carries a file; the page reads it with `multipart`. */
  readonly file?: boolean
  /** Small and in line: a button with perhaps one field. */
  readonly inline?: boolean
}

/** The fields of a command's form: labels from the texts, lengths and what must be filled in from the command itself. */
export const fieldsFor = (name: CommandName, rules: WebRules, filled: Input, texts: Texts): WebField[] =>
  fieldsOf(commands[name].input, rules, filled, texts).map((field) => ({
    ...field,
    autocomplete: rules[field.name]?.autocomplete,
  }))

/** A form that posts; after a refusal, with what was filled in and what is wrong at each field. */
export const form = (visit: Visit, { act, fields = [], ...rest }: WebForm): Html => {
  const problem = visit.problem?.act === act && isSame(rest.hidden, visit.problem.posted) ? visit.problem : undefined
  const faults = problem ? faultsAt(problem.refused, fields, visit.texts) : {}
  const said = problem && Object.keys(faults).length === 0 && sayRefused(visit.texts.refused, problem.refused)
  const scope = [act, ...Object.values(rest.hidden ?? {})]
    .join('-')
    .replace(/[^\w-]+/g, '_')
    .slice(0, 80)
  return html`<form method="post"${rest.action && html` action="${rest.action}"`}${rest.inline && html` class="inline"`}${rest.file && html` enctype="multipart/form-data"`}>
<input type="hidden" name="_token" value="${visit.token}"><input type="hidden" name="_do" value="${act}">
${Object.entries(rest.hidden ?? {}).map(([name, value]) => value !== undefined && html`<input type="hidden" name="${name}" value="${value}">`)}
${said && html`<p class="fault" role="alert">${said}</p>`}
${rest.before}${fields.map((field) => control(again(field, problem?.posted), { scope, fault: faults[field.name], texts: visit.texts }))}${rest.after}
${typeof rest.submit === 'string' ? html`<button type="submit"${rest.style && html` class="${rest.style}"`}>${rest.submit}</button>` : rest.submit}
</form>`
}

/** Several forms on a page can do the same to different things. */
const isSame = (hidden: WebForm['hidden'], posted: Posted): boolean =>
  Object.entries(hidden ?? {}).every(([name, value]) => (value ?? '') === posted.one(name))

const again = (field: WebField, posted: Posted | undefined): WebField => {
  if (!posted) return field
  const { name, kind } = field
  if (kind === 'flag') return { ...field, value: posted.has(name) }
  if (kind === 'choices') return { ...field, value: posted.many(name) }
  return { ...field, value: posted.one(name) }
}

/** The input of a command from a posted form. */
export const inputOf = (rules: WebRules, posted: Posted): Input =>
  Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, read(rule, name, posted)])) as Input

const read = (rule: WebRule, name: string, posted: Posted): unknown => {
  const written = posted.one(name).trim()
  switch (rule.kind) {
    case 'flag':
      return posted.has(name)
    case 'choices':
      return posted.many(name)
    case 'emails':
      return written.split(/[\s,;]+/).filter((one) => one !== '')
    case 'number':
      return written === '' ? empty(rule) : Number(written)
    default:
      // A browser sends line breaks as CR LF (WHATWG HTML, 4.10.22.7).
      return written === '' ? empty(rule) : written.replace(/\r\n/g, '\n')
  }
}

const empty = ({ clears, required }: WebRule): null | '' | undefined => (clears ? null : required ? '' : undefined)
