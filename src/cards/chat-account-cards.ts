import type { FoundOf, ResultOf } from '../catalogue.ts'
import { mayTry } from '../kernel/who.ts'
import type { Card } from './card.ts'
import { refusalCard } from './refusal-card.ts'
import type { See } from './see.ts'

/** Who the bot takes somebody for, and what that allows. */
export const whoamiCard = (me: FoundOf<'chat.whoami'>, { actor, texts }: See): Card => {
  const { card, chat } = texts
  if (!me.known) {
    const refused = mayTry(actor, ['user'])
    const { title, actions } = refused ? refusalCard(refused, texts) : { title: '', actions: undefined }
    return { tone: 'plain', title: chat.stranger, ...(title && { text: [title] }), ...(actions && { actions }) }
  }
  const role = me.administrator === 'no' ? chat.role.user : chat.role.administrator
  const confirmed = me.confirmed === undefined ? '' : me.confirmed ? chat.confirmed : chat.notConfirmed
  return {
    tone: 'plain',
    title: chat.whoamiTitle(me.name),
    facts: [
      { label: chat.company, value: me.company },
      { label: chat.address, value: me.email },
      { label: texts.field.role, value: confirmed ? `${role}, ${confirmed}` : role },
    ],
    ...(me.administrator === 'confirm_first' && {
      actions: [
        { kind: 'run', label: card.confirmAccount, name: 'chat.start_confirmation', input: {}, style: 'primary' },
      ],
    }),
  }
}

/** The link by which a chat account is confirmed; it leads to the portal, which asks to sign in. */
export const confirmationCard = (
  { path }: ResultOf<'chat.start_confirmation'>,
  { texts: { card, chat } }: See,
): Card => ({
  tone: 'plain',
  title: chat.confirmTitle,
  text: [chat.confirmText],
  actions: [{ kind: 'link', label: card.confirmAccount, path, style: 'primary' }],
})
