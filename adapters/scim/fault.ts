import type { Response } from 'express'
import type { RefusalCode, Refused } from '../../src/kernel/refusal.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { sayRefused } from '../../src/texts/say-refused.ts'

/** The kinds of mistakes of RFC 7644, table 9, that are made here. */
export type ScimType =
  | 'invalidFilter'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'

/** A mistake in what an identity provider sent. */
export class ScimFault extends Error {
  readonly status: number
  readonly scimType: ScimType | undefined
  constructor(status: number, detail: string, scimType?: ScimType) {
    super(detail)
    this.status = status
    this.scimType = scimType
  }
}

export const badRequest = (scimType: ScimType, detail: string): ScimFault => new ScimFault(400, detail, scimType)

/** Answers with the error of RFC 7644, section 3.12: `status` is a text there. */
export const sendFault = (response: Response, { status, message, scimType }: ScimFault): void => {
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer')
  response.status(status)
  response.type('application/scim+json').send(
    JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
      ...(scimType && { scimType }),
      detail: message,
    }),
  )
}

const faults: { readonly [C in RefusalCode]?: readonly [number, ScimType?] } = {
  not_signed_in: [401],
  not_allowed: [401],
  not_found: [404],
  email_malformed: [400, 'invalidValue'],
  unknown_member: [400, 'invalidValue'],
  domain_not_allowed: [403],
  address_in_use: [409, 'uniqueness'],
  already_provisioned: [409, 'uniqueness'],
  group_already_there: [409, 'uniqueness'],
  changed_meanwhile: [412],
}

/** A refusal of the core, as SCIM says it. */
export const faultOf = (refused: Refused): ScimFault => {
  const [status, scimType] = faults[refused.code] ?? [400, 'invalidValue']
  return new ScimFault(status, sayRefused(textsIn('en').refused, refused), scimType)
}
