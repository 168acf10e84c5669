/** The form in which words are searched and compared: canonical composition (Unicode NFC), lower case. The same in every store. */
export const searchText = (text: string): string => text.normalize('NFC').toLowerCase()
