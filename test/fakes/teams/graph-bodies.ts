import { asText, type Json } from './json.ts'
import { cardOf, type KeptMessage, type TeamsUser } from './world.ts'

/** A person as Graph describes one. */
export const userBody = (user: TeamsUser): Json => ({
  id: user.objectId,
  displayName: user.name,
  mail: user.email ?? null,
  userPrincipalName: user.userPrincipalName,
  userType: user.userPrincipalName.includes('#EXT#') ? 'Guest' : 'Member',
  preferredLanguage: user.locale,
})

/** A message of a chat as Graph describes one. */
export const chatMessageBody = (message: KeptMessage, appId: string): Json => {
  const card = cardOf(message.activity)
  return {
    id: message.id,
    messageType: 'message',
    createdDateTime: message.sentAt,
    deletedDateTime: message.deleted ? message.sentAt : null,
    from:
      message.from === 'bot'
        ? {
            application: { id: appId, applicationIdentityType: 'bot' },
            user: null,
          }
        : {
            user: { id: message.from.objectId, displayName: message.from.name },
            application: null,
          },
    body: {
      contentType: 'text',
      content: asText(message.activity['text']) ?? '',
    },
    // Graph hands a card back as text.
    attachments: card
      ? [
          {
            id: message.id,
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: JSON.stringify(card),
          },
        ]
      : [],
  }
}

/** The few comparisons that people are looked up by, joined with `or`. */
export const byFilter = (users: readonly TeamsUser[], filter: string): TeamsUser[] | undefined => {
  const wanted = filter
    .split(/ or /i)
    .map((part) => /^\s*(mail|userPrincipalName|id) eq '((?:[^']|'')*)'\s*$/.exec(part))
  if (wanted.some((found) => !found)) return undefined
  return users.filter((user) =>
    wanted.some((found) => {
      const value = (found?.[2] ?? '').replaceAll("''", "'").toLowerCase()
      const field = {
        mail: user.email,
        userPrincipalName: user.userPrincipalName,
        id: user.objectId,
      }[found?.[1] ?? '']
      return field?.toLowerCase() === value
    }),
  )
}
