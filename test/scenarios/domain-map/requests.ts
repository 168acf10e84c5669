import { type Chapter, rule } from './rule.ts'

export const requests: Chapter = {
  title: '4. Requests (licences and standards go the same way)',
  rules: [
    rule(
      'A user requests with an optional reason.',
      'scenarios/requests > a reason is optional, unless the company wants one and says so beside the form',
    ),
    rule(
      'A company can set a text shown with the request form (for instance "mention a cost centre") and make the reason mandatory.',
      'scenarios/requests > a reason is optional, unless the company wants one and says so beside the form',
      'core/requests/ask > needs a reason where the company wants one',
    ),
    rule(
      'One open request per user and licence; asking again shows the open one.',
      'scenarios/requests > somebody who asks again is shown the open request',
      'core/requests/ask > again shows the open one, also when both come at once',
    ),
    rule(
      'A standard request names a standard (number, optional title) and proposes a licence whose collection it should join; approving adds it to the collection that the administrator picks.',
      'scenarios/requests > a standard joins the collection that the administrator picks, and everybody who asked for it in a year is told',
      'core/requests/decide > adds it to the licence that the administrator picks, whatever was proposed',
    ),
    rule(
      'Everyone who asked for that standard in the past 12 months is told.',
      'scenarios/requests > a standard joins the collection that the administrator picks, and everybody who asked for it in a year is told',
    ),
    rule(
      'The requester and every administrator get a confirmation: in the chat they use, and by e-mail.',
      'scenarios/requests > the requester and every administrator hear of it in their chats and by mail; the first decision shows on every copy',
      'core/delivery/deliver > reaches the requester and every administrator, in the chat that they use and by mail',
    ),
    rule(
      'Administrators approve, or decline with an optional reason, one or several at a time, from Slack, Teams or the portal.',
      'scenarios/requests > several are decided at a time, from a chat as from the portal',
      'scenarios/requests > the requester and every administrator hear of it in their chats and by mail; the first decision shows on every copy',
      'scenarios/main-job > $title',
    ),
    rule(
      'The first decision counts, wherever it came from; every copy of the message, in both chat systems, then shows who decided what and when, and offers no buttons any more.',
      'scenarios/requests > the requester and every administrator hear of it in their chats and by mail; the first decision shows on every copy',
      'scenarios/races > decide one request once: one decision, one grant, one line in the trail, 49 answers with who and when',
      'core/delivery/deliver > shows who decided and offers nothing any more, on every copy, after the decision',
    ),
    rule(
      'A second decision gets "already approved by … at …".',
      'scenarios/requests > the requester and every administrator hear of it in their chats and by mail; the first decision shows on every copy',
      'core/requests/decide > a second one hears who decided what and when',
    ),
    rule(
      "An administrator can't decide on their own request while the company has another administrator.",
      'scenarios/requests > an administrator does not decide on the own request while there is another',
    ),
    rule('The requester can withdraw.', 'scenarios/requests > the requester withdraws, and nobody else does'),
    rule(
      'Open requests are reminded after a set time and expire after another.',
      'scenarios/requests > an open request is reminded after the days that the company set, and expires after others',
      'scenarios/races > is done once for each row, however many rows fall due',
    ),
    rule(
      'Everyone in a company can see its requests (open, and decided in the past week, month, quarter or year; a month unless chosen); users see a decline reason but not who asked.',
      'scenarios/requests > everybody sees the requests of the company, a month back unless chosen; only administrators see who asked',
    ),
    rule(
      'Administrators see names.',
      'scenarios/requests > everybody sees the requests of the company, a month back unless chosen; only administrators see who asked',
    ),
    rule(
      'Losing access (grant ended or withdrawn, user blocked, company switched, licence expired) tells the user.',
      'scenarios/requests > whoever loses access is told: by an end, a withdrawal, a block, a switch, or a licence that expires',
      'core/licences/sweep > are told once to those who could use them, and to nobody else',
    ),
  ],
}
