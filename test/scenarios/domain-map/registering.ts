import { type Chapter, rule } from './rule.ts'

export const registering: Chapter = {
  title: '2. Inviting and registering',
  rules: [
    rule(
      'An administrator invites by e-mail address, one or many at once; each address must be in an allowed domain.',
      'scenarios/registering > an administrator invites many at once, with all that he may say about them, and each finishes by the link',
      'core/users/invite > takes a list in which each person has details',
    ),
    rule(
      'He may set the role, licences, name, phone, country.',
      'scenarios/registering > an administrator invites many at once, with all that he may say about them, and each finishes by the link',
    ),
    rule(
      'The person gets an e-mail with a link, valid one month; "resend" gives a new month and ends the old link.',
      'scenarios/registering > the link is good for a month; sending it again gives a new month and ends the old link',
    ),
    rule(
      'Inviting the same address twice does not make two accounts or two invitations.',
      'scenarios/registering > inviting the same address again makes no second account, invitation or mail',
      'scenarios/races > is invited once by 64 administrators',
    ),
    rule(
      'With free registration on, anyone with an address in the domain starts at /register/apply, proves the address by a link in an e-mail, and is linked to the company automatically.',
      'scenarios/registering > with free registration somebody proves the address by a mail, and is linked to the company',
      'adapters/web-sign-in > brings a link to finish, with a choice of company, and signs in',
    ),
    rule(
      'The page answers alike for known, unknown and refused addresses.',
      'scenarios/registering > starting to register is answered alike for known, unknown and refused addresses',
      'adapters/web-sign-in > answers alike for known, unknown and refused addresses',
    ),
    rule(
      'When several companies with free registration hold the domain, the person chooses one during registration.',
      'scenarios/companies > departments hold the same domain, and people choose by the name of the company',
      'core/users/register > lets the person choose where several companies are open',
    ),
    rule(
      'Someone who starts to register but was invited too ends with one account, and the invitation used.',
      'scenarios/registering > somebody who starts to register but was invited too ends with one account, and the invitation used',
      'scenarios/races > ends with one account when the invitation and the registration are finished at once',
    ),
    rule(
      'An existing user can switch company under My profile > My details, only to a company that holds the same domain and allows it (free registration on, or single sign-on provisioning on).',
      'scenarios/registering > a user switches to a company that holds the domain and takes people in; grants and requests of the old one end',
      'core/users/switch > are the companies that hold the domain, verified, and take people in',
    ),
    rule(
      'Grants and open requests of the old company end.',
      'scenarios/registering > a user switches to a company that holds the domain and takes people in; grants and requests of the old one end',
    ),
    rule(
      "The last administrator of a company can't switch, leave, be removed, blocked or demoted.",
      'scenarios/registering > the last administrator can not switch, leave, be removed, blocked or demoted',
      'scenarios/races > can not both go, whatever they do to each other or themselves at once',
    ),
    rule(
      'User status: invited (registration requested, with its deadline), registered, blocked.',
      'scenarios/registering > administrators find users by name, address, status, role and licence, change them, block and remove them',
    ),
    rule(
      'Administrators search and filter users by name, address, status, role and licence; change role, name, phone, country; block, unblock, remove.',
      'scenarios/registering > administrators find users by name, address, status, role and licence, change them, block and remove them',
      'core/users/manage > gives and takes the administrator role, and tells the person',
    ),
    rule(
      'The administrator role can be given until a date (holiday replacement); it ends by itself.',
      'scenarios/registering > the administrator role for a holiday ends by itself',
    ),
  ],
}
