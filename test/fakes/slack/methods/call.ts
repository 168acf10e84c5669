import type { Json } from '../../teams/json.ts'
import type { Installation } from '../world.ts'

/** A Web API call whose token and scopes have been looked at. */
export interface Call {
  readonly method: string
  readonly args: Json
  readonly installation: Installation
}

/** What a method answers besides `ok: true`; throws `Refused` to say no. */
export type Method = (call: Call) => Json

export type Methods = Readonly<Record<string, Method>>
