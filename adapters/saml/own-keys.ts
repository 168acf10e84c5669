import type { FoundOf } from '../../src/catalogue.ts'
import type { Core } from '../../src/kernel/answer.ts'
import { claimOf } from './claim.ts'

/** Our keys at one connection, PEM. */
export interface OwnKeys {
  /** The one that signs. */
  readonly privateKey: string
  /** Each that an assertion may have been encrypted with. */
  readonly decryptionKeys: readonly string[]
  /** To be published: the one that signs now, and the one that will. */
  readonly certificates: readonly string[]
}

/** Opens the keys of a connection; the first time anything needs one, it is made. */
export const openOwnKeys =
  (core: Core) =>
  async ({ id, ownKeys }: FoundOf<'sign_in.connection'>): Promise<OwnKeys> => {
    const { current, next } = ownKeys.current ? ownKeys : await made(core, id)
    if (!current) throw new Error('a connection has no key')
    const keys = [current, next].filter((key) => key !== undefined)
    const decryptionKeys = keys.map(({ sealedKey }) => core.ports.secrets.open(sealedKey))
    return {
      privateKey: decryptionKeys[0] ?? '',
      decryptionKeys,
      certificates: keys.map(({ certificate }) => certificate),
    }
  }

const made = async (core: Core, connectionId: string): Promise<FoundOf<'sign_in.connection'>['ownKeys']> => {
  await core.run('own_keys.make', claimOf(connectionId), {})
  // Another instance may have been first.
  const found = await core.ask('sign_in.connection', claimOf(connectionId), {})
  return found.ok ? found.result.ownKeys : {}
}
