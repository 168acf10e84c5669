const dateTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,12})?Z$/

/** An xs:dateTime in UTC, as SAML Core §1.3.3 wants it, in milliseconds; nothing when it is anything else. */
export const instant = (value: string | undefined): number | undefined => {
  if (value === undefined || !dateTime.test(value)) return undefined
  const milliseconds = Date.parse(value)
  return Number.isNaN(milliseconds) ? undefined : milliseconds
}
