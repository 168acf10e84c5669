import { type Chapter, rule } from './rule.ts'

export const companies: Chapter = {
  title: '1. Companies and domains',
  rules: [
    rule(
      'A company has: name, customer number, contact person (name, phone, e-mail), language, allowed domains, settings.',
      'scenarios/companies > the operator keeps name and customer number; an administrator keeps contact person, language and settings',
      'core/companies/companies > lets an administrator set the settings and the contact person',
    ),
    rule(
      'Only the operator adds, changes or removes an allowed domain.',
      'scenarios/companies > an administrator sees the domains, asks for another, and the operator answers',
      'scenarios/companies > the operator alone takes a domain away, and its people are out at once',
      'core/companies/domains > is the only one who allows and removes, and names a company that exists',
    ),
    rule(
      'An administrator sees the list under "Toegestane domeinen" and can ask for a change, which reaches the operator as a request like any other.',
      'scenarios/companies > an administrator sees the domains, asks for another, and the operator answers',
      'scenarios/companies > an administrator asks that a domain goes, and the operator answers by taking it away',
      'core/companies/companies > show an administrator the domains with how and when each was verified, and the people',
      'core/requests/decide > is decided by the operator alone',
      'scenarios/domain-map > has its Dutch words in the texts',
    ),
    rule(
      'An administrator may also prove a domain with a DNS TXT record; a proven domain needs no operator.',
      'scenarios/companies > a domain that is proven by DNS needs no operator, says who proved it when, and is lost when the record stays away',
      'core/companies/domains > takes a TXT record, and needs no operator',
    ),
    rule(
      'Every domain records how and when it was verified.',
      'scenarios/companies > a domain that is proven by DNS needs no operator, says who proved it when, and is lost when the record stays away',
      'scenarios/companies > an administrator sees the domains, asks for another, and the operator answers',
    ),
    rule(
      'A domain matches exactly (no sub-domains), compared in lower case as ASCII/punycode.',
      'scenarios/companies > a domain matches exactly, however it is written',
      'core/sign-in/link > does not follow a domain that is not verified, or a sub-domain',
    ),
    rule(
      "Public mail domains (gmail.com, …) and public suffixes can't be an allowed domain.",
      'scenarios/companies > nobody holds a public mail domain or a public suffix',
      'core/sign-in/identity > in a public mail domain or suffix is refused, whatever was allowed before',
    ),
    rule(
      'Several companies may hold the same domain (departments, sister companies).',
      'scenarios/companies > departments hold the same domain, and people choose by the name of the company',
      'core/companies/domains > lets several companies hold the same domain, each once',
    ),
    rule(
      'The company name is then what people choose by.',
      'scenarios/companies > departments hold the same domain, and people choose by the name of the company',
    ),
    rule(
      "Without an allowed domain a company can't invite, and free registration is not offered.",
      'scenarios/companies > without an allowed domain a company can not invite, and offers no free registration',
    ),
  ],
}
