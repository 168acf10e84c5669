import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type IdpFake, openIdpFake } from '../fakes/idp.ts'
import { openSlackFake, type SlackFake, type SlackUser } from '../fakes/slack.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'
import { openTeamsFake, type TeamsFake } from '../fakes/teams.ts'
import { freePort, type ToegangProcess, toegangProcess } from './toegang.ts'

type TeamsUser = ReturnType<TeamsFake['addUser']>

/** Somebody with an account in both chats. */
export interface Person {
  readonly name: string
  readonly email: string
  readonly slack: SlackUser
  readonly teams: TeamsUser
}

/** A Toegang in its own process, with everything around it that the internet would be. */
export interface DemoWorld {
  readonly toegang: ToegangProcess
  /** What it is started with. */
  readonly environment: { readonly [name: string]: string }
  readonly slack: SlackFake
  readonly teams: TeamsFake
  readonly idp: IdpFake
  readonly smtp: SmtpFake
  readonly people: { readonly admin: Person; readonly invited: Person; readonly sso: Person }
  readonly operatorToken: string
  readonly accessToken: string
  /** Calls the operator API; throws with what it said when it refuses. */
  operator(method: string, path: string, body?: unknown): Promise<{ readonly [field: string]: unknown }>
  /** Asks the evaluation API. */
  mayUse(email: string, licence: string): Promise<boolean>
  close(): Promise<void>
}

interface DemoSettings {
  readonly port?: number
  /** How Toegang is run with this environment; as one process unless told otherwise. */
  readonly run?: (port: number, environment: { readonly [name: string]: string }) => ToegangProcess
}

export const openDemoWorld = async ({ port, run = toegangProcess }: DemoSettings = {}): Promise<DemoWorld> => {
  const folder = await mkdtemp(join(tmpdir(), 'toegang-demo-'))
  const [operatorToken, accessToken] = [randomBytes(24).toString('hex'), randomBytes(24).toString('hex')]
  const signingSecret = randomBytes(16).toString('hex')
  const botToken = 'xoxb-demo-token'
  const [appId, tenantId, appPassword] = [
    '11111111-0000-4000-8000-000000000001',
    '22222222-0000-4000-8000-000000000002',
    randomBytes(16).toString('hex'),
  ]

  const smtp = await startSmtp()
  const slack = await openSlackFake({
    manifest: JSON.parse(await readFile(new URL('../../manifest/slack.json', import.meta.url), 'utf8')),
    signingSecret,
    botToken,
    team: { name: 'Acme' },
  })
  const teams = await openTeamsFake({ appId, appPassword, tenantId })
  const idp = await openIdpFake({
    title: 'Acme identity provider',
    users: [
      { nameId: 'sso-0001', name: 'Sara Osei', email: 'sso@acme.example' },
      { nameId: 'evil-0002', name: 'Dirk Vreemd', email: 'dirk@delta.example' },
    ],
  })
  const environment = {
    DATA_DIR: folder,
    SECRET_KEY: randomBytes(32).toString('base64'),
    OPERATOR_TOKEN: operatorToken,
    ACCESS_TOKEN: accessToken,
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Toegang <noreply@toegang.example>',
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: slack.apiUrl,
    TEAMS_CLIENT_ID: appId,
    TEAMS_CLIENT_SECRET: appPassword,
    TEAMS_TENANT_ID: tenantId,
    TEAMS_LOGIN_URL: teams.loginEndpoint,
    TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl,
    TEAMS_GRAPH_URL: teams.graphUrl,
    TEAMS_SERVICE_HOSTS: '127.0.0.1',
    LOG_LEVEL: 'warn',
  }
  const toegang = run(port ?? (await freePort()), environment)
  slack.appUrl = toegang.url
  teams.appUrl = toegang.url

  const person = (name: string, email: string): Person => ({
    name,
    email,
    slack: slack.addUser({ name, email }),
    teams: teams.addUser({ name, email, locale: 'nl-NL' }),
  })
  const people = {
    admin: person('Anna de Vries', 'anna@acme.example'),
    invited: person('Ibrahim Bakker', 'invited@acme.example'),
    sso: person('Sara Osei', 'sso@acme.example'),
  }

  const call = async (
    url: string,
    token: string,
    method: string,
    body?: unknown,
  ): Promise<{ readonly [field: string]: unknown }> => {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    // Above its ceiling of load, as after a start with a burst behind it, it says when to come back.
    const seconds = Number(response.headers.get('retry-after'))
    if (response.status === 503 && seconds > 0) {
      await response.arrayBuffer()
      await sleep(seconds * 1000)
      return call(url, token, method, body)
    }
    const answer = (await response.json()) as { readonly [field: string]: unknown }
    if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${JSON.stringify(answer)}`)
    return answer
  }

  return {
    toegang,
    environment,
    slack,
    teams,
    idp,
    smtp,
    people,
    operatorToken,
    accessToken,
    operator: (method, path, body) => call(`${toegang.url}/operator/v1${path}`, operatorToken, method, body),
    mayUse: async (email, licence) => {
      const answer = await call(`${toegang.url}/access/v1/evaluation`, accessToken, 'POST', {
        subject: { type: 'user', id: email },
        action: { name: 'use' },
        resource: { type: 'licence', id: licence },
      })
      return answer['decision'] === true
    },
    close: async () => {
      await toegang.stop()
      await Promise.all([slack.close(), teams.close(), idp.close(), smtp.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
