import { type Chapter, rule } from './rule.ts'

const otherCompany =
  'scenarios/single-sign-on > a user of another company on the same domain is out of reach: nothing is linked, and the administrators there are told'
const inside =
  'scenarios/single-sign-on > an address links inside the companies of the connection only, in their verified domains exactly'
const atOnce =
  'scenarios/single-sign-on > a new person is created and linked at once, known by identifier from then on, and company-wide licences work'
const comesOver =
  'scenarios/single-sign-on > that person comes over by signing in at both, or when an administrator there lets the account go'
const reach =
  'scenarios/single-sign-on > a connection serves one company or several, and any number of domains; a domain may have several'
const start =
  'scenarios/single-sign-on > sign-in starts with the address, and answers alike whoever it is, naming no company'

export const singleSignOn: Chapter = {
  title: '6. Single sign-on',
  rules: [
    rule(
      'A connection is one SAML link between one identity provider and one company, or several companies that agree to share it.',
      reach,
      'core/sign-in/connections > that companies share is for the operator',
    ),
    rule('A connection reaches any number of domains, and a domain may have several connections.', reach),
    rule(
      'Sign-in starts with the e-mail address: its domain leads to the connection (home-realm discovery), to a choice, or to a sign-in link by e-mail when there is none.',
      start,
      reach,
      'adapters/web-sign-in > leads to the identity provider of the domain',
    ),
    rule(
      'The page answers alike for known and unknown people, and names no company before the person has proved the mailbox or brought an assertion.',
      start,
      'adapters/web-sign-in > answers alike for somebody unknown',
      'adapters/web-sign-in > offers a choice without naming anybody when a domain leads to several',
    ),
    rule(
      '"Single sign-on required" turns the link off for that company; it can only be set within an hour after an administrator\'s successful test sign-in, and one break-glass administrator keeps the link.',
      'scenarios/single-sign-on > single sign-on required: within an hour after a test sign-in, and one administrator keeps the link',
      'core/sign-in/connections > ends the sessions that a link made, but not that of whoever keeps the link',
    ),
    rule(
      '**Identity is (connection, stable identifier).**',
      atOnce,
      'core/sign-in/identity > of one connection says nothing at another',
      'core/sign-in/identity > counts to the letter',
    ),
    rule(
      'A valid assertion signs in, creates or updates a user only in the companies of its own connection.',
      inside,
      otherCompany,
      'core/sign-in/other-company > the same identifier is another person at each connection',
    ),
    rule(
      'Linking by address happens only inside those companies.',
      inside,
      otherCompany,
      'core/sign-in/other-company > by address',
    ),
    rule(
      'When the address belongs to a user of another company on the same domain, nothing is linked and nothing of that company is reachable: the person proves the mailbox *and* signs in to the other company its own way once, or an administrator there releases the account; the administrators are told.',
      otherCompany,
      comesOver,
      'core/sign-in/other-company > by an identical identifier',
      'core/sign-in/other-company > by itself, without being asked',
    ),
    rule(
      "The asserted address must be in a verified domain of the connection's companies, exactly; an assertion about any other domain is refused, whoever signed it.",
      inside,
      'core/sign-in/other-company > the domain is what is refused, and nobody there is disturbed',
    ),
    rule(
      'Guests that an administrator invited by name may use the connection too.',
      inside,
      'core/sign-in/identity > who is a guest uses the connection too, again and again',
    ),
    rule(
      'A new person is created and linked at once (auto-provisioning, can be turned off per connection).',
      atOnce,
      'core/sign-in/identity > is not made where the connection does not provision',
    ),
    rule(
      'When the connection has several companies and the person is in none, the person chooses.',
      'scenarios/single-sign-on > whoever is in none of the companies of a connection chooses one',
    ),
    rule('Company-wide licences work from that first second.', atOnce),
    rule('A session knows its user, company, connection and how it was proved.', atOnce, comesOver),
    rule(
      "Switching to a company that requires single sign-on asks for an assertion of that company's connection first.",
      comesOver,
      'core/sign-in/other-company > takes no assertion of another connection',
    ),
    rule(
      'Group attributes can map to roles and licences; what a mapping gave, it takes away when the group is gone; it never removes the last administrator.',
      'scenarios/single-sign-on > groups bring licences and the role, and what they brought goes with them',
      'scenarios/single-sign-on > a group that is gone never takes the last administrator, nor a role that people gave',
    ),
    rule(
      'A dry run shows what a mapping would do with an assertion seen before.',
      'scenarios/single-sign-on > a dry run says what a mapping would do with an assertion seen before, and does nothing',
    ),
    rule(
      'Every sign-in, good or bad, leaves a trace of what was wanted and what was got, under a short code that the person sees.',
      'scenarios/single-sign-on > every sign-in, good or bad, leaves a trace under the short code that the person sees',
      'core/sign-in/sign-in > leaves a masked trace and an event, spends its request, and nothing else',
    ),
    rule(
      'Certificates of the identity provider may overlap, are refreshed from its metadata address, and warn before they expire.',
      'scenarios/single-sign-on > certificates overlap, are refreshed from the metadata address, and warn before they end',
      'adapters/saml-metadata > shows the certificates of a rollover, each once, with their end',
    ),
    rule(
      'A removed or blocked user, a lost domain, a deleted connection or a deprovisioning call ends sessions and chat powers within five seconds, on every instance.',
      'scenarios/single-sign-on > a removal, a block, a lost domain and a deleted connection end sessions and chat powers at once',
      'scenarios/single-sign-on > a deprovisioning call ends sessions and chat powers at once',
      'scenarios/chat-identity > a block ends the powers of every chat account at once',
    ),
  ],
}
