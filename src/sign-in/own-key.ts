import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import type { ReadTx } from '../ports/store.ts'
import type { KeyPair, Secrets } from '../ports/system.ts'

/**
 * Our own key at one identity provider: it signs requests and logout, and opens encrypted assertions. While it is being replaced
 * there are two, both published: `current` signs until the identity provider knows `next`.
 */
export interface OwnKey {
  readonly id: string
  readonly connectionId: string
  readonly slot: 'current' | 'next'
  /** PEM, sealed. */
  readonly sealedKey: string
  /** PEM. */
  readonly certificate: string
  readonly madeAt: Instant
  /** When the certificate ends. */
  readonly endsAt: Instant
}

export const ownKeyTable = defineTable<OwnKey>()({
  keys: { connectionId: (row) => row.connectionId, slot: (row) => row.slot },
  times: { madeAt: (row) => row.madeAt, endsAt: (row) => row.endsAt },
  unique: { 'own_key.slot': (row) => `${row.connectionId} ${row.slot}` },
  sealed: ['sealedKey'],
})

/** The keys of a connection: the one that signs, and the one that will. */
export const loadOwnKeys = async (
  tx: ReadTx,
  connectionId: string,
): Promise<{ readonly current?: OwnKey | undefined; readonly next?: OwnKey | undefined }> => {
  const keys = await tx.ownKeys.list({ connectionId })
  return { current: keys.find(({ slot }) => slot === 'current'), next: keys.find(({ slot }) => slot === 'next') }
}

/** A fresh key pair as a row. */
export const ownKeyOf = (
  { privateKey, certificate, endsAt }: KeyPair,
  of: Pick<OwnKey, 'connectionId' | 'slot'>,
  { now, newId, secrets }: { readonly now: Instant; newId(): string; readonly secrets: Pick<Secrets, 'seal'> },
): OwnKey => ({ ...of, id: newId(), sealedKey: secrets.seal(privateKey), certificate, madeAt: now, endsAt })
