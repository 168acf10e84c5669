import { type Chapter, rule } from './rule.ts'

export const product: Chapter = {
  title: 'What the product does: rules of the domain',
  rules: [
    rule(
      'The product, **Toegang** (Dutch for *access*), is run by the publisher of an on-line collection (think: all national standards, "normen").',
      'core/companies/companies > is for the operator',
      'scenarios/companies > the operator keeps name and customer number; an administrator keeps contact person, language and settings',
    ),
    rule(
      'Its customers are companies; each company holds one or more licences.',
      'core/licences/licences > gives a company a licence with a collection, each standard once',
      'core/licences/licences > takes a name that only another company has',
    ),
    rule(
      "Toegang decides who belongs to which company and who may use which licence, and lets people do that from where they work: Slack, Microsoft Teams, the company's own single sign-on, or a small web portal.",
      'scenarios/main-job > $title',
    ),
    rule(
      'Product texts are in Dutch and English; the Dutch terms below are the ones that users know.',
      'core/texts > say the same things',
      'core/texts > say them in their own words',
      'core/texts > are not mixed',
      'scenarios/domain-map > has its Dutch words in the texts',
    ),
  ],
}

/** The table of words; a row is its term and its meaning. The Dutch column has a test of its own. */
export const words: Chapter = {
  title: 'Words (one term each, in code, texts and docs)',
  rules: [
    rule(
      'company: the tenant; customer of the publisher',
      'core/texts > use the words of the product',
      'core/companies/companies > keeps the company, its domains, and invites its administrators',
    ),
    rule(
      'allowed domain: an e-mail domain assigned to a company; several companies may hold the same one',
      'core/companies/domains > lets several companies hold the same domain, each once',
    ),
    rule(
      'free registration: company setting: people with an allowed domain may register themselves',
      'scenarios/registering > with free registration somebody proves the address by a mail, and is linked to the company',
    ),
    rule(
      'user: one person, one account, one verified e-mail address, in one company at a time',
      'scenarios/properties > keeps every promise on the embedded store',
      'scenarios/properties > keeps them too',
      'core/users/register > moves the account that somebody has elsewhere: one account, with its old access ended',
    ),
    rule(
      'administrator: user who manages a company; a company always keeps at least one',
      'scenarios/registering > the last administrator can not switch, leave, be removed, blocked or demoted',
      'scenarios/races > can not both go, whatever they do to each other or themselves at once',
    ),
    rule(
      "operator: the publisher's customer service; manages companies, domains and which licences a company holds",
      'core/companies/companies > is for the operator',
      'core/companies/domains > is the only one who allows and removes, and names a company that exists',
      'core/licences/licences > changes what is given, clears what is null, and records before and after',
    ),
    rule(
      'invitation: an administrator adds a user by e-mail; the person finishes registration through a link',
      'scenarios/registering > an administrator invites many at once, with all that he may say about them, and each finishes by the link',
    ),
    rule(
      "registration: finishing one's account, from an invitation or self-started at /register/apply",
      'core/users/register > makes the invited user registered, with the role and licences that were promised',
      'adapters/web-sign-in > brings a link to finish, with a choice of company, and signs in',
    ),
    rule(
      'licence: what a company holds; has a collection of standards; two switches (below)',
      'core/licences/licences > gives a company a licence with a collection, each standard once',
      'core/licences/licences > do nothing when they stand so already',
    ),
    rule(
      'grant: one user may use one licence',
      'core/licences/give-access > given twice at once gives one grant',
      'core/licences/access.property > access is: registered, in the company of a licence that runs, which is company-wide or granted',
    ),
    rule(
      'access request: a user asks for a licence',
      'core/requests/ask > makes an open request with a reference, when it is reminded and when it expires',
    ),
    rule(
      "standard request: a user asks that a standard (document) be added to a licence's collection",
      'core/requests/ask > names the standard and proposes a licence, or none',
    ),
    rule(
      'connection: a SAML 2.0 link between a company and its identity provider',
      'core/sign-in/connections > is for an administrator, for the own company, with everything risky off',
      'adapters/saml-sign-in > goes from a signed request, by the choice of a person, to a verified assertion',
    ),
    rule(
      "provisioning: an account made or updated at sign-in from the identity provider's word",
      'core/sign-in/sign-in > makes the account, links it and signs in, all at once',
      'core/sign-in/sign-in > takes over a new address and name',
    ),
    rule(
      'Pages and their Dutch names: Mijn bedrijf > Algemeen (General), > Gebruikers (Users), > Licenties (Licences), Licentiedetails (Licence details); Aanvragen (Requests); Mijn profiel > Mijn gegevens (My profile > My details).',
      'scenarios/domain-map > has its Dutch words in the texts',
    ),
  ],
}
