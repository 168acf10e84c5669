/** The core over the embedded store, with a clock that stands still until it is moved, and rows put there as a story needs them. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLowdbStore } from '../../../adapters/lowdb/store.ts'
import { openDns } from '../../../adapters/system/dns.ts'
import { domainNames } from '../../../adapters/system/domain-names.ts'
import { openIds } from '../../../adapters/system/ids.ts'
import { openSecrets } from '../../../adapters/system/secrets.ts'
import {
  type CommandName,
  commands,
  type FoundOf,
  type QueryName,
  queries,
  type ResultOf,
  sweeps,
} from '../../../src/catalogue.ts'
import type { Company } from '../../../src/companies/company.ts'
import type { Claim } from '../../../src/kernel/actor.ts'
import type { Accepted, Outcome } from '../../../src/kernel/command.ts'
import { later } from '../../../src/kernel/instant.ts'
import type { Ports } from '../../../src/kernel/ports.ts'
import type { Refused } from '../../../src/kernel/refusal.ts'
import { type ReadTx, type TableName, type Tables, tables } from '../../../src/ports/store.ts'
import type { Connection } from '../../../src/sign-in/connection.ts'
import type { User } from '../../../src/users/user.ts'
import { company, newId, noon, user } from '../../conformance/rows.ts'

export type Stage = Awaited<ReturnType<typeof openStage>>

export const openStage = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'toegang-sign-in-'))
  let store = await openLowdbStore({ folder })
  let now = noon
  const ports: Ports = {
    get store() {
      return store
    },
    clock: { now: () => now },
    ids: openIds(),
    secrets: openSecrets([randomBytes(32)]),
    names: domainNames,
    dns: openDns({ servers: ['127.0.0.1:9'] }),
  }
  const put = <T extends Exclude<TableName, 'audit' | 'outbox'>>(table: T, row: Tables[T]): Promise<Tables[T]> =>
    store.transaction(async (tx) => {
      await (tx[table] as { put(row: Tables[T]): Promise<void> }).put(row)
      return row
    })
  const read = <R>(work: (tx: ReadTx) => Promise<R>): Promise<R> => store.read(work)
  const all = <T extends TableName>(table: T): Promise<Tables[T][]> =>
    read((tx) => (tx[table] as { list(where: object): Promise<Tables[T][]> }).list({}))

  return {
    ports,
    put,
    read,
    all,
    now: () => now,
    wait: (by: Parameters<typeof later>[1]) => {
      now = later(now, by)
    },
    /** Another process takes over. */
    restart: async () => {
      await store.close()
      store = await openLowdbStore({ folder })
    },
    run: <N extends CommandName>(name: N, claim: Claim, input: unknown) =>
      commands[name].run(ports, claim, input) as Promise<Outcome<ResultOf<N>>>,
    ask: <N extends QueryName>(name: N, claim: Claim, input: unknown = {}) =>
      queries[name].run(ports, claim, input) as Promise<Accepted<FoundOf<N>> | Refused>,
    sweep: async () => {
      for (const sweep of sweeps) await sweep.run(ports, { channel: 'clock' }, {})
    },
    /** Every row of every table, to see what something wrote. */
    everything: async () => {
      const rows = new Map<string, string>()
      for (const table of Object.keys(tables) as TableName[])
        for (const row of await all(table)) rows.set(`${table} ${row.id}`, JSON.stringify(row))
      return rows
    },
    company: async (name: string, ...domains: string[]): Promise<Company> => {
      const made = await put('companies', company({ name }))
      for (const domain of domains)
        await put('domains', { id: newId(), companyId: made.id, domain, state: 'verified', how: 'operator' })
      return made
    },
    user: (companyId: string, email: string, over: Partial<User> = {}) =>
      put('users', user({ companyId, email, name: email.split('@')[0] ?? '', ...over })),
    connection: (companyIds: readonly string[], over: Partial<Connection> = {}) =>
      put('connections', {
        id: newId(),
        companyIds,
        identityProvider: {
          entityId: `https://idp.example/${companyIds[0]}`,
          ssoUrl: 'https://idp.example/sso',
          ssoBinding: 'redirect',
          certificates: ['PEM'],
        },
        attributes: {},
        required: false,
        idpInitiated: false,
        provisioning: true,
        createdAt: now,
        ...over,
      }),
    /** A browser of this user, signed in to the portal. */
    web: async (of: User): Promise<Claim & { channel: 'web' }> => {
      const secret = ports.secrets.make()
      await put('sessions', {
        id: newId(),
        secretHash: ports.secrets.hash(secret),
        userId: of.id,
        companyId: of.companyId,
        how: 'link',
        signedInAt: now,
        expiresAt: later(now, { hours: 12 }),
      })
      return { channel: 'web', session: secret }
    },
    close: async () => {
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** What an identity provider says, as the adapter hands it over once the message was verified. */
export interface Said {
  readonly nameId: string
  readonly nameIdFormat?: string
  readonly email?: string
  readonly emails?: readonly string[]
  readonly name?: string
  readonly sessionIndex?: string
  readonly sessionEndsAt?: string
  readonly assertionId?: string
  readonly inResponseTo?: string | undefined
}

export const samlOf = (connection: Connection): Claim => ({ channel: 'saml', connectionId: connection.id })

export const newBrowser = (): string => `browser-${newId()}`

/** Sends a browser to the identity provider; answers the identifier of the request. */
export const request = async (
  stage: Stage,
  connection: Connection,
  browser: string,
  returnTo?: string,
  session?: string,
): Promise<string> => {
  const requestId = `_request-${newId()}`
  const browserHash = stage.ports.secrets.hash(browser)
  const outcome = await stage.run('sign_in.request', samlOf(connection), { requestId, browserHash, returnTo, session })
  if (!outcome.ok) throw new Error(outcome.code)
  return requestId
}

export const hold = async (stage: Stage, connection: Connection, said: Said): Promise<ResultOf<'sign_in.hold'>> => {
  const input = {
    assertionId: `_assertion-${newId()}`,
    assertionExpiresAt: later(stage.now(), { minutes: 5 }),
    ...said,
  }
  const outcome = await stage.run('sign_in.hold', samlOf(connection), input)
  if (!outcome.ok) throw new Error(outcome.code)
  return outcome.result
}

export const finish = async (
  stage: Stage,
  connection: Connection,
  code: string,
  browserSecret: string | undefined,
  companyId?: string,
): Promise<ResultOf<'sign_in.finish'>> => {
  const outcome = await stage.run('sign_in.finish', samlOf(connection), { code, browserSecret, companyId })
  if (!outcome.ok) throw new Error(outcome.code)
  return outcome.result
}

/** A whole sign-in in one browser; a refusal by `hold` comes back as one of `finish` would. */
export const signIn = async (
  stage: Stage,
  connection: Connection,
  said: Said,
  { browser = newBrowser(), companyId }: { readonly browser?: string; readonly companyId?: string } = {},
): Promise<ResultOf<'sign_in.finish'>> => {
  const asked = 'inResponseTo' in said ? said : { ...said, inResponseTo: await request(stage, connection, browser) }
  const held = await hold(stage, connection, asked)
  if (!held.held) return { signedIn: false, reason: held.reason, code: held.code }
  return finish(stage, connection, held.secret, browser, companyId)
}

/** The tables in which `work` changed something. */
export const tablesChangedBy = async (stage: Stage, work: () => Promise<unknown>): Promise<Set<string>> => {
  const before = await stage.everything()
  await work()
  const after = await stage.everything()
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key))
  return new Set(changed.map((key) => key.split(' ')[0] ?? ''))
}
