import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isLoopback, variables } from '../../adapters/config/environment.ts'
import { readConfig } from '../../adapters/config.ts'

type Variables = Record<string, string | undefined>

const key = randomBytes(32)
const least = { SECRET_KEY: key.toString('base64') }
const smtp = { SMTP_URL: 'smtp://user:pass%40word@mail.example', MAIL_FROM: 'Toegang <noreply@toegang.example>' }
const slackHttp = { SLACK_SIGNING_SECRET: 'signing', SLACK_BOT_TOKEN: 'xoxb-1' }
const slackSocket = { SLACK_APP_TOKEN: 'xapp-1', SLACK_BOT_TOKEN: 'xoxb-1' }
const slackOAuth = { SLACK_CLIENT_ID: 'id', SLACK_CLIENT_SECRET: 'hush', SLACK_SIGNING_SECRET: 'signing' }
const teams = { TEAMS_CLIENT_ID: 'client', TEAMS_CLIENT_SECRET: 'hush', TEAMS_TENANT_ID: 'tenant' }

const configOf = (values: Variables) => {
  const read = readConfig({ ...least, ...values })
  if (!read.ok) throw new Error(read.mistakes.join('\n'))
  return read.config
}
const mistakesOf = (values: Variables, options?: { demo: boolean }) => {
  const read = readConfig(values, options)
  return read.ok ? [] : read.mistakes
}
const byName = (one = '', other = '') => (one < other ? -1 : 1)
/** The variables that mistakes are about, by name. */
const blamed = (values: Variables) =>
  mistakesOf({ ...least, ...values })
    .map((mistake) => mistake.split(' ')[0])
    .toSorted(byName)

describe('the settings', () => {
  it('need nothing but a key', () => {
    expect(configOf({})).toEqual({
      port: 3000,
      baseUrl: 'http://localhost:3000',
      dataDir: './data',
      secretKeys: [key],
      logLevel: 'info',
    })
  })

  it('say exactly what is missing when nothing is set', () => {
    expect(mistakesOf({})).toEqual([
      'SECRET_KEY is missing: 32 or more random bytes in base64; make one with: openssl rand -base64 32',
    ])
  })

  it('need no key in a demonstration, but take one that is there', () => {
    expect(readConfig({}, { demo: true })).toMatchObject({ ok: true, config: { secretKeys: [] } })
    expect(readConfig(least, { demo: true })).toMatchObject({ ok: true, config: { secretKeys: [key] } })
    expect(mistakesOf({ SECRET_KEY: 'short' }, { demo: true })).toHaveLength(1)
  })

  it('take an empty value for an absent one', () => {
    const empty = Object.fromEntries(Object.keys(variables).map((name) => [name, '']))
    expect(configOf({ ...empty, ...least })).toEqual(configOf({}))
  })

  it('leave what belongs to others alone', () => {
    expect(
      blamed({ PATH: '/bin', MAIL: '/var/mail/x', SLACK: 'x', HOSTNAME: 'x', TOEGANG_URL: 'http://localhost:3000' }),
    ).toEqual([])
  })

  it('are reported wrong all together', () => {
    const wrong = {
      SECRET_KEY: 'x',
      PORT: 'http',
      LOG_LEVEL: 'loud',
      TEAMS_CLIENT_ID: 'client',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SMTP_HOST: 'x',
    }
    expect(blamed(wrong)).toEqual([
      'LOG_LEVEL',
      'PORT',
      'SECRET_KEY',
      'SLACK_SIGNING_SECRET',
      'SMTP_HOST',
      'TEAMS_CLIENT_SECRET',
      'TEAMS_TENANT_ID',
    ])
  })

  it('never show a value in a mistake', () => {
    const secret = 'hush hush'
    const all = Object.fromEntries(Object.keys(variables).map((name) => [name, secret]))
    const mistakes = mistakesOf(all)
    expect(mistakes.length).toBeGreaterThan(10)
    expect(mistakes.join('\n')).not.toContain('hush')
  })
})

describe('a value', () => {
  it.each<[Variables, object]>([
    [{ PORT: '8080' }, { port: 8080, baseUrl: 'http://localhost:8080' }],
    [{ HOST: '127.0.0.1' }, { host: '127.0.0.1' }],
    [{ HOST: '::' }, { host: '::' }],
    [{ HOST: 'localhost' }, { host: 'localhost' }],
    [{ BASE_URL: 'https://toegang.example/' }, { baseUrl: 'https://toegang.example' }],
    [{ BASE_URL: 'http://127.0.0.1:3000' }, { baseUrl: 'http://127.0.0.1:3000' }],
    [{ BASE_URL: 'http://toegang.localhost' }, { baseUrl: 'http://toegang.localhost' }],
    [{ DATA_DIR: '/var/lib/my data' }, { dataDir: '/var/lib/my data' }],
    [{ DATABASE_URL: 'postgresql://u:p@db/toegang' }, { databaseUrl: 'postgresql://u:p@db/toegang' }],
    [
      { OPERATOR_TOKEN: 'operator', ACCESS_TOKEN: 'access==' },
      { operatorToken: 'operator', accessToken: 'access==' },
    ],
    [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
  ])('%j gives %j', (values, expected) => {
    expect(configOf(values)).toMatchObject(expected)
  })

  it.each<Variables>([
    { PORT: '0' },
    { PORT: '65536' },
    { PORT: '3000.5' },
    { PORT: '0x50' },
    { PORT: '-1' },
    { HOST: 'toegang.example' },
    { HOST: '127.0.0.1:3000' },
    { BASE_URL: 'toegang.example' },
    { BASE_URL: 'ftp://toegang.example' },
    { BASE_URL: 'http://toegang.example' },
    { BASE_URL: 'http://localhost.evil.example' },
    { BASE_URL: 'https://toegang.example/app' },
    { BASE_URL: 'https://toegang.example?x=1' },
    { BASE_URL: 'https://user:pass@toegang.example' },
    { DATABASE_URL: 'mysql://db/toegang' },
    { DATABASE_URL: 'postgres' },
    { DATABASE_URI: 'postgres://db/toegang' },
    { OPERATOR_TOKEN: 'two words' },
    { OPERATOR_TOKEN: 'één' },
    { ACCESS_TOKEN: 'a,b' },
    { LOG_LEVEL: 'INFO' },
    { SLACK_BOTTOKEN: 'xoxb-1' },
    { MAIL_SENDER: 'x@y.example' },
    { DATA_DIR: './data\n' },
    { OPERATOR_TOKEN: ' operator' },
  ])('%j is refused', (values) => {
    const [name] = Object.keys(values)
    expect(new Set(blamed(values))).toEqual(new Set([name]))
  })

  it.each([
    ['too short', randomBytes(31).toString('base64')],
    ['not base64', `${randomBytes(32).toString('base64')}!`],
    ['a text of 32 characters', 'x'.repeat(32)],
    ['one of two too short', `${randomBytes(32).toString('base64')},${randomBytes(16).toString('base64')}`],
    ['an empty one', `${randomBytes(32).toString('base64')},`],
  ])('SECRET_KEY is refused: %s', (_, value) => {
    expect(blamed({ SECRET_KEY: value })).toEqual(['SECRET_KEY'])
  })

  it('SECRET_KEY may be a list, in either alphabet of base64', () => {
    const [one, two] = [randomBytes(32), randomBytes(64)]
    const list = `${one.toString('base64url')}, ${two.toString('base64')}`
    expect(configOf({ SECRET_KEY: list }).secretKeys).toEqual([one, two])
  })
})

describe('mail', () => {
  it('goes to a server with a login', () => {
    expect(configOf(smtp).smtp).toEqual({
      host: 'mail.example',
      port: 587,
      secure: false,
      login: { user: 'user', password: 'pass@word' },
      from: { name: 'Toegang', address: 'noreply@toegang.example' },
    })
    expect(configOf({ ...smtp, SMTP_URL: 'smtps://mail.example' }).smtp).toMatchObject({ port: 465, secure: true })
    expect(configOf({ ...smtp, SMTP_URL: 'smtp://[::1]:2525/' }).smtp).toMatchObject({ host: '::1', port: 2525 })
  })

  it.each([
    ['noreply@toegang.example', 'Toegang', 'noreply@toegang.example'],
    ['"Normen, klantenservice" <a@b.example>', 'Normen, klantenservice', 'a@b.example'],
    ['Één <a@localhost>', 'Één', 'a@localhost'],
    ['<a@b.example>', 'Toegang', 'a@b.example'],
  ])('comes from %s', (written, name, address) => {
    expect(configOf({ ...smtp, MAIL_FROM: written }).smtp?.from).toEqual({ name, address })
  })

  it.each([
    'nobody',
    'a@b.example, c@d.example',
    'A <a@b.example> <c@d.example>',
    'A <a b@c.example>',
    'A <a@b.example',
    'a@b..example',
    'a@b@c.example',
  ])('can not come from %s', (written) => {
    expect(blamed({ ...smtp, MAIL_FROM: written })).toEqual(['MAIL_FROM'])
  })

  it.each([
    'mail.example',
    'http://mail.example',
    'smtp://',
    'smtp://mail.example/path',
    'smtp://mail.example?tls.rejectUnauthorized=false',
    'smtp://user@mail.example',
    'smtp://user:%zz@mail.example',
  ])('can not go to %s', (written) => {
    expect(blamed({ ...smtp, SMTP_URL: written })).toEqual(['SMTP_URL'])
  })
})

describe('Slack', () => {
  const apiUrl = 'http://127.0.0.1:4000/api'
  it.each([
    ['http', slackHttp, { mode: 'http', signingSecret: 'signing', botToken: 'xoxb-1', apiUrl }],
    ['socket', slackSocket, { mode: 'socket', appToken: 'xapp-1', botToken: 'xoxb-1', apiUrl }],
    ['oauth', slackOAuth, { mode: 'oauth', clientId: 'id', clientSecret: 'hush', signingSecret: 'signing', apiUrl }],
  ])('by %s', (_, values, expected) => {
    expect(configOf({ ...values, SLACK_API_URL: `${apiUrl}/` }).slack).toEqual(expected)
    expect(configOf(values).slack?.apiUrl).toBeUndefined()
  })

  it('by Socket Mode leaves a signing secret alone', () => {
    expect(configOf({ ...slackSocket, ...slackHttp }).slack).toMatchObject({ mode: 'socket' })
  })

  it.each<[Variables, string[]]>([
    [{ ...slackSocket, ...slackOAuth }, ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET']],
    [{ ...slackOAuth, SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_BOT_TOKEN']],
    [{ ...slackHttp, SLACK_BOT_TOKEN: 'xapp-1' }, ['SLACK_BOT_TOKEN']],
    [{ ...slackSocket, SLACK_APP_TOKEN: 'xoxb-1' }, ['SLACK_APP_TOKEN']],
    [{ SLACK_APP_TOKEN: 'xoxb-1' }, ['SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN']],
    [{ ...slackHttp, SLACK_API_URL: 'http://slack.example/api' }, ['SLACK_API_URL']],
    [{ SLACK_API_URL: apiUrl }, ['SLACK_API_URL']],
  ])('%j is refused for %j', (values, names) => {
    expect(blamed(values)).toEqual(names)
  })
})

describe('Teams', () => {
  it('by a registration', () => {
    expect(configOf(teams).teams).toEqual({
      clientId: 'client',
      clientSecret: 'hush',
      tenantId: 'tenant',
      auth: 'on',
      serviceHosts: [],
    })
  })

  it('against an emulator', () => {
    const emulator = {
      TEAMS_LOGIN_URL: 'http://127.0.0.1:4001',
      TEAMS_OPENID_METADATA_URL: 'http://127.0.0.1:4001/v1/.well-known/openidconfiguration',
      TEAMS_GRAPH_URL: 'http://[::1]:4001/',
      TEAMS_SERVICE_HOSTS: '127.0.0.1, [::1],localhost',
    }
    expect(configOf({ ...teams, ...emulator }).teams).toMatchObject({
      loginUrl: 'http://127.0.0.1:4001',
      openIdMetadataUrl: 'http://127.0.0.1:4001/v1/.well-known/openidconfiguration',
      graphUrl: 'http://[::1]:4001',
      serviceHosts: ['127.0.0.1', '[::1]', 'localhost'],
    })
    for (const [name, value] of Object.entries(emulator)) expect(blamed({ [name]: value })).toEqual([name])
  })

  it.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost'])(
    'takes unsigned activities while it listens on %s',
    (HOST) => {
      expect(configOf({ ...teams, HOST, TEAMS_AUTH: 'off' }).teams?.auth).toBe('off')
    },
  )

  it.each([undefined, '0.0.0.0', '::', '10.0.0.1', '::ffff:10.0.0.1'])('never while it listens on %s', (HOST) => {
    expect(blamed({ ...teams, HOST, TEAMS_AUTH: 'off' })).toEqual(['TEAMS_AUTH'])
  })

  it.each(['OFF', 'false', '0', 'none'])('TEAMS_AUTH=%s is refused', (TEAMS_AUTH) => {
    expect(blamed({ ...teams, HOST: '127.0.0.1', TEAMS_AUTH })).toEqual(['TEAMS_AUTH'])
  })

  it.each([
    'evil.example',
    '127.0.0.1,evil.example',
    '127.0.0.1.evil.example',
    'localhost:3978',
    '*',
    'localhost/x',
    'a@localhost',
    ',',
  ])('TEAMS_SERVICE_HOSTS=%s is refused', (TEAMS_SERVICE_HOSTS) => {
    expect(blamed({ ...teams, TEAMS_SERVICE_HOSTS })).toEqual(['TEAMS_SERVICE_HOSTS'])
  })

  it.each(['TEAMS_LOGIN_URL', 'TEAMS_OPENID_METADATA_URL', 'TEAMS_GRAPH_URL'])('%s is reached over TLS', (name) => {
    expect(blamed({ ...teams, [name]: 'http://login.example' })).toEqual([name])
    expect(blamed({ ...teams, [name]: 'https://login.example' })).toEqual([])
  })
})

describe('with one variable taken away', () => {
  const sets = { smtp, slackHttp, slackSocket, slackOAuth, teams }
  it.each(
    Object.entries(sets).flatMap(([set, values]) => Object.keys(values).map((name) => [set, name, values] as const)),
  )('%s without %s does not start, and says so', (_, name, values: Variables) => {
    const mistakes = mistakesOf({ ...least, ...values, [name]: undefined })
    // Without the app's token, a bot's token stands for one workspace over HTTP; what that lacks is the signing secret.
    const missing = values === slackSocket && name === 'SLACK_APP_TOKEN' ? 'SLACK_SIGNING_SECRET' : name
    expect(mistakes).toEqual([expect.stringMatching(`^${missing} is missing \\(needed with `)])
  })

  it.each(Object.values(sets).flatMap((values) => Object.keys(values)))('%s alone does not start', (name) => {
    const value = Object.assign({}, ...Object.values(sets))[name]
    expect(blamed({ [name]: value }).length).toBeGreaterThan(0)
    expect(blamed({ [name]: value })).not.toContain(name)
  })

  it('everything else still starts', () => {
    const all: Variables = {
      ...smtp,
      ...slackHttp,
      ...teams,
      DATABASE_URL: 'postgres://db/toegang',
      OPERATOR_TOKEN: 'a',
      ACCESS_TOKEN: 'b',
    }
    for (const away of [smtp, slackHttp, teams, { DATABASE_URL: '' }, { OPERATOR_TOKEN: '' }, { ACCESS_TOKEN: '' }]) {
      const rest = Object.fromEntries(Object.entries(all).filter(([name]) => !(name in away)))
      expect(mistakesOf({ ...least, ...rest })).toEqual([])
    }
  })
})

describe('the example', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n')
  const settings = lines.flatMap((line, index) => {
    const [, name] = /^#([A-Z_]+)=/.exec(line) ?? []
    return name ? [{ name, above: lines[index - 1] }] : []
  })

  it('has every variable once, with a comment', () => {
    expect(settings.map(({ name }) => name).toSorted(byName)).toEqual(Object.keys(variables).toSorted(byName))
    for (const { above } of settings) expect(above).toMatch(/^# \S/)
  })

  it('sets nothing by itself', () => {
    expect(lines.filter((line) => line && !line.startsWith('#'))).toEqual([])
  })
})

it.each([
  ['localhost', true],
  ['api.localhost', true],
  ['127.0.0.1', true],
  ['127.255.0.9', true],
  ['::1', true],
  ['[::1]', true],
  ['::ffff:127.0.0.1', true],
  ['0.0.0.0', false],
  ['128.0.0.1', false],
  ['::', false],
  ['localhost.example', false],
  ['notlocalhost', false],
  ['', false],
])('%s is this machine: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})
