/** What only begins the name of a standard, however it is written. */
const known = 'NEN|NPR|NTA|NVN|ISO|IEC|DIN|CEN|CLC'
/** What can follow: `NEN-EN-ISO/IEC`, `ISO/TS`. */
const further = `(?:[-/ ](?:${known}|EN|TS|TR|PAS|HD))*`
/** `1010`, `27001-2`, `14.001`, `1090-2:2018+A1:2024`. */
const digits = '[A-Z]?\\d[\\d.]*(?:-\\d+)*(?::\\d{4})?(?:\\+[AC]\\d+(?::\\d{4})?)*'

// "En" is Dutch for "and": alone it counts in capitals only, and before a number of standards, not of days.
const patterns = [
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${known})${further}[- ]?${digits}`, 'iu'),
  new RegExp(`(?<![\\p{L}\\p{N}])EN${further}[- ]?\\d{3}[\\d.]*(?:-\\d+)*(?::\\d{4})?`, 'u'),
]
const longest = 60

/**
 * The number of the first standard that a text names (`NEN-EN-ISO 9001:2015`), as it is written there; `undefined` when it names
 * none. A full stop that ends the sentence is no part of it.
 */
export const findStandard = (text: string): string | undefined => {
  for (const pattern of patterns) {
    const number = pattern.exec(text.replace(/\s+/g, ' '))?.[0].replace(/\.+$/, '')
    if (number && number.length <= longest) return number
  }
  return undefined
}
