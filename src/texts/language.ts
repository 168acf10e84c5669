export const languages = ['nl', 'en'] as const

export type Language = (typeof languages)[number]

/** The language of the product for a locale such as `nl-NL` or `en_GB`; `undefined` for one that it does not speak. */
export const languageOf = (locale: string | undefined): Language | undefined =>
  languages.find((language) => locale?.toLowerCase().startsWith(language))
