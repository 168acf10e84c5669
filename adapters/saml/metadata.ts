import { X509Certificate } from 'node:crypto'
import { safeUrl } from '../address.ts'
import { instant } from './checks/instant.ts'
import { type Fault, fault } from './fault.ts'
import { wideLimits } from './well-formed.ts'
import { attribute, child, children, is, parseXml, text, walk } from './xml.ts'

/** What an identity provider says about itself. */
export interface IdpMetadata {
  readonly ok: true
  readonly entityId: string
  /** Where people are sent to sign in, and how; redirect when both are offered. */
  readonly ssoUrl: string
  readonly ssoBinding: 'redirect' | 'post'
  /** Where logout goes by redirect. */
  readonly sloUrl?: string
  /** Where the answer to a logout of theirs goes, when that is elsewhere. */
  readonly sloResponseUrl?: string
  readonly certificates: readonly IdpCertificate[]
  readonly wantsSignedRequests: boolean
  /** How long this may be kept before it is fetched again, in seconds. */
  readonly cacheDuration?: number
  readonly validUntil?: Date
}

export interface IdpCertificate {
  readonly pem: string
  readonly notAfter: Date
}

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
const binding = {
  redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
} as const

/**
 * Reads the metadata of one identity provider, bare or as the only one in an EntitiesDescriptor; a service provider
 * described beside it is passed over. Certificates are RSA of 2048 bits or more; others are left out.
 *
 * Refuses what `inspectXml` refuses, none or several identity providers, metadata past its validUntil, no usable
 * certificate, and an address for people that is not https (`setup.url_forbidden`); `allowLoopback` lets http to this
 * machine through, for tests and the demonstration. SAML Metadata §2.
 */
export const readIdpMetadata = (
  xml: string,
  now: Date,
  { allowLoopback = false }: { allowLoopback?: boolean } = {},
): IdpMetadata | Fault => {
  const parsed = parseXml(xml.trim().replace(/^\u{feff}/u, ''), wideLimits)
  if (!parsed.ok) return parsed
  if (!is(parsed.root, 'md:EntityDescriptor') && !is(parsed.root, 'md:EntitiesDescriptor'))
    return fault('setup.metadata_malformed', 'not SAML metadata', { received: parsed.root.nodeName })

  const roles = [...walk(parsed.root)].filter((element) => is(element, 'md:IDPSSODescriptor') && speaksSaml2(element))
  const [role, ...others] = roles
  if (!role) return fault('setup.no_identity_provider', 'no identity provider for SAML 2.0 in this metadata')
  if (others.length > 0)
    return fault('setup.several_identity_providers', 'more than one identity provider in this metadata', {
      expected: '1',
      received: String(roles.length),
    })

  const entity = role.parentNode as Element
  const entityId = attribute(entity, 'entityID') ?? ''
  if (!is(entity, 'md:EntityDescriptor') || entityId === '' || entityId.length > 1024)
    return fault('setup.metadata_malformed', 'no entityID of 1 to 1024 characters')

  const described = [parsed.root, entity, role]
  const ends = described.map((element) => attribute(element, 'validUntil')).filter((end) => end !== undefined)
  const validUntil = ends.length > 0 ? Math.min(...ends.map((end) => instant(end) ?? 0)) : undefined
  if (validUntil !== undefined && validUntil <= now.getTime())
    return fault('setup.expired', 'validUntil of the metadata', {
      expected: now.toISOString(),
      received: ends.join(' '),
    })

  const places = endpoints(role)
  const forbidden = places.find(
    ({ url, responseUrl = url }) => !safeUrl(url, allowLoopback) || !safeUrl(responseUrl, allowLoopback),
  )
  if (forbidden) return fault('setup.url_forbidden', 'an address that is not https', { received: forbidden.url })
  const place = (service: string, name: keyof typeof binding, which: 'url' | 'responseUrl' = 'url') =>
    places.find((one) => one.service === service && one.binding === binding[name])?.[which]
  const ssoUrl = place('SingleSignOnService', 'redirect') ?? place('SingleSignOnService', 'post')
  if (ssoUrl === undefined) return fault('setup.metadata_malformed', 'no SingleSignOnService by redirect or POST')

  const certificates = readCertificates(role)
  if (certificates.length === 0) return fault('setup.no_certificate', 'no RSA signing certificate of 2048 bits or more')

  const sloUrl = place('SingleLogoutService', 'redirect')
  const sloResponseUrl = place('SingleLogoutService', 'redirect', 'responseUrl')
  const cached = described
    .map((element) => seconds(attribute(element, 'cacheDuration')))
    .filter((one) => one !== undefined)
  return {
    ok: true,
    entityId,
    ssoUrl,
    ssoBinding: place('SingleSignOnService', 'redirect') ? 'redirect' : 'post',
    certificates,
    wantsSignedRequests: ['true', '1'].includes(attribute(role, 'WantAuthnRequestsSigned') ?? ''),
    ...(sloUrl === undefined ? {} : { sloUrl }),
    ...(sloResponseUrl === undefined ? {} : { sloResponseUrl }),
    ...(cached.length > 0 ? { cacheDuration: Math.min(...cached) } : {}),
    ...(validUntil === undefined ? {} : { validUntil: new Date(validUntil) }),
  }
}

const speaksSaml2 = (role: Element): boolean =>
  (attribute(role, 'protocolSupportEnumeration') ?? '').split(/\s+/).includes(protocol)

interface Place {
  readonly service: string
  readonly binding: string
  readonly url: string
  readonly responseUrl?: string | undefined
}

/** The addresses that we would send a browser to. */
const endpoints = (role: Element): Place[] =>
  children(role, 'md:SingleSignOnService', 'md:SingleLogoutService')
    .map((element) => ({
      service: element.localName,
      binding: attribute(element, 'Binding') ?? '',
      url: attribute(element, 'Location') ?? '',
      responseUrl: attribute(element, 'ResponseLocation'),
    }))
    .filter((place) => Object.values<string>(binding).includes(place.binding))

const readCertificates = (role: Element): IdpCertificate[] => {
  const found = new Map<string, IdpCertificate>()
  for (const descriptor of children(role, 'md:KeyDescriptor')) {
    if ((attribute(descriptor, 'use') ?? 'signing') !== 'signing') continue
    const keyInfo = child(descriptor, 'ds:KeyInfo')
    for (const data of keyInfo ? children(keyInfo, 'ds:X509Data') : [])
      for (const element of children(data, 'ds:X509Certificate')) {
        const certificate = usable(text(element) ?? '')
        if (certificate) found.set(certificate.pem, certificate)
      }
  }
  return [...found.values()]
}

const usable = (base64: string): IdpCertificate | undefined => {
  try {
    const certificate = new X509Certificate(Buffer.from(base64.replace(/\s/g, ''), 'base64'))
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
    if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < 2048) return undefined
    return { pem: certificate.toString(), notAfter: new Date(certificate.validTo) }
  } catch {
    // Not a certificate: as good as absent.
    return undefined
  }
}

const duration =
  /^P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})(?:\.\d+)?S)?)?$/

/** An xs:duration in seconds, with months of 30 days and years of 365: it only says how long to keep something. */
const seconds = (value: string | undefined): number | undefined => {
  const [found, ...parts] = duration.exec(value ?? '') ?? []
  if (found === undefined) return undefined
  const units = [365 * 86_400, 30 * 86_400, 86_400, 3600, 60, 1]
  return units.reduce((sum, unit, at) => sum + unit * Number(parts[at] ?? 0), 0)
}
