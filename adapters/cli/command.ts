/** What a command asks of the operator API. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Under `/operator/v1`. */
  readonly path: string
  readonly body?: { readonly [field: string]: unknown }
  /** Follow `next` until everything is there, and print one line of JSON for each row. */
  readonly all?: 'audit'
  /** Make the call again with what its answer names as `next`, until there is none, and add up its counts. */
  readonly parts?: true
  /** A file with people, who are sent with this call a part at a time. */
  readonly list?: string
}

export type Options = { readonly [name: string]: string | boolean | readonly string[] | undefined }

export interface CliCommand {
  readonly usage: string
  readonly does: string
  /** The words that must follow, in order. */
  readonly words: readonly string[]
  readonly options: { readonly [name: string]: { readonly type: 'string' | 'boolean'; readonly multiple?: true } }
  readonly call: (words: readonly string[], options: Options) => Call
}

export const text = { type: 'string' } as const
export const texts = { type: 'string', multiple: true } as const
export const flag = { type: 'boolean' } as const

export const path = (...parts: readonly (string | undefined)[]): string =>
  `/${parts.map((part) => encodeURIComponent(part ?? '')).join('/')}`

export const given = (fields: { readonly [field: string]: unknown }) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

export const numberIn = (value: Options[string]): number | undefined =>
  typeof value === 'string' ? Number(value) : undefined

export const listIn = (value: Options[string]): readonly string[] | undefined =>
  Array.isArray(value) ? value : undefined

export const onOff = (value: Options[string]): boolean | undefined => {
  if (value === undefined) return undefined
  if (value === 'on' || value === 'off') return value === 'on'
  throw new Error('write "on" or "off"')
}

/** Commands by noun and verb. */
export type CliCommands = { readonly [nounAndVerb: string]: CliCommand }

export const query = (options: Options): string =>
  typeof options['query'] === 'string' ? `?query=${encodeURIComponent(options['query'])}` : ''
