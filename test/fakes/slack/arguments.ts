import { asText, isJson, type Json } from '../teams/json.ts'
import { Refused } from './refused.ts'

/** A flag as it travels in JSON or in a form. */
export const flag = (value: unknown): boolean => value === true || value === 'true' || value === '1' || value === 1

const unpacked = (value: unknown, error: string): unknown => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    throw new Refused(error)
  }
}

/** A list that forms carry as JSON in a string; undefined when it is not given. */
export const listArgument = (args: Json, name: string, error: string): unknown[] | undefined => {
  if (args[name] === undefined || args[name] === '') return undefined
  const value = unpacked(args[name], error)
  if (!Array.isArray(value)) throw new Refused(error)
  return value
}

/** An object that forms carry as JSON in a string; undefined when it is not given. */
export const objectArgument = (args: Json, name: string, error: string): Json | undefined => {
  if (args[name] === undefined || args[name] === '') return undefined
  const value = unpacked(args[name], error)
  if (!isJson(value)) throw new Refused(error)
  return value
}

export const textArgument = (args: Json, name: string): string | undefined => asText(args[name]) || undefined

/** A text that must be there; Slack names the missing one in `response_metadata`. */
export const needText = (args: Json, name: string, error = 'invalid_arguments'): string => {
  const text = textArgument(args, name)
  if (text) return text
  throw new Refused(error, { response_metadata: { messages: [`[ERROR] missing required field: ${name}`] } })
}
