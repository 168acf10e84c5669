import { asText, type Json } from './json.ts'
import { type Incoming, type Reply, type Router, refuse } from './server.ts'
import type { Conversation, World } from './world.ts'

/** Who is in a conversation: all, one, or page by page. */
export const serveRoster = (
  on: Router,
  root: string,
  world: World,
  inside: (
    act: (place: { conversation: Conversation }, incoming: Incoming) => Reply,
  ) => (incoming: Incoming) => Promise<Reply>,
): void => {
  const roster = ({ user, channel }: Conversation) => (user ? [user] : (channel?.members ?? []))
  // The live service names the Entra object id differently from one address to the next.
  const account = (one: ReturnType<typeof roster>[number], objectIdAs: 'objectId' | 'aadObjectId'): Json => ({
    id: one.id,
    [objectIdAs]: one.objectId,
    name: one.name,
    givenName: one.name.split(' ')[0],
    surname: one.name.split(' ').slice(1).join(' '),
    ...(one.email && { email: one.email }),
    userPrincipalName: one.userPrincipalName,
    tenantId: one.tenantId,
    userRole: one.userRole,
  })
  on(
    'get',
    `${root}/:conversation/members`,
    'members',
    inside(({ conversation }) => ({
      status: 200,
      body: roster(conversation).map((one) => account(one, 'objectId')),
    })),
  )
  on(
    'get',
    `${root}/:conversation/members/:member`,
    'member',
    inside(({ conversation }, { params }) => {
      const id = params['member']
      const found = roster(conversation).find((one) => one.id === id || one.objectId === id)
      if (found) return { status: 200, body: account(found, 'aadObjectId') }
      const known = world.users.some((one) => one.id === id || one.objectId === id)
      return refuse(404, 'MemberNotFoundInConversation', known ? 'Not in this conversation.' : 'Unknown member.')
    }),
  )
  on(
    'get',
    `${root}/:conversation/pagedMembers`,
    'pagedMembers',
    inside(({ conversation }, { query }) => {
      const size = Math.min(500, Math.max(50, Number(asText(query['pageSize']) ?? 200)))
      const from = Number(asText(query['continuationToken']) ?? 0)
      const all = roster(conversation)
      const members = all.slice(from, from + size).map((one) => account(one, 'aadObjectId'))
      const more = from + size < all.length
      return {
        status: 200,
        body: {
          members,
          ...(more && { continuationToken: String(from + size) }),
        },
      }
    }),
  )
}
