import type { Response } from 'express'
import type { RefusalCode, Refused } from '../../src/kernel/refusal.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { sayRefused } from '../../src/texts/say-refused.ts'

/** The HTTP status of a refusal: 400 for what was sent wrong, 404, 403, and 409 for what the present state forbids. */
const statusOf = (code: RefusalCode): number => {
  switch (code) {
    case 'invalid_input':
    case 'email_malformed':
    case 'domain_not_possible':
    case 'metadata_unusable':
    case 'must_be_in_future':
      return 400
    case 'not_found':
      return 404
    case 'not_allowed':
      return 403
    default:
      return 409
  }
}

/** Answers a refusal as a problem document (RFC 9457) with a `detail` for a person and a `pointer` (RFC 6901) per field. */
export const sendProblem = (response: Response, refused: Refused): void => {
  const status = statusOf(refused.code)
  response
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:toegang:${refused.code}`,
        title: refused.code.replaceAll('_', ' '),
        status,
        detail: sayRefused(textsIn('en').refused, refused),
        ...(refused.code === 'invalid_input' && {
          errors: Object.entries(refused.detail.fields).flatMap(([field, remarks]) =>
            remarks.map((detail) => ({ pointer: pointerTo(field), detail })),
          ),
        }),
      }),
    )
}

/** A problem that no use case knows of, such as a wrong token. */
export const sendPlainProblem = (response: Response, status: number, title: string, detail: string): void =>
  void response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail }))

const pointerTo = (field: string): string =>
  field === ''
    ? '#'
    : `#/${field
        .split('.')
        .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
        .join('/')}`
