/** A company's identity provider in a story: what it says about people, as a verified message reaches the core. */
import { randomUUID } from 'node:crypto'
import type { Claim } from '../../src/kernel/actor.ts'
import { later } from '../../src/kernel/instant.ts'
import { operator } from '../core/world.ts'
import type { Story } from './story.ts'

/** What the identity provider says; `nameId` is its own lasting identifier of the person. */
export interface Assertion {
  readonly nameId: string
  readonly email?: string
  readonly name?: string
  readonly groups?: readonly string[]
  readonly sessionIndex?: string
}

/** Whose browser signs in, and for what. */
export interface Journey {
  readonly companyId?: string
  /** The session of somebody who wants to switch to a company of this connection. */
  readonly session?: string | undefined
  /** Only tries whether it would work. */
  readonly test?: boolean
}

/** What is said about the identity provider when a connection is set up. */
export const metadataOf = (name: string) => ({
  entityId: `https://${name}.example/metadata`,
  ssoUrl: `https://${name}.example/sso`,
  ssoBinding: 'redirect',
  certificates: [`certificate of ${name}`],
})

/** A connection with this identity provider, set up by the operator or by an administrator. */
export const connect = async ({ must, world }: Story, by: Claim, name: string, input: object = {}) => {
  const { id } = await must('connections.add', by, { identityProvider: metadataOf(name), ...input })
  const claim: Claim = { channel: 'saml', connectionId: id }

  /** One sign-in from the portal to the identity provider and back, in one browser. */
  const signIn = async (said: Assertion, { companyId, session, test }: Journey = {}) => {
    const browser = randomUUID()
    const requestId = `_${randomUUID()}`
    const browserHash = world.ports.secrets.hash(browser)
    await must('sign_in.request', claim, { requestId, browserHash, session, test })
    const held = await must('sign_in.hold', claim, {
      ...said,
      inResponseTo: requestId,
      assertionId: `_${randomUUID()}`,
      assertionExpiresAt: later(world.now(), { minutes: 5 }),
    })
    if (!held.held) throw new Error(`not held: ${held.reason}`)
    const code = { code: held.secret, browserSecret: browser }
    const first = await must('sign_in.finish', claim, code)
    return companyId && 'choose' in first ? must('sign_in.finish', claim, { ...code, companyId }) : first
  }

  /** The claim of its directory, which provisions people and groups of one company. */
  const directory = async (companyId: string): Promise<Claim> => {
    const { token } = await must('provisioning.make_token', operator, { connectionId: id, companyId })
    return { channel: 'scim', connectionId: id, token }
  }
  return { id, claim, signIn, directory }
}

/** What a directory says about a person. */
export const personOf = (email: string, more: object = {}) => ({
  userName: email,
  email,
  emails: [email],
  active: true,
  attributes: {},
  ...more,
})

/** The browser that a sign-in through an identity provider left signed in. */
export const browserOf = (finished: object): Claim & { readonly channel: 'web'; readonly session: string } => {
  if (!('session' in finished) || typeof finished.session !== 'string')
    throw new Error(`not signed in: ${JSON.stringify(finished)}`)
  return { channel: 'web', session: finished.session }
}
