/** A whole Toegang with its chats, mail server and people, which anybody can call with anything. */
import { inspect } from 'node:util'
import { parse } from 'node-html-parser'
import { z } from 'zod'
import { codeAt, keyOn } from '../../adapters/operator-world.ts'
import { linkIn } from '../../demo/mails.ts'
import { story } from '../../demo/story.ts'
import { toegangProcess } from '../../demo/toegang.ts'
import { openDemoWorld } from '../../demo/world.ts'
import { openTestBrowser, type TestBrowser } from '../../fakes/browser.ts'
import { addressOf, call, type Said, withQuery, written } from './call.ts'
import type { Body, Caller, Case } from './case.ts'
import { changed } from './junk.ts'

/** So much of the story is played that every chat has sent every kind of thing. */
const stepsBefore = 6

const routeList = z.array(z.object({ method: z.string(), path: z.string() }))
const memory = z.object({ heapUsed: z.number(), rss: z.number() })

type Pairs = readonly (readonly [string, string])[]
type HttpCase = Extract<Case, { by: 'http' }>

/** Without these nobody could sign in, and the rest would be turned away at the door. */
const needed = /^\/operator\/v1\/.*\/(domains|connections)\/[^/]+$/

const isApi = (path: string): boolean => /^\/(operator\/v1|access\/v1|scim)\//.test(path)

/** A share of a list, as one of its members. */
const pick = <T>(list: readonly T[], share: number): T => {
  const one = list[Math.floor(share * list.length)]
  if (one === undefined) throw new Error('nothing to choose from')
  return one
}

const program = ['--expose-gc', '--import', 'tsx', 'test/attacks/routes/served.ts']

export type Stage = Awaited<ReturnType<typeof openStage>>

/** @param databaseUrl of PostgreSQL; the embedded store, which keeps its rows in memory, unless it is given */
export const openStage = async (databaseUrl?: string) => {
  const world = await openDemoWorld({
    run: (port, environment) =>
      toegangProcess(port, { ...environment, ...(databaseUrl && { DATABASE_URL: databaseUrl }) }, program),
  })
  const { toegang, slack, teams, smtp, people, operator, environment } = world
  await toegang.start()
  for (const { play } of story(world).slice(0, stepsBefore)) await play()

  // What else people do in their chats, so that there is one of each kind to change.
  await slack.openHome(people.admin.slack)
  await slack.shortcut(people.invited.slack, 'ask_access')
  const asking = await slack.waitFor(() => slack.modal(people.invited.slack))
  await slack.submit(people.invited.slack, asking).catch(() => undefined)
  await teams.search(people.sso.teams, 'licences', 'B').catch(() => undefined)
  await teams.install(people.invited.teams)

  const olga = 'olga@toegang.example'
  const operators = openTestBrowser()
  await operator('POST', '/operators', { email: olga, name: 'Olga Prins' })
  const askMail = await operators.open(`${toegang.url}/operator/sign-in`)
  await askMail.submit('email', { email: olga })
  const askCode = await (await operators.open(await linkIn(smtp, olga, '/operator/'))).submit('secret')
  await askCode.submit('code', { code: codeAt(keyOn(askCode), new Date().toISOString()) })

  const browsers: Readonly<Record<Caller, TestBrowser>> = {
    stranger: openTestBrowser(),
    user: openTestBrowser(),
    administrator: openTestBrowser(),
    operator: operators,
  }

  const known = await identifiers(world)
  const routes = routeList
    .parse(await (await fetch(`${toegang.url}/test/routes`)).json())
    .filter(({ path }) => !path.startsWith('/test/'))

  const cookiesOf = (browser: TestBrowser): string =>
    ['toegang_browser', 'toegang_session', 'toegang_operator']
      .flatMap((name) => (browser.cookie(name) ? [`${name}=${browser.cookie(name)}`] : []))
      .join('; ')

  const forms = new Map<string, readonly Pairs[]>()
  /** The forms of a page as this caller sees it, each as the fields that a browser would send. */
  const formsAt = async (path: string, caller: Caller): Promise<readonly Pairs[]> => {
    const key = `${caller} ${path}`
    const found = forms.get(key) ?? formsIn(await get(path, caller))
    if (forms.size > 500) forms.clear()
    forms.set(key, found)
    return found
  }
  const get = async (path: string, caller: Caller): Promise<string> =>
    (await call(toegang.url, 'GET', path, { cookie: cookiesOf(browsers[caller]) }, Buffer.alloc(0))).text

  /** The fields of a form on the page with these laid over it and put beside it. */
  const filled = async (path: string, { caller, route }: HttpCase, made: Pairs): Promise<Pairs> => {
    const found = await formsAt(path, caller)
    const token = (await formsAt('/login', caller))
      .concat(found)
      .flat()
      .find(([name]) => name === '_token')
    if (found.length === 0) return token ? [...made, token] : made
    const sound = [...pick(found, (route * 97) % 1)]
    for (const [index, [name, value]] of made.entries()) {
      const place = Math.floor(index / 2) % sound.length
      const old = sound[place]
      if (index % 2 === 0 && old && old[0] !== '_token' && old[0] !== '_do') sound[place] = [old[0], value]
      else sound.push([name, value])
    }
    return sound
  }

  const bodyFor = async (path: string, one: HttpCase): Promise<Body> => {
    const { body } = one
    if (body.kind !== 'form' && body.kind !== 'multipart') return body
    if (isApi(path)) return { kind: 'json', value: Object.fromEntries(body.fields) }
    // Whoever leaves is a stranger from then on, so that goes without the token that it takes.
    if (/^\/(saml|slack|api)\/|^\/logout|^\/operator\/sign-out/.test(path)) return body
    return { ...body, fields: await filled(path, one, body.fields) }
  }

  const bearerFor = (path: string): string =>
    path.startsWith('/scim') ? known.scim : path.startsWith('/access') ? world.accessToken : world.operatorToken

  const overHttp = async (one: HttpCase): Promise<Said> => {
    const route = pick(routes, one.route)
    const path = addressOf(route, one.params, (name) => known.of(name))
    const method = one.method ?? route.method
    const { type, bytes } = written(await bodyFor(path, one))
    const cookie = cookiesOf(browsers[one.caller])
    const headers = {
      // The proxy in front tells who calls: each comes from a network of its own, so that nobody is asked to wait.
      'x-forwarded-for': `10.20.${one.network >> 8}.${one.network & 0xff}`,
      ...(type && { 'content-type': type }),
      ...(cookie && { cookie }),
      ...(isApi(path) &&
        one.caller !== 'stranger' &&
        !(method === 'DELETE' && needed.test(path)) && { authorization: `Bearer ${bearerFor(path)}` }),
      ...Object.fromEntries(one.headers),
    }
    return call(toegang.url, method, withQuery(path, one.query), headers, bytes)
  }

  const slackSeeds = slack.deliveries.map(({ kind, payload }) => ({ kind, payload }))
  const teamsSeeds = [...teams.activities]

  const play = async (one: Case): Promise<Said> => {
    if (one.by === 'http') return overHttp(one)
    if (one.by === 'slack-raw') return asSaid(await slack.sendRaw('/slack/events', one.type, one.text))
    if (one.by === 'teams')
      return asSaid(
        await teams.sendActivity(changed(pick(teamsSeeds, one.sound), one.changes) as (typeof teamsSeeds)[0]),
      )
    const { kind, payload } = pick(slackSeeds, one.sound)
    const value = changed(payload, one.changes)
    if (kind === 'event') return asSaid(await slack.sendRaw('/slack/events', 'application/json', JSON.stringify(value)))
    const fields =
      kind === 'command'
        ? Object.entries(value as object).map(([name, held]) => [name, String(JSON.stringify(held) ?? held)])
        : [['payload', JSON.stringify(value)]]
    const text = new URLSearchParams(fields).toString()
    return asSaid(await slack.sendRaw('/slack/events', 'application/x-www-form-urlencoded', text))
  }

  /** What people and machines do all day. Throws when one of them is not answered as they should be. */
  const goOn = async (): Promise<void> => {
    for (const path of ['/', '/requests', '/company/users', '/company/trail'])
      await browsers.administrator.open(`${toegang.url}${path}`)
    if (!(await world.mayUse(people.sso.email, 'Basis'))) throw new Error('access was lost')
    const answers = [
      await slack.slash(people.invited.slack, undefined, '/toegang', 'licenties'),
      await slack.openHome(people.admin.slack),
      await teams.say(people.sso.teams, 'licenties'),
      await teams.search(people.sso.teams, 'licences', 'B'),
    ]
    const unanswered = answers.filter(({ status }) => status !== 200)
    if (unanswered.length > 0) throw new Error(`a chat was answered with ${unanswered.map(({ status }) => status)}`)
  }

  const signedIn = async (): Promise<readonly Caller[]> => {
    const there: Caller[] = []
    for (const caller of ['user', 'administrator'] as const)
      if ((await browsers[caller].fetch(`${toegang.url}/api/me`)).status === 200) there.push(caller)
    const operatorPage = await browsers.operator.open(`${toegang.url}/operator`)
    if (!operatorPage.url.includes('sign-in')) there.push('operator')
    return there
  }
  /** Signs in again whoever was put out by some call; somebody whose account is gone stays out. */
  const signInAgain = async (): Promise<void> => {
    const there = await signedIn()
    for (const [caller, email] of [
      ['user', people.invited.email],
      ['administrator', people.admin.email],
    ] as const) {
      if (there.includes(caller)) continue
      const before = smtp.mails.length
      await (await browsers[caller].open(`${toegang.url}/login?by=link`)).submit('email', { email })
      const isNew = (one: (typeof smtp.mails)[number]) => smtp.mails.indexOf(one) >= before && one.to.includes(email)
      const mail = await Promise.race([smtp.waitFor(isNew), new Promise<undefined>((done) => setTimeout(done, 5000))])
      const link = /https?:\/\/\S+\/login\S+/.exec(mail?.mail.text ?? '')?.[0]
      if (link) await (await browsers[caller].open(link)).submit('secret').catch(() => undefined)
    }
    forms.clear()
  }

  await browsers.stranger.open(`${toegang.url}/login`)
  await signInAgain()

  const secrets = [
    ...['SECRET_KEY', 'OPERATOR_TOKEN', 'ACCESS_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN'],
    'TEAMS_CLIENT_SECRET',
  ].map((name) => environment[name] ?? name)

  return {
    ...world,
    routes,
    play,
    goOn,
    /** What is wrong with an answer; nothing when it is one that a stranger may get. */
    faultIn: ({ status, text }: Said): string | undefined => {
      if (status >= 500) return `status ${status}`
      if (status === -1) return 'no answer'
      if (/\n\s+at .+:\d+:\d+|node:internal|node_modules|\/(adapters|src)\/[\w/-]+\.[jt]s/.test(text))
        return 'a stack trace'
      if (secrets.some((secret) => text.includes(secret))) return 'a secret'
      return undefined
    },
    /** A call in a few words, for whoever looks for the fault. */
    shown: (one: Case): string => {
      const route = one.by === 'http' ? pick(routes, one.route) : undefined
      return `${route?.method ?? ''} ${route?.path ?? ''} ${inspect(one, { depth: 5, breakLength: 200, maxStringLength: 80 })}`
    },
    lastLogged: (): string => toegang.output.slice(-2).join('\n').slice(0, 3000),
    isAlive: async (): Promise<boolean> => (await fetch(`${toegang.url}/readyz`)).ok,
    /** Bytes in use in the process, after its garbage is collected. */
    memory: async () => memory.parse(await (await fetch(`${toegang.url}/test/memory`)).json()),
    signedIn,
    signInAgain,
  }
}

const asSaid = ({ status, body }: { readonly status: number; readonly body: unknown }): Said => ({
  // Zero is how the chats say that nobody answered in time.
  status: status === 0 ? -1 : status,
  text: typeof body === 'string' ? body : (JSON.stringify(body) ?? ''),
})

const formsIn = (html: string): readonly Pairs[] =>
  parse(html)
    .querySelectorAll('form[method=post]')
    .map((form) =>
      form.querySelectorAll('input, select, textarea, button[name]').flatMap((one): [string, string][] => {
        const name = one.getAttribute('name')
        const option = one.querySelectorAll('option[value]').find((each) => each.getAttribute('value') !== '')
        return name ? [[name, one.getAttribute('value') ?? option?.getAttribute('value') ?? '']] : []
      }),
    )

/** Something that is there for each name in an address. */
const identifiers = async ({ operator }: Awaited<ReturnType<typeof openDemoWorld>>) => {
  const first = (answer: { readonly [field: string]: unknown }, field: string): string => {
    const list = Object.values(answer).find(Array.isArray) as { readonly [field: string]: unknown }[] | undefined
    return String(list?.[0]?.[field] ?? 'none')
  }
  const companyId = first(await operator('GET', '/companies?query=Acme'), 'id')
  const company = `/companies/${companyId}`
  const connectionId = first(await operator('GET', `${company}/connections`), 'id')
  const made = await operator('POST', `${company}/connections/${connectionId}/tokens`)
  const shown = await operator('GET', company)
  const licences = shown['licences'] as readonly { readonly id: string }[] | undefined
  const ids: { readonly [name: string]: string } = {
    company: companyId,
    companyId,
    connection: connectionId,
    connectionId,
    tokenId: String(made['id']),
    licence: licences?.[0]?.id ?? 'none',
    licenceId: licences?.[0]?.id ?? 'none',
    user: first(await operator('GET', `${company}/users`), 'id'),
    request: first(await operator('GET', `${company}/requests`), 'reference'),
    domain: 'acme.example',
  }
  return { scim: String(made['token']), of: (name: string): string => ids[name] ?? ids['user'] ?? 'none' }
}
