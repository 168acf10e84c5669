import type { Store } from '../ports/store.ts'
import type { Clock, Dns, DomainNames, Ids, Secrets } from '../ports/system.ts'

/** What every use case may lean on. */
export interface Ports {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly secrets: Secrets
  readonly names: DomainNames
  readonly dns: Dns
}
