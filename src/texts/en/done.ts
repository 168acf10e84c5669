import { sayRefused } from '../say-refused.ts'
import type { Texts } from '../texts.ts'
import { refused } from './refused.ts'

export const done: Texts['done'] = {
  // licences
  'licences.assign': ({ name }) => `Licence "${name}" is assigned.`,
  'licences.change': ({ name }) => `Licence "${name}" is changed.`,
  'licences.set_switches': ({ licence: { name, companyWide, shown }, approved }) =>
    [
      `"${name}" is now ${companyWide ? 'company-wide' : 'not company-wide'} and ${shown ? 'shown' : 'not shown'} to users.`,
      ...(approved === 0
        ? []
        : [approved === 1 ? 'One open request is approved.' : `${approved} open requests are approved.`]),
    ].join(' '),
  'access.give': ({ name, licence }) => `${name} now has access to "${licence}".`,
  'access.end': ({ name, licence }) => `${name} no longer has access to "${licence}".`,
  // requests
  'requests.ask_access': ({ reference }) =>
    `Your request ${reference} is sent. You will hear as soon as an administrator decides.`,
  'requests.ask_standard': ({ reference }) =>
    `Your request ${reference} is sent. You will hear as soon as an administrator decides.`,
  'requests.ask_domain': ({ reference }) =>
    `Your request ${reference} is sent. You will hear as soon as customer service decides.`,
  'requests.decide': ({ results }) =>
    results
      .map((one) =>
        one.ok
          ? `Request ${one.reference} is ${one.verdict === 'approved' ? 'approved' : 'declined'}.`
          : `${one.asked}: ${sayRefused(refused, one.refused)}`,
      )
      .join('\n'),
  'requests.withdraw': ({ reference }) => `Your request ${reference} is withdrawn.`,
}
