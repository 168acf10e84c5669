import { sayRefused } from '../say-refused.ts'
import type { Texts } from '../texts.ts'
import { refused } from './refused.ts'

export const done: Texts['done'] = {
  // licences
  'licences.assign': ({ name }) => `Licentie "${name}" is toegekend.`,
  'licences.change': ({ name }) => `Licentie "${name}" is gewijzigd.`,
  'licences.set_switches': ({ licence: { name, companyWide, shown }, approved }) =>
    [
      `"${name}" is nu ${companyWide ? 'bedrijfsbreed' : 'niet bedrijfsbreed'} en wordt ${shown ? 'getoond' : 'niet getoond'} aan gebruikers.`,
      ...(approved === 0
        ? []
        : [approved === 1 ? 'Eén open aanvraag is goedgekeurd.' : `${approved} open aanvragen zijn goedgekeurd.`]),
    ].join(' '),
  'access.give': ({ name, licence }) => `${name} heeft nu toegang tot "${licence}".`,
  'access.end': ({ name, licence }) => `${name} heeft geen toegang meer tot "${licence}".`,
  // requests
  'requests.ask_access': ({ reference }) =>
    `Je aanvraag ${reference} is verstuurd. Je hoort het zodra een beheerder beslist.`,
  'requests.ask_standard': ({ reference }) =>
    `Je aanvraag ${reference} is verstuurd. Je hoort het zodra een beheerder beslist.`,
  'requests.ask_domain': ({ reference }) =>
    `Je aanvraag ${reference} is verstuurd. Je hoort het zodra de klantenservice beslist.`,
  'requests.decide': ({ results }) =>
    results
      .map((one) =>
        one.ok
          ? `Aanvraag ${one.reference} is ${one.verdict === 'approved' ? 'goedgekeurd' : 'afgewezen'}.`
          : `${one.asked}: ${sayRefused(refused, one.refused)}`,
      )
      .join('\n'),
  'requests.withdraw': ({ reference }) => `Je aanvraag ${reference} is ingetrokken.`,
}
