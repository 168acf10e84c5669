import { type Chapter, rule } from './rule.ts'

export const access: Chapter = {
  title: '3. Access to a licence',
  rules: [
    rule(
      'Each licence has two switches, set by an administrator under Licence details:',
      'scenarios/access > shown to users: everybody finds it, and must ask',
      'core/licences/licences > are refused for an expired licence, to users, and for another company',
    ),
    rule(
      '**company-wide** ("Licentie is bedrijfsbreed"): every registered user of the company has access at once.',
      'scenarios/access > company-wide: every registered user has access at once, also with the other switch on, and open requests are approved',
      'scenarios/domain-map > has its Dutch words in the texts',
    ),
    rule(
      '**shown to users** ("Licentie wordt getoond aan gebruikers"): every user can find it, and must request access.',
      'scenarios/access > shown to users: everybody finds it, and must ask',
      'scenarios/domain-map > has its Dutch words in the texts',
    ),
    rule(
      'With both off, only an administrator can give it.',
      'scenarios/access > with both switches off only an administrator gives it',
    ),
    rule(
      'With both on, company-wide wins.',
      'scenarios/access > company-wide: every registered user has access at once, also with the other switch on, and open requests are approved',
    ),
    rule(
      'Access = the user is registered and not blocked, in the company that holds the licence, the licence is not expired, and it is company-wide or the user has a grant that has not ended.',
      'scenarios/access > access is for the registered, in the company that holds the licence, until the licence or the grant ends',
      'core/licences/access.property > access is: registered, in the company of a licence that runs, which is company-wide or granted',
      'scenarios/properties > keeps every promise on the embedded store',
      'scenarios/properties > keeps them too',
    ),
    rule(
      'One function in the core answers this for every channel.',
      'scenarios/access > the answer is the same in every channel',
    ),
    rule(
      'A grant records who gave it, why, when, and optionally until when.',
      'scenarios/access > a grant says who gave it, why, when and until when; it is withdrawn as directly',
      'core/requests/decide > gives a grant that says who, why, when and until when',
    ),
    rule(
      'Administrators give and withdraw grants directly too.',
      'scenarios/access > a grant says who gave it, why, when and until when; it is withdrawn as directly',
    ),
    rule(
      "Switching company-wide on settles the licence's open requests as approved.",
      'scenarios/access > company-wide: every registered user has access at once, also with the other switch on, and open requests are approved',
    ),
    rule(
      'Switching it off leaves explicit grants only.',
      'scenarios/access > company-wide off leaves explicit grants only',
    ),
    rule(
      'A licence may have a number of seats.',
      'scenarios/access > seats are not passed, and company-wide counts registered users',
      'scenarios/races > never give away more seats than there are',
    ),
    rule(
      'Approving past it is refused with a clear message; company-wide licences count registered users.',
      'scenarios/access > seats are not passed, and company-wide counts registered users',
      'core/licences/licences > count registered users against the seats',
    ),
  ],
}
