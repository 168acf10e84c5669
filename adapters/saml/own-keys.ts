import type { Core } from '../../src/kernel/answer.ts'
import { claimOf } from './claim.ts'
import type { Known } from './scene.ts'

/** Our keys at one connection, PEM. */
export interface OwnKeys {
  /** The one that signs. */
  readonly privateKey: string
  /** To be published: the one that signs now, and the one that will. */
  readonly certificates: readonly string[]
}

/** Opens the keys of a connection; the first time anything needs one, it is made. */
export const openOwnKeys =
  (core: Core) =>
  async ({ id, ownKeys }: Known): Promise<OwnKeys> => {
    const { current, next } = ownKeys.current ? ownKeys : await made(core, id)
    if (!current) throw new Error('a connection has no key')
    return {
      privateKey: core.ports.secrets.open(current.sealedKey),
      certificates: [current, next].flatMap((key) => (key ? [key.certificate] : [])),
    }
  }

/** Each key that an assertion may have been encrypted with, PEM; none where none was ever published. */
export const decryptionKeysOf = (core: Core, { ownKeys: { current, next } }: Known): string[] =>
  [current, next].flatMap((key) => (key ? [core.ports.secrets.open(key.sealedKey)] : []))

const made = async (core: Core, connectionId: string): Promise<Known['ownKeys']> => {
  await core.run('own_keys.make', claimOf(connectionId), {})
  // Another instance may have been first.
  const found = await core.ask('sign_in.connection', claimOf(connectionId), {})
  return found.ok ? found.result.ownKeys : {}
}
