import providers from 'email-providers/all.json' with { type: 'json' }
import { getDomain, getPublicSuffix } from 'tldts'
import { toASCII } from 'tr46'
import type { DomainNames } from '../../src/ports/system.ts'
import { publicMailDomains } from './public-mail.ts'

/** Domain names by UTS #46, the Public Suffix List and the list of mail providers. */
export const domainNames: DomainNames = {
  /**
   * Strict, non-transitional UTS #46 with STD3 rules, so without underscores, empty labels, a trailing dot or hyphens at either end.
   * Also refused: one label alone, an address of a machine (`127.0.0.1`), other signs for a dot, and invisible characters:
   * UTS #46 makes the same name of them, but nobody types them in good faith.
   */
  toAscii: (domain) => {
    if (plain.test(domain) && domain.length <= 253) return domain
    if (otherDots.test(domain) || invisible.test(domain)) return undefined
    const ascii = toASCII(domain, strict) ?? ''
    const labels = ascii.split('.')
    return labels.length > 1 && startsWithLetter.test(labels.at(-1) ?? '') ? ascii : undefined
  },
  isPublicMail: (domain) => publicMail.has(domain) || publicMail.has(getDomain(domain, withPrivate) ?? domain),
  /** Both kinds count: suffixes of registries (`co.uk`) and of companies that hand out names (`github.io`). */
  isPublicSuffix: (domain) => getPublicSuffix(domain, withPrivate) === domain,
}

const strict = {
  checkHyphens: true,
  checkBidi: true,
  checkJoiners: true,
  useSTD3ASCIIRules: true,
  verifyDNSLength: true,
  transitionalProcessing: false,
}

// Already as UTS #46 would write it, which nearly all are: letters and digits of ASCII, in which hyphens stand alone within a label.
const plain = /^(?:[a-z0-9](?:(?:-(?!-))?[a-z0-9]){0,31}\.)+[a-z](?:(?:-(?!-))?[a-z0-9]){1,31}$/

const otherDots = /[\u3002\uff0e\uff61]/
// What UTS #46 silently leaves out. Joiners are not here: some scripts need them, and the strict rules judge those.
const invisible = /(?!\u200c|\u200d)\p{Default_Ignorable_Code_Point}/u
// No top-level domain is a number (RFC 3696, section 2); this is what tells names from IPv4 addresses in any notation.
const startsWithLetter = /^[a-z]/

const withPrivate = { allowPrivateDomains: true }

// `example.com` is on the list, but gives no mail to anybody (RFC 2606, section 3).
const publicMail = new Set([...providers, ...publicMailDomains].filter((domain) => domain !== 'example.com'))
