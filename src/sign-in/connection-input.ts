/** What a connection is set up with, as the adapters read it from metadata and forms. */
import * as z from 'zod'
import { id, line } from '../kernel/input.ts'

/** Browsers are sent there with people's names in the message: over TLS, or to this very machine for trying out. */
const webAddress = z
  .string()
  .max(2000)
  .regex(/^(https:\/\/[^\s"'<>\\]+|http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/[^\s"'<>\\]*)?)$/)

export const identityProvider = z.object({
  entityId: line(1024),
  ssoUrl: webAddress,
  ssoBinding: z.enum(['redirect', 'post']),
  sloUrl: webAddress.optional(),
  sloResponseUrl: webAddress.optional(),
  /** PEM. */
  certificates: z.array(z.string().min(1).max(20_000)).min(1).max(20),
  /** When the last of them ends. */
  endsAt: z.iso.datetime().optional(),
  wantsSignedRequests: z.boolean().optional(),
})

export const connectionSettings = {
  /** Companies that share it, besides the one that it is set up for. */
  sharedWith: z.array(id).max(100).optional(),
  /** Names of attributes; an empty object goes back to the usual names. */
  attributes: z
    .object({ email: line(300).optional(), name: line(300).optional(), groups: line(300).optional() })
    .optional(),
  required: z.boolean().optional(),
  idpInitiated: z.boolean().optional(),
  provisioning: z.boolean().optional(),
  signRequests: z.boolean().optional(),
  forceAuthn: z.boolean().optional(),
  /** `cbc` takes a weaker cipher as well, for identity providers that know no other. */
  encryption: z.enum(['off', 'gcm', 'cbc']).optional(),
  /** The administrator who keeps the sign-in link when it is required; the first lasting one unless named. */
  breakGlass: id.optional(),
}

/** What groups bring. */
export const groupRules = z
  .array(
    z.object({
      group: line(500),
      role: z.literal('administrator').optional(),
      licenceIds: z.array(id).max(50).optional(),
    }),
  )
  .max(200)

/** Where the identity provider publishes its metadata, and how long a reading of it is good. */
export const metadataSource = { metadataUrl: webAddress.optional(), cacheSeconds: z.number().min(0).optional() }

export const metadataAddress = webAddress
