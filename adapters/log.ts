import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'

export type Log = Logger

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export type LogLevel = (typeof logLevels)[number]

/**
 * The log: a line of JSON for each event, on standard output unless told otherwise. No secret and no e-mail address gets into it,
 * whether it stands in a message, a field, an error or its cause. The one exception is the field `links`: where no mail goes out,
 * the log is where a developer finds the links.
 */
export const openLog = (level: LogLevel, destination?: DestinationStream): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // `cleaned` has made plain objects of errors already.
      serializers: { err: (fault: unknown) => fault },
      hooks: {
        logMethod(args, method) {
          const [first, ...more] = args as unknown as [unknown, ...unknown[]]
          const line = first instanceof Error ? [{ err: first }, ...(more.length ? more : [first.message])] : args
          method.apply(this, line.map((part) => cleaned(part)) as Parameters<typeof method>)
        },
      },
    },
    destination,
  )

const secretName =
  /secret|token|passw|passphrase|authorization|cookie|credential|private_?key|saml_?(response|request)|^pass$/i

const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1[removed]@'],
  [/([?&](?:secret|token|code|state|SAMLResponse|SAMLRequest|RelayState)=)[^\s&#"'<>]+/gi, '$1[removed]'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, '$1 [removed]'],
  [/\b(?:xox[a-z]|xapp|xoxe\.xox[a-z])-[\w-]+/g, '[removed]'],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, '[removed]'],
  [/[^\s"'<>()[\]{},;:=/\\@]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}[\p{L}\p{N}-]+/gu, '[address]'],
]

const deepest = 6

/** The same value for reading: without secrets and addresses, errors as plain objects, cut off where it gets too deep. */
const cleaned = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string')
    return patterns.reduce((text, [pattern, instead]) => text.replace(pattern, instead), value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return value
  if (ArrayBuffer.isView(value)) return '[bytes]'
  if (depth === deepest) return '[…]'
  if (Array.isArray(value)) return value.map((item) => cleaned(item, depth + 1))
  const fields = value instanceof Error ? { ...errorFields(value), ...value } : value
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      if (name === 'links') return [name, field]
      if (secretName.test(name) && field !== undefined) return [name, '[removed]']
      return [name, cleaned(field, depth + 1)]
    }),
  )
}

// What an error keeps where `Object.entries` does not look.
const errorFields = ({ name, message, stack, cause }: Error) => ({ type: name, message, stack, cause })
