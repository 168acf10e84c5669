import { describe, expect, it } from 'vitest'
import { placeOf, productOf } from '../../../src/sign-in/product.ts'

const idp = (entityId: string, ssoUrl = 'https://idp.example/sso') => ({ entityId, ssoUrl })

describe('an identity provider', () => {
  it.each([
    ['https://sts.windows.net/1b1e/', 'https://login.microsoftonline.com/1b1e/saml2', 'entra'],
    ['http://www.okta.com/exk1', 'https://acme.okta.com/app/x/sso/saml', 'okta'],
    ['https://accounts.google.com/o/saml2?idpid=C1', undefined, 'google'],
    ['http://adfs.acme.example/adfs/services/trust', undefined, 'adfs'],
    ['https://id.acme.example/realms/acme', undefined, 'keycloak'],
    ['https://id.acme.example/simplesaml/saml2/idp/metadata.php', undefined, 'simplesamlphp'],
    ['https://evil.example/www.okta.com/', undefined, 'other'],
    ['urn:acme', undefined, 'other'],
  ])('called %s is known for what it is', (entityId, ssoUrl, product) => {
    expect(productOf(idp(entityId, ssoUrl))).toBe(product)
  })

  it('has a place of its own for what can be mended there', () => {
    const entra = idp('https://sts.windows.net/1b1e/')
    expect(placeOf(entra, 'identity.no_stable_id')?.place).toContain('Unique User Identifier')
    expect(placeOf(entra, 'saml.replay')).toBeUndefined()
    expect(placeOf(idp('urn:acme'), 'saml.audience')).toBeUndefined()
  })
})
