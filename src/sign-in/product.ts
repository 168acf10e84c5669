import type { Guide } from '../texts/set-up-texts.ts'
import type { IdentityProvider } from './connection.ts'
import type { SignInFault } from './trace.ts'

/** How the identity providers that many companies have are known by their identifier, or by where people sign in. */
const marks: readonly (readonly [Exclude<Guide, 'other'>, RegExp])[] = [
  ['entra', /^https:\/\/(sts\.windows\.net|login\.microsoftonline\.(com|us))\//],
  ['okta', /^https?:\/\/(www\.okta\.com|[^/]+\.(okta|oktapreview|okta-emea)\.com)\//],
  ['google', /^https:\/\/accounts\.google\.com\/o\/saml2/],
  ['adfs', /\/adfs\/(services\/trust|ls\/?)$/],
  ['keycloak', /\/realms\/[^/]+(\/protocol\/saml)?$/],
  ['simplesamlphp', /\/saml2\/idp\/(metadata|SSOService)\.php$/],
]

/** Which product an identity provider is, as far as it shows; `other` when it does not. */
export const productOf = ({ entityId, ssoUrl }: Pick<IdentityProvider, 'entityId' | 'ssoUrl'>): Guide =>
  marks.find(([, mark]) => mark.test(entityId) || mark.test(ssoUrl))?.[0] ?? 'other'

/** What about an identity provider has to be looked at when a sign-in is refused for one of these reasons. */
export type Topic = 'certificate' | 'signing' | 'addresses' | 'nameId' | 'attributes'

const topics: { readonly [F in SignInFault]?: Topic } = {
  'sig.untrusted_key': 'certificate',
  'sig.invalid': 'certificate',
  'enc.no_key': 'certificate',
  'enc.failed': 'certificate',
  'enc.alg': 'signing',
  'sig.missing': 'signing',
  'sig.alg': 'signing',
  'sig.coverage': 'signing',
  'saml.audience': 'addresses',
  'saml.conditions': 'addresses',
  'saml.recipient': 'addresses',
  'saml.destination': 'addresses',
  'saml.issuer': 'addresses',
  'identity.no_stable_id': 'nameId',
  'identity.email_missing': 'attributes',
  'identity.email_malformed': 'attributes',
  'identity.email_ambiguous': 'attributes',
}

/** The places in each product's own settings, as its English pages call them. */
const places: { readonly [P in Exclude<Guide, 'other'>]: { readonly [T in Topic]: string } } = {
  entra: {
    certificate: 'Enterprise applications > Single sign-on > SAML certificates',
    signing: 'Enterprise applications > Single sign-on > SAML certificates > Signing option, Signing algorithm',
    addresses: 'Enterprise applications > Single sign-on > Basic SAML configuration',
    nameId: 'Enterprise applications > Single sign-on > Attributes & claims > Unique User Identifier',
    attributes: 'Enterprise applications > Single sign-on > Attributes & claims',
  },
  okta: {
    certificate: 'Applications > Sign On > SAML signing certificates',
    signing: 'Applications > General > SAML settings > Show advanced settings',
    addresses: 'Applications > General > SAML settings > Single sign-on URL, Audience URI',
    nameId: 'Applications > General > SAML settings > Name ID format',
    attributes: 'Applications > General > SAML settings > Attribute statements',
  },
  google: {
    certificate: 'Apps > Web and mobile apps > Service provider details > Certificate',
    signing: 'Apps > Web and mobile apps > Service provider details > Signed response',
    addresses: 'Apps > Web and mobile apps > Service provider details > ACS URL, Entity ID',
    nameId: 'Apps > Web and mobile apps > Service provider details > Name ID',
    attributes: 'Apps > Web and mobile apps > SAML attribute mapping',
  },
  adfs: {
    certificate: 'AD FS > Service > Certificates > Token-signing',
    signing: 'Set-AdfsRelyingPartyTrust -SamlResponseSignature, -SignatureAlgorithm',
    addresses: 'Relying Party Trusts > Properties > Identifiers, Endpoints',
    nameId: 'Relying Party Trusts > Edit claim issuance policy > Name ID',
    attributes: 'Relying Party Trusts > Edit claim issuance policy',
  },
  keycloak: {
    certificate: 'Realm settings > Keys',
    signing: 'Clients > Settings > Signature and encryption > Sign assertions, Signature algorithm',
    addresses: 'Clients > Settings > Client ID, Valid redirect URIs, Master SAML processing URL',
    nameId: 'Clients > Settings > SAML capabilities > Name ID format',
    attributes: 'Clients > Client scopes > Mappers',
  },
  simplesamlphp: {
    certificate: 'saml20-idp-hosted.php: certificate, privatekey',
    signing: 'saml20-idp-hosted.php: saml20.sign.assertion, signature.algorithm, assertion.encryption',
    addresses: 'saml20-sp-remote.php: AssertionConsumerService',
    nameId: 'saml20-idp-hosted.php: authproc saml:AttributeNameID, NameIDFormat',
    attributes: 'saml20-idp-hosted.php: authproc core:AttributeMap; saml20-sp-remote.php: attributes',
  },
}

/** Where in the settings of this identity provider the remedy for a refusal lies; nothing where that is not known. */
export const placeOf = (
  identityProvider: Pick<IdentityProvider, 'entityId' | 'ssoUrl'>,
  reason: SignInFault,
): { readonly product: Exclude<Guide, 'other'>; readonly place: string } | undefined => {
  const product = productOf(identityProvider)
  const topic = topics[reason]
  return product === 'other' || !topic ? undefined : { product, place: places[product][topic] }
}
