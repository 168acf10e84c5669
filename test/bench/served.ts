/** A Toegang in its own process on rows that were put there before, with the outside that its chats need. */
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openLowdbStore } from '../../adapters/lowdb/store.ts'
import { openPostgresStore } from '../../adapters/postgres/store.ts'
import { freePort, fromBuild, toegangProcess } from '../demo/toegang.ts'
import { openTeamsFake, type TeamsFake } from '../fakes/teams.ts'
import { startBare } from './child.ts'
import { send } from './http.ts'
import { seedCompany, seedGrants, seedRequests, seedTrail, seedUsers, signIn } from './seed.ts'
import { inFolder, settleDatabase } from './stores.ts'

const slackSecret = 'secret-of-the-bench'
const accessToken = randomBytes(24).toString('hex')
const operatorToken = randomBytes(24).toString('hex')
export const operatorEnvironment = { OPERATOR_TOKEN: operatorToken }
const tenantId = '22222222-0000-4000-8000-000000000002'
const appId = '11111111-0000-4000-8000-000000000001'
const appPassword = 'password-of-the-bench'

export interface Served {
  readonly url: string
  /** Where Slack is. */
  readonly slackApi: string
  readonly teams: TeamsFake
  readonly teamsEnvironment: { readonly [name: string]: string }
  /** Everything that it printed. */
  readonly output: readonly string[]
}

/** Starts it on one company of so many users, with so many requests and lines of the trail, on the embedded store unless `database` is the address of one in PostgreSQL. */
export const withServed = <R>(
  work: (served: Served) => Promise<R>,
  { users = 1000, rows = 0, database }: { users?: number; rows?: number; database?: string } = {},
): Promise<R> =>
  inFolder(async (folder) => {
    const store = database ? await openPostgresStore({ url: database }) : await openLowdbStore({ folder })
    await seedCompany(store, { slack: 'TBENCH', teams: tenantId })
    await seedUsers(store, users)
    await seedRequests(store, rows)
    await seedGrants(store, rows)
    await seedTrail(store, rows)
    await signIn(store)
    await store.close()
    if (database) await settleDatabase(database)

    const slackApi = await startBare('slack-api')
    const smtp = await startBare('smtp')
    const teams = await openTeamsFake({ appId, appPassword, tenantId, quotas: false })
    const teamsEnvironment = {
      TEAMS_CLIENT_ID: appId,
      TEAMS_CLIENT_SECRET: appPassword,
      TEAMS_TENANT_ID: tenantId,
      TEAMS_LOGIN_URL: teams.loginEndpoint,
      TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl,
    }
    const toegang = toegangProcess(
      await freePort(),
      {
        DATA_DIR: folder,
        SECRET_KEY: randomBytes(32).toString('base64'),
        ACCESS_TOKEN: accessToken,
        ...(database && { DATABASE_URL: database }),
        ...operatorEnvironment,
        SMTP_URL: smtp.url,
        MAIL_FROM: 'noreply@bench.example',
        SLACK_SIGNING_SECRET: slackSecret,
        SLACK_BOT_TOKEN: 'xoxb-bench',
        SLACK_API_URL: `${slackApi.url}/api/`,
        ...teamsEnvironment,
        TEAMS_GRAPH_URL: teams.graphUrl,
        TEAMS_SERVICE_HOSTS: '127.0.0.1',
        LOG_LEVEL: 'error',
      },
      fromBuild,
    )
    try {
      await toegang.start()
      return await work({ url: toegang.url, slackApi: slackApi.url, output: toegang.output, teams, teamsEnvironment })
    } finally {
      await toegang.stop()
      await Promise.all([slackApi.stop(), smtp.stop(), teams.close()])
    }
  })

export const operatorHeaders = { 'content-type': 'application/json', authorization: `Bearer ${operatorToken}` }

export const slackEnvironment = { SLACK_SIGNING_SECRET: slackSecret }

/** A signed slash command of one of the users (docs.slack.dev/authentication/verifying-requests-from-slack). */
export const slash = (
  url: string,
  { text, slackApi }: { text: string; slackApi: string },
  index: number,
): Promise<string> => {
  const body = new URLSearchParams({
    token: 'x',
    team_id: 'TBENCH',
    team_domain: 'bench',
    channel_id: 'D1',
    channel_name: 'directmessage',
    user_id: `U${index % 1000}`,
    user_name: `person${index}`,
    command: '/toegang',
    text,
    api_app_id: 'A1',
    is_enterprise_install: 'false',
    response_url: `${slackApi}/commands/TBENCH/1/x`,
    trigger_id: `${index}.1.x`,
  }).toString()
  const timestamp = Math.floor(Date.now() / 1000)
  const mac = createHmac('sha256', slackSecret).update(`v0:${timestamp}:${body}`).digest('hex')
  return send(`${url}/slack/events`, {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${mac}`,
    },
    body,
  })
}

/** One question to the access API. */
export const evaluate = (url: string, index: number): Promise<string> =>
  send(`${url}/access/v1/evaluation`, {
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({
      subject: { type: 'user', id: `person${index % 1000}@bench.example` },
      action: { name: 'use' },
      resource: { type: 'licence', id: 'Bouw' },
    }),
  })

export const batchSize = 100

/** A hundred questions at once: whether each of a page of users may use a licence. */
export const evaluateMany = (url: string, index: number): Promise<string> =>
  send(`${url}/access/v1/evaluations`, {
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({
      action: { name: 'use' },
      resource: { type: 'licence', id: 'Bouw' },
      evaluations: Array.from({ length: batchSize }, (_, at) => ({
        subject: { type: 'user', id: `person${(index * batchSize + at) % 1000}@bench.example` },
      })),
    }),
  })

/** What Teams would send for a message of somebody, caught on its way, to be sent again with other ids and words. */
export const caughtMessage = async (teams: TeamsFake) => {
  let caught: { headers: Record<string, string>; activity: object } | undefined
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      caught = {
        headers: {
          'content-type': 'application/json',
          authorization: String(request.headers.authorization),
        },
        activity: JSON.parse(Buffer.concat(parts).toString()),
      }
      response.end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  teams.appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const user = teams.addUser({ name: 'Person 1', email: 'person1@bench.example', locale: 'nl-NL' })
  await teams.say(user, 'help')
  server.close()
  server.closeAllConnections()
  if (!caught) throw new Error('Teams said nothing')
  const { headers, activity } = caught
  return (url: string, index: number): Promise<string> =>
    send(`${url}/api/messages`, { headers, body: JSON.stringify({ ...activity, id: `${Date.now()}${index}` }) })
}
