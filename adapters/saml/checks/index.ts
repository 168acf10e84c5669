import type { Expected, Trust } from '../expected.ts'
import type { Fault, SamlFault } from '../fault.ts'
import type { Check, Message } from '../message.ts'
import { refuseDuplicateAttributes } from './refuse-duplicate-attributes.ts'
import { refuseDuplicateIds } from './refuse-duplicate-ids.ts'
import { refuseForeignNamespaces } from './refuse-foreign-namespaces.ts'
import { refuseWrapping } from './refuse-wrapping.ts'
import { requireAudience } from './require-audience.ts'
import { requireAuthnStatement } from './require-authn-statement.ts'
import { requireDestination } from './require-destination.ts'
import { requireInResponseTo } from './require-in-response-to.ts'
import { requireIssuer } from './require-issuer.ts'
import { requireOneAssertion } from './require-one-assertion.ts'
import { requireOwnReference } from './require-own-reference.ts'
import { requirePlainTransforms } from './require-plain-transforms.ts'
import { requireRecipient } from './require-recipient.ts'
import { requireSchema } from './require-schema.ts'
import { requireSignature } from './require-signature.ts'
import { requireSignatureStructure } from './require-signature-structure.ts'
import { requireSpNameQualifier } from './require-sp-name-qualifier.ts'
import { requireStrongAlgorithms } from './require-strong-algorithms.ts'
import { requireSubjectConfirmation } from './require-subject-confirmation.ts'
import { requireSuccess } from './require-success.ts'
import { requireTime } from './require-time.ts'
import { requireVersion } from './require-version.ts'

type Row<E> = readonly [check: Check<E>, ...codes: SamlFault[]]

/** No two readers of this message could see different things in it. */
const unambiguous: readonly Row<Trust>[] = [
  [refuseForeignNamespaces, 'xml.namespace'],
  [refuseWrapping, 'sig.wrapping'],
  [refuseDuplicateIds, 'xml.duplicate_id'],
]

/** It is signed, in the one way that is worth verifying. */
const signed: readonly Row<Trust>[] = [
  [requireSignature, 'sig.missing'],
  [requireSignatureStructure, 'sig.structure'],
  [requireStrongAlgorithms, 'sig.alg'],
  [requireOwnReference, 'sig.reference'],
  [requirePlainTransforms, 'sig.transforms'],
]

/**
 * What is judged of a response as posted, before any signature: nothing here is believed, only refused.
 * Read down the page: the first check that does not hold gives the answer.
 */
export const shape: readonly Row<Trust>[] = [
  ...unambiguous,
  [requireVersion, 'saml.version'],
  [requireSchema, 'xml.schema'],
  [requireSuccess, 'saml.status'],
  [requireOneAssertion, 'saml.assertion_count'],
  ...signed,
]

/** The same of a logout message that was posted. */
export const logoutShape: readonly Row<Trust>[] = [...unambiguous, ...signed]

/** What is judged of the bytes that a key of the connection signed. */
export const content: readonly Row<Expected>[] = [
  [requireIssuer, 'saml.issuer'],
  [requireDestination, 'saml.destination'],
  [requireSubjectConfirmation, 'saml.subject_confirmation'],
  [requireInResponseTo, 'saml.unsolicited', 'saml.in_response_to'],
  [requireRecipient, 'saml.recipient'],
  [requireTime, 'saml.time'],
  [requireAudience, 'saml.conditions', 'saml.audience'],
  [requireAuthnStatement, 'saml.authn_statement', 'saml.time'],
  [requireSpNameQualifier, 'saml.sp_name_qualifier'],
  [refuseDuplicateAttributes, 'saml.duplicate_attribute', 'xml.schema'],
]

/** The first refusal of a table, in its order; nothing when every check holds. */
export const firstFault = <E>(table: readonly Row<E>[], message: Message, expected: E): Fault | undefined => {
  for (const [check] of table) {
    const refused = check(message, expected)
    if (refused) return refused
  }
  return undefined
}
