import type { Expected } from '../../../adapters/saml/expected.ts'
import { makeKeyPair } from '../../fakes/idp/keys.ts'
import { type IdpUser, makeResponse, type ResponseOptions } from '../../fakes/idp/message.ts'

/** The connection's identity provider, its next key, our own service, and someone who is none of these. */
export const idpKey = makeKeyPair('idp.test')
export const nextKey = makeKeyPair('idp.test')
export const ownKey = makeKeyPair('toegang.test')
export const strangerKey = makeKeyPair('idp.test')

export const acsUrl = 'https://toegang.test/saml/c1/acs'
export const entityId = 'https://toegang.test/saml/c1/metadata'
export const idp = 'https://idp.test/metadata'
export const user: IdpUser = {
  nameId: 'sso@acme.example',
  email: 'sso@acme.example',
  name: 'Sara Osei',
  groups: ['staff', 'bouw'],
}

/** A genuine response, signed now, but for what `options` changes. */
export const make = (options: Partial<ResponseOptions> = {}): string =>
  makeResponse({ idp, user, acsUrl, audience: entityId, key: idpKey, inResponseTo: '_request', ...options })

/** What the genuine response agrees with, but for what `more` changes. */
export const expected = (more: Partial<Expected> = {}): Expected => ({
  entityId,
  acsUrl,
  idpEntityId: idp,
  certificates: [idpKey.certificate],
  now: new Date(),
  idpInitiatedAllowed: false,
  ...more,
})
