import type { Texts } from '../texts.ts'
import { moment } from './dates.ts'

export const card: Texts['card'] = {
  requestTitle: {
    access: (licence) => `Access to "${licence}"`,
    standard: (number) => `Standard ${number}`,
    domain: (domain) => `Domain ${domain}`,
    domainRemoval: (domain) => `Removal of domain ${domain}`,
  },
  state: {
    open: 'Waiting for a decision',
    withdrawn: 'Withdrawn',
    expired: 'Expired without a decision',
  },
  verdict: { approved: 'Approved', declined: 'Declined' },
  decidedBy: (verdict, by, at) => `${verdict === 'approved' ? 'Approved' : 'Declined'} by ${by} on ${moment(at)}`,
  byOperator: 'customer service',
  byCompanyWide: 'customer service (the licence is now company-wide)',
  removedUser: 'a removed user',
  reference: 'Code',
  requester: 'Requested by',
  status: 'Status',
  licence: 'Licence',
  standard: 'Standard',
  declineReason: 'Reason for declining',
  send: 'Send',
  emailsHint: 'One or more, with a comma or a new line in between',
  approve: 'Approve',
  decline: 'Decline',
  withdraw: 'Withdraw',
  withdrawConfirm: (reference) => `Are you sure that you want to withdraw request ${reference}?`,
  access: 'Access',
  open: 'Open',
  nothing: 'There is nothing to see here.',
  somethingWrong: (reference) =>
    `Something went wrong. Try again in a while. Does it keep going wrong? Give customer service code ${reference}.`,
  working: 'One moment, still working on it. You will see the answer here as soon as it is there.',
  openPage: 'Open in the portal',
  signIn: 'Sign in',
  confirmAccount: 'Confirm chat account',
  register: 'Register',
  askInvitation: 'Ask an administrator of your company for an invitation.',
}
