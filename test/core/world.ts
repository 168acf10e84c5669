/** A small world for tests of use cases: the core over the embedded store, a clock to move, a name server to fill, mails to read. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLowdbStore } from '../../adapters/lowdb/store.ts'
import { domainNames } from '../../adapters/system/domain-names.ts'
import { openIds } from '../../adapters/system/ids.ts'
import { openSecrets } from '../../adapters/system/secrets.ts'
import { addCompany } from '../../src/companies/add-company.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import type { Outcome } from '../../src/kernel/command.ts'
import type { DomainEvent, EventOf, EventType } from '../../src/kernel/event.ts'
import { type Instant, later } from '../../src/kernel/instant.ts'
import type { Ports } from '../../src/kernel/ports.ts'
import type { RefusalCode, Refusals } from '../../src/kernel/refusal.ts'
import type { Grant } from '../../src/licences/access.ts'
import type { Licence } from '../../src/licences/licence.ts'
import type { OpenTable, Store, TableName, Tables } from '../../src/ports/store.ts'
import type { CompanyRequest } from '../../src/requests/request.ts'
import type { Connection } from '../../src/sign-in/connection.ts'
import type { Message } from '../../src/trail/message.ts'
import type { User } from '../../src/users/user.ts'

export interface Runnable<Result> {
  run(ports: Ports, claim: Claim, raw: unknown): Promise<Outcome<Result>>
}

export const operator: Claim = { channel: 'api' }
export const clock: Claim = { channel: 'clock' }
/** A browser that is not signed in. */
export const stranger: Claim = { channel: 'web' }

/** A mail with a secret link, as the person gets it. */
export interface Letter {
  readonly mail: 'invitation' | 'registration' | 'sign_in'
  readonly to: string
  readonly path: string
  readonly secret: string
  readonly message: Message & { kind: 'link_mail' }
}

export type World = Awaited<ReturnType<typeof openWorld>>

/** On the embedded store in a folder of its own, unless another store is given. */
export const openWorld = async (given?: Store) => {
  const folder = await mkdtemp(join(tmpdir(), 'toegang-core-'))
  const store = given ?? (await openLowdbStore({ folder }))
  const secrets = openSecrets([randomBytes(32)])
  const ids = openIds()
  let now: Instant = '2026-03-02T09:00:00.000Z'
  /** TXT records by name; `silent` for a name whose servers don't answer. */
  const zone = new Map<string, readonly string[] | 'silent'>()
  const ports: Ports = {
    store,
    secrets,
    ids,
    names: domainNames,
    clock: { now: () => now },
    dns: {
      txt: async (name) => {
        const records = zone.get(name) ?? []
        if (records === 'silent') throw new Error('no name server answers')
        return [...records]
      },
    },
  }

  const run = <R>(useCase: Runnable<R>, claim: Claim, input: unknown = {}): Promise<Outcome<R>> =>
    useCase.run(ports, claim, input)
  /** Runs what must succeed, and gives its result. */
  const must = async <R>(useCase: Runnable<R>, claim: Claim, input: unknown = {}): Promise<R> => {
    const outcome = await run(useCase, claim, input)
    if (!outcome.ok) throw new Error(`refused: ${outcome.code} ${JSON.stringify(outcome.detail)}`)
    return outcome.result
  }
  const put = async <T extends OpenTable>(table: T, row: Tables[T]): Promise<Tables[T]> => {
    await store.transaction((tx) => (tx[table] as { put(row: Tables[T]): Promise<void> }).put(row))
    return row
  }
  const rows = <T extends TableName>(table: T, where: object = {}): Promise<Tables[T][]> =>
    store.read((tx) => (tx[table] as { list(where: object): Promise<Tables[T][]> }).list(where))
  const row = async <T extends TableName>(table: T, id: string): Promise<Tables[T]> => {
    const [found] = (await rows(table)).filter((one) => one.id === id)
    if (!found) throw new Error(`no ${table} ${id}`)
    return found
  }

  /** A browser in which this user is signed in. */
  const signIn = async (
    user: Pick<User, 'id' | 'companyId'>,
    proof: Partial<Tables['sessions']> = {},
  ): Promise<Claim & { channel: 'web' }> => {
    const secret = secrets.make()
    await put('sessions', {
      id: ids.next(),
      secretHash: secrets.hash(secret),
      userId: user.id,
      companyId: user.companyId,
      how: 'link',
      signedInAt: now,
      expiresAt: later(now, { days: 300 }),
      ...proof,
    })
    return { channel: 'web', session: secret }
  }

  return {
    ports,
    zone,
    run,
    must,
    put,
    rows,
    row,
    signIn,
    now: () => now,
    /** Moves the clock to a moment. */
    at: (moment: Instant) => {
      now = moment
    },
    /** Moves the clock on. */
    wait: (by: Parameters<typeof later>[1]) => {
      now = later(now, by)
    },
    /** A company that holds these domains; answers its id. */
    company: async (name: string, domains: readonly string[], more: object = {}): Promise<string> =>
      (await must(addCompany, operator, { name, domains, ...more })).id,
    /** A registered user, unless `over` says otherwise, with a browser that is signed in. */
    user: async (
      companyId: string,
      email: string,
      over: Partial<User> = {},
    ): Promise<User & { readonly web: Claim & { channel: 'web' } }> => {
      const user = await put('users', {
        id: ids.next(),
        companyId,
        email,
        name: email.split('@')[0] ?? '',
        language: 'nl',
        role: 'user',
        status: 'registered',
        createdAt: now,
        registeredAt: now,
        ...over,
      })
      return { ...user, web: await signIn(user) }
    },
    licence: (companyId: string, name: string, over: Partial<Licence> = {}): Promise<Licence> =>
      put('licences', {
        id: ids.next(),
        companyId,
        name,
        companyWide: false,
        shown: true,
        standards: [],
        createdAt: now,
        ...over,
      }),
    grant: (user: User, licence: Licence, over: Partial<Grant> = {}): Promise<Grant> =>
      put('grants', {
        id: ids.next(),
        companyId: licence.companyId,
        userId: user.id,
        licenceId: licence.id,
        givenAt: now,
        ...over,
      }),
    /** An open request for access. */
    ask: (user: User, licence: Licence, reason = 'Voor mijn project'): Promise<CompanyRequest> =>
      put('requests', {
        id: ids.next(),
        reference: `R-${ids.reference(4)}`,
        kind: 'access',
        companyId: user.companyId,
        requesterId: user.id,
        licenceId: licence.id,
        reason,
        at: now,
        via: 'web',
        state: 'open',
        version: 1,
      }),
    connection: (companyIds: readonly string[], over: Partial<Connection> = {}): Promise<Connection> =>
      put('connections', {
        id: ids.next(),
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
    /** The mails with a link that were sent to an address so far, oldest first. */
    letters: async (to: string): Promise<Letter[]> =>
      (await rows('outbox'))
        .filter((message) => message.kind === 'link_mail')
        .filter((message) => message.to.address === to)
        .map((message) => {
          const path = secrets.open(message.link)
          const secret = new URLSearchParams(path.split('?')[1]).get('secret') ?? ''
          return { mail: message.mail, to, path, secret, message }
        }),
    /** What the trail holds of one type, in order. */
    events: async <T extends EventType>(type: T): Promise<EventOf<T>[]> =>
      (await rows('audit'))
        .map(({ event }): DomainEvent => event)
        .filter((event): event is EventOf<T> & DomainEvent => event.type === type),
    /** Every row of these tables as text, to see whether something was written or is still there. */
    text: async (...names: TableName[]): Promise<string> =>
      JSON.stringify(await Promise.all(names.map((name) => rows(name)))),
    close: async () => {
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** A refusal with this code, and these details where they are given, for `toMatchObject`. */
export const refused = <C extends RefusalCode>(code: C, detail?: Refusals[C]): object => ({
  ok: false,
  code,
  ...(detail && { detail }),
})
