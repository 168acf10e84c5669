/** What an identity provider says about one person, as the adapter reads it from a SCIM resource. */
import * as z from 'zod'

const name = z.string().trim().min(1).max(256)

export const personInput = {
  userName: name,
  externalId: name.optional(),
  /** For people to read. */
  name: z.string().max(1000).optional(),
  /** The one that the account gets. */
  email: z.string().max(1000),
  /** All of the resource, to be found by. */
  emails: z.array(z.string().max(1000)).max(50),
  active: z.boolean(),
  attributes: z.record(z.string(), z.unknown()).refine((given) => JSON.stringify(given).length <= 65_536),
}

const shape = z.object(personInput)
export type PersonInput = z.output<typeof shape>
