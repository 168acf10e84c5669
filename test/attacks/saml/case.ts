import type { Expected } from '../../../adapters/saml/expected.ts'
import type { SamlFault } from '../../../adapters/saml/fault.ts'

/** A message and what the connection expects of it. */
export interface Sent {
  readonly xml: string
  readonly connection?: Partial<Expected>
}

/**
 * One row of the truth table: an attack that is refused with exactly `code`, beside a sibling that differs from it
 * only in the fault and is accepted. `row` is its line in the catalogue of attacks.
 */
export interface Attack {
  readonly row: string
  readonly name: string
  readonly code: SamlFault
  readonly attack: () => Sent
  readonly sibling: () => Sent
}
