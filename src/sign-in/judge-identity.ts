/**
 * Who an assertion is about. Identity is (connection, stable identifier); an address links only inside the connection's own
 * companies, in domains that they verified. Nothing here can reach an account of another company.
 */
import type { Instant } from '../kernel/instant.ts'
import type { DomainNames } from '../ports/system.ts'
import { type Address, domainOf, readAddress } from '../users/address.ts'
import type { User } from '../users/user.ts'
import type { Connection } from './connection.ts'
import { distinctAddresses, type IdentityFacts, type Judged } from './identity.ts'
import { type Asserted, longestNameId } from './sign-in-request.ts'
import { masked, maskedId, type Seen, type SignInFault } from './trace.ts'

/** The SAML formats that name a person anew each time (SAML Core 8.3.8). */
const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'

/** Finds out who is meant and what may be done about it. Refuses with the reason codes `identity.*`. */
export const judgeIdentity = (
  asserted: Asserted,
  connection: Connection,
  facts: IdentityFacts,
  { names, now }: { readonly names: DomainNames; readonly now: Instant },
): Judged => {
  const { nameId, nameIdFormat } = asserted
  if (nameId.trim() === '' || nameId.length > longestNameId || nameIdFormat === transient)
    return refused('identity.no_stable_id', { expected: 'a NameID that lasts', received: nameIdFormat ?? '(none)' })
  const emails = distinctAddresses(asserted, names)
  if (emails.length > 1)
    return refused('identity.email_ambiguous', { expected: '1 address', received: emails.join(' ') })
  const [email] = emails
  const address = email === undefined ? undefined : readAddress(email, names)
  if (email !== undefined && !address)
    return refused('identity.email_malformed', { expected: 'one plain address', received: email })
  const scene = { ...facts, connection, nameId, names, now }
  // Somebody who was removed may come again, as a new person.
  if (facts.known && facts.known.status !== 'removed') return judgeKnown(facts.known, address, scene)
  if (!address) return refused('identity.email_missing', { expected: 'an e-mail address', received: '(none)' })
  return judgeNew(address, scene)
}

interface Scene extends IdentityFacts {
  readonly connection: Connection
  readonly nameId: string
  readonly names: DomainNames
  readonly now: Instant
}

const judgeKnown = (user: User, address: Address | undefined, scene: Scene): Judged => {
  const { companyIds } = scene.connection
  if (
    address &&
    !companyIds.some((companyId) => holds(scene, companyId, address.domain)) &&
    address.address !== user.email
  )
    return domainNotAllowed(address, scene)
  if (!companyIds.includes(user.companyId)) return otherCompany(user, scene)
  const shut = shutOut(user, scene)
  if (shut) return shut
  const changed = address && address.address !== user.email ? address : undefined
  const entitled = changed
    ? holds(scene, user.companyId, changed.domain)
    : user.guest || holds(scene, user.companyId, domainOf(user.email))
  if (!entitled) return domainNotAllowed(address, scene)
  if (!changed) return { kind: 'known', user }
  const taken = scene.people.some(
    (other) => other.id !== user.id && (isAccount(other) || companyIds.includes(other.companyId)),
  )
  if (taken) return refused('identity.email_taken', { detail: 'the new address', received: changed.address })
  return { kind: 'known', user, email: changed.address }
}

const judgeNew = (address: Address, scene: Scene): Judged => {
  const { connection, people, linked, now } = scene
  const { companyIds } = connection
  const holder = people.find(isAccount)
  const invited = people.filter(
    (user) =>
      user.status === 'invited' &&
      companyIds.includes(user.companyId) &&
      (user.invitedUntil === undefined || user.invitedUntil > now) &&
      (user.guest || holds(scene, user.companyId, address.domain)),
  )
  const held = companyIds.filter((companyId) => holds(scene, companyId, address.domain))
  if (holder && companyIds.includes(holder.companyId)) {
    const shut = shutOut(holder, scene)
    if (shut) return shut
    if (!holder.guest && !held.includes(holder.companyId)) return domainNotAllowed(address, scene)
    // Another identifier had this address before: perhaps the same person, perhaps the next one with that name.
    if (linked.some((identity) => identity.userId === holder.id))
      return refused('identity.email_taken', { detail: 'linked to another NameID', received: address.address })
    return { kind: 'link', user: holder }
  }
  if (held.length === 0 && invited.length === 0) return domainNotAllowed(address, scene)
  if (holder) return otherCompany(holder, scene)
  if (invited.some((user) => user.breakGlass)) return protectedAccount(scene)
  if (invited.length > 0)
    return { kind: 'join', email: address.address, companyIds: invited.map(({ companyId }) => companyId) }
  if (!connection.provisioning)
    return refused('identity.not_provisioned', {
      detail: 'accounts are not made at sign-in',
      received: address.address,
    })
  return { kind: 'join', email: address.address, companyIds: held }
}

const isAccount = (user: User): boolean => user.status === 'registered' || user.status === 'blocked'

/** Public mail domains and suffixes are refused when a domain is allowed, and here again: the lists grow. */
const holds = ({ domains, names }: Scene, companyId: string, domain: string): boolean =>
  domains.some((one) => one.companyId === companyId && one.domain === domain) &&
  !names.isPublicMail(domain) &&
  !names.isPublicSuffix(domain)

const shutOut = (user: User, scene: Scene): Judged | undefined => {
  if (user.status === 'blocked') return refused('identity.blocked', { received: maskedId(scene.nameId) })
  return user.breakGlass ? protectedAccount(scene) : undefined
}

const refused = (reason: SignInFault, seen: Seen): Judged => ({ kind: 'refused', reason, seen })

const protectedAccount = ({ nameId }: Scene): Judged =>
  refused('identity.protected_account', { detail: 'a break-glass administrator', received: maskedId(nameId) })

const domainNotAllowed = (address: Address | undefined, { domains, nameId }: Scene): Judged =>
  refused('identity.domain_not_allowed', {
    expected: [...new Set(domains.map(({ domain }) => domain))].join(' ') || '(no verified domain)',
    received: address ? masked(address.address) : maskedId(nameId),
  })

const otherCompany = (claimed: User, { nameId }: Scene): Judged => ({
  kind: 'refused',
  reason: 'identity.other_company',
  seen: { expected: "an account of the connection's companies", received: maskedId(nameId) },
  claimed,
})
