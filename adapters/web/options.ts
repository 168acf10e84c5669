import type { Option } from '../../src/cards/form.ts'
import { type Language, languages } from '../../src/texts/language.ts'

/** Each language in its own words, so that whoever landed in the wrong one finds the way back. */
const ownName: { readonly [L in Language]: string } = { nl: 'Nederlands', en: 'English' }

export const languageOptions: readonly Option[] = languages.map((language) => ({
  value: language,
  label: ownName[language],
}))
