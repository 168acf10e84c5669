import { en } from './en.ts'
import type { Language } from './language.ts'
import { nl } from './nl.ts'
import type { Texts } from './texts.ts'

const all: { readonly [L in Language]: Texts } = { nl, en }

/** All words in one language. */
export const textsIn = (language: Language): Texts => all[language]
