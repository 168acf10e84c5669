/** The title of a request, for use inside a sentence: `Toegang tot "Bouw"` becomes `toegang tot "Bouw"`. */
export const inSentence = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1)
