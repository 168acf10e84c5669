import { byFilter, chatMessageBody, userBody } from './graph-bodies.ts'
import { asText } from './json.ts'
import type { BearerCheck } from './login.ts'
import { lookUpConversation, personalChat } from './population.ts'
import { type Incoming, type Reply, type Router, refuse } from './server.ts'
import type { TeamsUser, World } from './world.ts'

/** Application permissions that the narrow set of a well-behaved app needs. */
export const narrowPermissions: readonly string[] = [
  'User.Read.All',
  'AppCatalog.Read.All',
  'TeamsAppInstallation.ReadWriteSelfForUser.All',
  'Chat.Read.WhereInstalled',
]

/**
 * The corner of Microsoft Graph v1.0 that a bot uses: people, the catalogue of apps, installing the app for a person, that person's chat, its messages.
 * Refuses: no or wrong bearer 401, permission not granted 403, unknown 404, installed already 409.
 */
export const serveGraph = (
  on: Router,
  world: World,
  bearer: BearerCheck,
  baseUrl: () => string,
  installed: (user: TeamsUser) => void,
): void => {
  const none = () => refuse(404, 'NotFound', 'Resource could not be found.')
  const guarded =
    (permissions: readonly string[], handler: (incoming: Incoming) => Reply) =>
    async (incoming: Incoming): Promise<Reply> => {
      const allowed = await bearer(incoming.authorization, 'https://graph.microsoft.com')
      if ('status' in allowed) return refuse(401, 'InvalidAuthenticationToken', 'Access token is empty or invalid.')
      return allowed.roles.some((role) => permissions.includes(role))
        ? handler(incoming)
        : refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
    }
  // A token of one directory sees the people of that directory only.
  const people = () => world.users.filter((user) => user.tenantId === world.tenantId)
  const person = (id = '') =>
    people().find((user) => user.objectId === id || user.userPrincipalName.toLowerCase() === id.toLowerCase())
  const installation = (user: TeamsUser) => Buffer.from(`${user.objectId}##${world.appId}`).toString('base64url')
  const read = ['User.Read.All', 'User.ReadBasic.All', 'Directory.Read.All']
  const install = ['TeamsAppInstallation.ReadWriteSelfForUser.All', 'TeamsAppInstallation.ReadWriteForUser.All']
  const chat = ['Chat.Read.WhereInstalled', 'Chat.Read.All', 'ChatMessage.Read.All']

  // An own app has another id in the organisation's catalogue than in its manifest.
  const catalogued = `catalogued-${world.appId}`

  const forPerson = (act: (user: TeamsUser, incoming: Incoming) => Reply) => (incoming: Incoming) => {
    const user = person(incoming.params['user'])
    return user ? act(user, incoming) : none()
  }
  on(
    'get',
    '/v1.0/users',
    'graphUsers',
    guarded(read, ({ query }) => {
      const found = byFilter(people(), asText(query['$filter']) ?? '')
      return found
        ? { status: 200, body: { value: found.map(userBody) } }
        : refuse(400, 'Request_UnsupportedQuery', 'Unsupported or missing filter.')
    }),
  )
  on(
    'get',
    '/v1.0/users/:user',
    'graphUser',
    guarded(
      read,
      forPerson((user) => ({ status: 200, body: userBody(user) })),
    ),
  )
  on(
    'get',
    '/v1.0/appCatalogs/teamsApps',
    'teamsApps',
    guarded(['AppCatalog.Read.All', 'AppCatalog.ReadWrite.All'], ({ query }) => {
      const known = asText(query['$filter']) === `externalId eq '${world.appId}'`
      return { status: 200, body: { value: known ? [{ id: catalogued, externalId: world.appId }] : [] } }
    }),
  )
  on(
    'post',
    '/v1.0/users/:user/teamwork/installedApps',
    'installApp',
    guarded(
      install,
      forPerson((user, { body }) => {
        const app = asText(body['teamsApp@odata.bind'])?.split('/').at(-1)
        if (!app) return refuse(400, 'BadRequest', 'teamsApp@odata.bind is missing.')
        if (app !== catalogued) return refuse(404, 'NotFound', 'No such app in the catalogue.')
        if (world.installed.has(user.objectId)) return refuse(409, 'Conflict', 'App is already installed for the user.')
        world.installed.add(user.objectId)
        installed(user)
        return { status: 201 }
      }),
    ),
  )
  on(
    'get',
    '/v1.0/users/:user/teamwork/installedApps',
    'installedApps',
    guarded(
      install,
      forPerson((user) => ({
        status: 200,
        body: {
          value: world.installed.has(user.objectId)
            ? [
                {
                  id: installation(user),
                  teamsApp: {
                    id: catalogued,
                    externalId: world.appId,
                    displayName: 'Toegang',
                  },
                },
              ]
            : [],
        },
      })),
    ),
  )
  on(
    'get',
    '/v1.0/users/:user/teamwork/installedApps/:installation/chat',
    'installedChat',
    guarded(
      install,
      forPerson((user, { params }) =>
        world.installed.has(user.objectId) && params['installation'] === installation(user)
          ? {
              status: 200,
              body: {
                id: personalChat(world, user).chatId,
                chatType: 'oneOnOne',
              },
            }
          : none(),
      ),
    ),
  )
  on(
    'get',
    '/v1.0/chats/:chat/messages',
    'chatMessages',
    guarded(chat, ({ params, query }) => {
      const found = lookUpConversation(world, params['chat'] ?? '')?.conversation
      if (!found || found.chatId !== params['chat']) return none()
      const top = Math.min(50, Number(asText(query['$top']) ?? 20))
      const skip = Number(asText(query['$skiptoken']) ?? 0)
      const all = world.messages.filter((message) => message.conversation === found).reverse()
      const next = `${baseUrl()}/v1.0/chats/${found.chatId}/messages?$top=${top}&$skiptoken=${skip + top}`
      return {
        status: 200,
        body: {
          value: all.slice(skip, skip + top).map((message) => chatMessageBody(message, world.appId)),
          ...(skip + top < all.length && { '@odata.nextLink': next }),
        },
      }
    }),
  )
}
