import type { Claim } from '../../src/kernel/actor.ts'

/** A message of this connection's identity provider. */
export const claimOf = (connectionId: string): Claim => ({ channel: 'saml', connectionId })
