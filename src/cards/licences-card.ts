import type { FoundOf } from '../catalogue.ts'
import type { LicenceHit } from '../licences/find-licences.ts'
import type { Standard } from '../licences/licence.ts'
import type { LicenceForMe } from '../licences/list-licences.ts'
import type { Texts } from '../texts/texts.ts'
import type { Action, Card, CardItem } from './card.ts'
import type { See } from './see.ts'

/** More would not fit in one message of any chat; the portal shows the rest. */
const most = 20

/** My licences: what I may use, what I asked, what I can ask. */
export const licencesCard = ({ licences, administrator }: FoundOf<'licences.list'>, { texts }: See): Card => ({
  tone: 'plain',
  title: texts.chat.licencesTitle,
  ...(licences.length === 0 && { text: [texts.chat.noLicences] }),
  ...(licences.length > most && { text: [texts.chat.more(licences.length, most)] }),
  items: licences.slice(0, most).map((licence) => itemOf(licence, administrator, texts)),
  ...(licences.length > most && {
    actions: [{ kind: 'link', label: texts.card.openPage, path: '/company/licences' }] satisfies Action[],
  }),
})

/** One licence as it is for its reader: the own access, and what the reader can do about it. */
export const licenceCard = (
  { licence, standard, administrator }: FoundOf<'licences.look_at'>,
  { texts }: See,
): Card => {
  const { title: name, text, actions } = itemOf(licence, administrator, texts)
  return {
    tone: 'plain',
    ...headOf(name, standard, texts),
    facts: [{ label: texts.card.access, value: text }],
    actions,
  }
}

/**
 * One licence, or one standard in it, as it is shown to colleagues: nothing about any person. Each reader's own card comes in its
 * place, or at the press of its button.
 */
export const sharedLicenceCard = ({ licenceId, licenceName, standard }: LicenceHit, texts: Texts): Card => ({
  tone: 'plain',
  ...headOf(licenceName, standard, texts),
  actions: [
    {
      kind: 'run',
      label: texts.card.myAccess,
      name: 'licences.look_at',
      input: { licenceId, standard: standard?.number },
    },
  ],
})

const headOf = (name: string, standard: Standard | undefined, { card }: Texts): Pick<Card, 'title' | 'text'> =>
  standard
    ? {
        title: card.requestTitle.standard(standard.number),
        text: [...(standard.title ? [standard.title] : []), `${card.licence}: ${name}`],
      }
    : { title: name, text: [card.licence] }

const itemOf = (licence: LicenceForMe, administrator: boolean, texts: Texts): CardItem & { readonly text: string } => ({
  title: licence.name,
  text: [accessInWords(licence, texts), licence.seats && texts.chat.seats(licence.seats.used, licence.seats.of)]
    .filter(Boolean)
    .join(' · '),
  actions: actionsOf(licence, administrator, texts),
})

/** Whether and why I may use a licence. */
export const accessInWords = ({ access, asked }: LicenceForMe, texts: Texts): string => {
  if (access.allowed) {
    if (access.because === 'company_wide') return texts.chat.companyWide
    return access.until ? texts.chat.haveAccessUntil(access.until) : texts.chat.haveAccess
  }
  if (access.because === 'expired') return texts.chat.expired
  return asked ? texts.chat.asked(asked.reference) : texts.chat.noAccess
}

const actionsOf = (licence: LicenceForMe, administrator: boolean, texts: Texts): Action[] => {
  if (licence.asked)
    return [
      { kind: 'run', label: texts.card.withdraw, name: 'requests.withdraw', input: { request: licence.asked.id } },
    ]
  if (!licence.access.allowed && licence.access.because === 'no_grant' && licence.shown)
    return [
      {
        kind: 'form',
        label: texts.command['requests.ask_access'],
        name: 'requests.ask_access',
        input: { licenceId: licence.id },
        style: 'primary',
      },
    ]
  if (!administrator) return []
  const page: Action = { kind: 'link', label: texts.card.openPage, path: `/company/licences/${licence.id}` }
  const { 'licences.set_switches': label } = texts.command
  const switches: Action = { kind: 'form', label, name: 'licences.set_switches', input: { licenceId: licence.id } }
  return !licence.access.allowed && licence.access.because === 'expired' ? [page] : [switches, page]
}
