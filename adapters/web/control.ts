import type { Texts } from '../../src/texts/texts.ts'
import type { WebField } from './form.ts'
import { type Html, html } from './html.ts'

interface Surroundings {
  /** Keeps identifiers apart between the forms of a page. */
  readonly scope: string
  readonly fault: string | undefined
  readonly texts: Texts
}

/** A field with its label, hint and fault, bound to each other for whoever does not see them (WCAG 1.3.1, 3.3.1). */
export const control = (field: WebField, { scope, fault, texts }: Surroundings): Html => {
  const id = `${scope}-${field.name}`
  const hint = field.hint && html`<small id="${id}-hint">${field.hint}</small>`
  const wrong = fault && html`<small class="fault" id="${id}-fault">${fault}</small>`
  const described = [field.hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ')
  const bound = html`${described && html` aria-describedby="${described}"`}${fault && html` aria-invalid="true"`}`
  if (field.kind === 'flag')
    return html`<div class="field"><label for="${id}"><input type="checkbox" id="${id}" name="${field.name}"${field.value === true && html` checked`}${bound}> ${field.label}</label>${hint}${wrong}</div>`
  if (field.kind === 'choices')
    return html`<fieldset class="field"${bound}><legend>${field.label}</legend>${(field.options ?? []).map(
      ({ value, label }) =>
        html`<label><input type="checkbox" name="${field.name}" value="${value}"${listOf(field.value).includes(value) && html` checked`}> ${label}</label>`,
    )}${hint}${wrong}</fieldset>`
  const attributes = html` id="${id}" name="${field.name}"${field.required && html` required`}${bound}`
  return html`<div class="field"><label for="${id}">${field.label}${!field.required && html` <span class="optional">${texts.web.form.optional}</span>`}</label>${input(field, attributes, texts)}${hint}${wrong}</div>`
}

const input = (field: WebField, attributes: Html, texts: Texts): Html => {
  const value = typeof field.value === 'string' || typeof field.value === 'number' ? String(field.value) : ''
  switch (field.kind) {
    case 'choice':
      return html`<select${attributes}>${(!field.required || value === '') && html`<option value="">${texts.web.form.choose}</option>`}${(
        field.options ?? []
      ).map(
        (option) =>
          html`<option value="${option.value}"${option.value === value && html` selected`}>${option.label}</option>`,
      )}</select>`
    case 'text':
    case 'emails':
      return html`<textarea${attributes} rows="3"${field.maxLength && html` maxlength="${field.maxLength}"`}>
${listOf(field.value).join('\n') || value}</textarea>`
    default:
      return html`<input type="${types[field.kind]}"${attributes} value="${value}"${field.maxLength && html` maxlength="${field.maxLength}"`}${field.autocomplete && html` autocomplete="${field.autocomplete}"`}>`
  }
}

const types: { readonly [K in 'line' | 'date' | 'number' | 'email' | 'flag' | 'choices']: string } = {
  line: 'text',
  date: 'date',
  number: 'number',
  email: 'email',
  flag: 'checkbox',
  choices: 'checkbox',
}

const listOf = (value: WebField['value']): readonly string[] => (Array.isArray(value) ? value : [])
