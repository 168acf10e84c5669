/** What we tell an identity provider about one connection. */
export interface SpMetadata {
  readonly entityId: string
  readonly acsUrl: string
  readonly sloUrl?: string
  /** Our certificates, newest first: two while a key is being replaced. The same key signs and decrypts. */
  readonly certificates: readonly string[]
  readonly signsRequests?: boolean
  readonly wantsEncryption?: boolean
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const key = (use: 'signing' | 'encryption', certificate: string): string => `
    <md:KeyDescriptor use="${use}">
      <ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate.replace(/-----[^-]+-----|\s/g, '')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
    </md:KeyDescriptor>`

const place = (element: string, binding: string, url: string, more = ''): string => `
    <md:${element} Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${escaped(url)}"${more}/>`

/**
 * Writes our metadata for one connection: signed assertions wanted, responses by POST, logout by redirect and by POST.
 * Own code, because node-saml's metadata offers logout by POST alone, which LemonLDAP::NG cannot use.
 * SAML Metadata §2.4.4, its elements in the order of the schema.
 */
export const writeSpMetadata = ({ entityId, acsUrl, sloUrl, certificates, ...wishes }: SpMetadata): string => {
  const keys = certificates.map((certificate) => key('signing', certificate))
  // People encrypt with whatever they find here, so only the newest is shown for that.
  const encryption = certificates.slice(0, wishes.wantsEncryption ? 1 : 0).map((newest) => key('encryption', newest))
  const logout =
    sloUrl === undefined ? [] : ['HTTP-Redirect', 'HTTP-POST'].map((name) => place('SingleLogoutService', name, sloUrl))
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${escaped(entityId)}">
  <md:SPSSODescriptor AuthnRequestsSigned="${wishes.signsRequests ?? false}" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${[...keys, ...encryption, ...logout].join('')}
    <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>${place('AssertionConsumerService', 'HTTP-POST', acsUrl, ' index="0" isDefault="true"')}
  </md:SPSSODescriptor>
</md:EntityDescriptor>
`
}
