import { exportJWK, generateKeyPair, type JWK } from 'jose'

export interface SigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
  /** As published: with `endorsements`, the channels this key may speak for. */
  readonly published: JWK & { readonly endorsements?: readonly string[] }
}

const makeKey = async (kid: string, endorsements?: readonly string[]): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const published = {
    ...(await exportJWK(publicKey)),
    kid,
    x5t: kid,
    use: 'sig',
  }
  return {
    kid,
    privateKey,
    published: endorsements ? { ...published, endorsements } : published,
  }
}

export interface KeyRing {
  /** Keys of the Bot Framework's metadata; the last one endorsed for msteams signs what Teams sends. */
  readonly botFramework: SigningKey[]
  readonly elsewhere: SigningKey
  readonly entra: SigningKey
  readonly unpublished: SigningKey
  current(): SigningKey
  rotate(): Promise<void>
}

// Making RSA keys takes a tenth of a second each; one set serves every fake in the process.
let made: Promise<[SigningKey, SigningKey, SigningKey, SigningKey]> | undefined

/** The keys of the fake Microsoft: one for Teams, one for other channels only, Entra's, and one that is nobody's. */
export const openKeyRing = async (): Promise<KeyRing> => {
  made ??= Promise.all([
    makeKey('bf-teams', ['msteams', 'skypeforbusiness']),
    makeKey('bf-elsewhere', ['directline', 'webchat']),
    makeKey('entra-1'),
    makeKey('nobody'),
  ])
  const [teams, elsewhere, entra, unpublished] = await made
  let current = teams
  const botFramework = [elsewhere, teams]
  return {
    botFramework,
    elsewhere,
    entra,
    unpublished,
    current: () => current,
    rotate: async () => {
      current = await makeKey(`bf-teams-${botFramework.length}`, ['msteams'])
      botFramework.push(current)
    },
  }
}
