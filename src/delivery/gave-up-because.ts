/** Why a message was given up for another reason than that nobody answered, as its row keeps it. */
export const gaveUpBecause = {
  outOfDate: 'this message is not for this person or account any more',
  unreachable: 'this account can not be reached',
  mailRefused: 'the mail server refused this mail',
} as const
