/** The Teams adapter in a real web server over the real core and the embedded store, with the fake as Microsoft. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import express from 'express'
import type { TeamsConfig } from '../../adapters/config.ts'
import { openLog } from '../../adapters/log.ts'
import { openLowdbStore } from '../../adapters/lowdb/store.ts'
import { openDns } from '../../adapters/system/dns.ts'
import { domainNames } from '../../adapters/system/domain-names.ts'
import { openIds } from '../../adapters/system/ids.ts'
import { openSecrets } from '../../adapters/system/secrets.ts'
import { openTeams } from '../../adapters/teams/app.ts'
import { openCore } from '../../src/kernel/answer.ts'
import { later } from '../../src/kernel/instant.ts'
import type { Ports } from '../../src/kernel/ports.ts'
import type { Notifier } from '../../src/ports/chat.ts'
import type { Store } from '../../src/ports/store.ts'
import type { User } from '../../src/users/user.ts'
import { company, licence, newId, noon, user } from '../conformance/rows.ts'
import { openTeamsFake, type TeamsFakeSettings, type TeamsUser } from '../fakes/teams.ts'

export const clientId = '11111111-0000-4000-8000-000000000001'
export const tenantId = '22222222-0000-4000-8000-000000000002'
export const baseUrl = 'https://toegang.example'

export type TeamsWorld = Awaited<ReturnType<typeof openTeamsWorld>>

export const openTeamsWorld = async (settings: Partial<TeamsFakeSettings> = {}, config: Partial<TeamsConfig> = {}) => {
  const teams = await openTeamsFake({ appId: clientId, appPassword: 'right', tenantId, ...settings })
  const folder = await mkdtemp(join(tmpdir(), 'toegang-teams-'))
  const store = await openLowdbStore({ folder })
  let now = noon
  let stalled: Promise<void> | undefined
  let broken = false
  const hindered = async <R>(work: () => Promise<R>): Promise<R> => {
    await stalled
    if (broken) throw new Error('the disk is gone')
    return work()
  }
  const ports: Ports = {
    store: {
      ...store,
      transaction: (work) => hindered(() => store.transaction(work)),
      read: (work) => hindered(() => store.read(work)),
    } satisfies Store,
    clock: { now: () => now },
    ids: openIds(),
    secrets: openSecrets([randomBytes(32)]),
    names: domainNames,
    dns: openDns({ servers: ['127.0.0.1:9'] }),
  }
  const core = openCore(ports)
  const logged: string[] = []
  const log = openLog(
    'warn',
    new Writable({
      write: (chunk, _encoding, done) => {
        logged.push(String(chunk))
        done()
      },
    }),
  )
  const web = express()
  const channel = await openTeams(
    {
      clientId,
      clientSecret: 'right',
      tenantId,
      auth: 'on',
      loginUrl: teams.loginEndpoint,
      openIdMetadataUrl: teams.openIdMetadataUrl,
      graphUrl: teams.graphUrl,
      serviceHosts: ['127.0.0.1'],
      ...config,
    },
    { core, web, baseUrl, log, browser: {} as never },
  )
  const server = createServer(web)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()))
  teams.appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const acme = company({ name: 'Acme' })
  const bouw = licence({ companyId: acme.id, name: 'Bouw' })
  await store.transaction(async (tx) => {
    await tx.companies.put(acme)
    await tx.domains.put({
      id: newId(),
      companyId: acme.id,
      domain: 'acme.example',
      state: 'verified',
      how: 'operator',
    })
    await tx.licences.put(bouw)
    await tx.workspaces.put({
      id: newId(),
      channel: 'teams',
      workspaceId: tenantId,
      name: 'Microsoft Teams',
      companyIds: [acme.id],
      connectedBy: 'u1',
      connectedAt: noon,
    })
  })

  /** Somebody of Acme with an account here and in Teams. */
  const person = async (name: string, over: Partial<User> = {}): Promise<TeamsUser & { readonly userId: string }> => {
    const email = over.email ?? `${name.toLowerCase()}@acme.example`
    const { id: userId } = await store.transaction(async (tx) => {
      const row = user({ companyId: acme.id, name, email, ...over })
      await tx.users.put(row)
      return row
    })
    return Object.assign(teams.addUser({ name, email, installed: true }), { userId })
  }
  /** An administrator whose chat account is confirmed. */
  const administrator = async (name: string): Promise<TeamsUser & { readonly userId: string }> => {
    const made = await person(name, { role: 'administrator' })
    await teams.say(made, 'help')
    await store.transaction(async (tx) => {
      const [account] = await tx.chatAccounts.list({ accountId: made.objectId })
      if (!account) throw new Error('the account was not remembered')
      await tx.chatAccounts.put({ ...account, confirmedAt: now })
    })
    return made
  }
  const mails: { readonly to: string; readonly subject: string }[] = []

  return {
    teams,
    core,
    acme,
    bouw,
    url: teams.appUrl,
    logged,
    mails,
    person,
    administrator,
    /** What is kept, read past every hindrance. */
    read: store.read,
    write: store.transaction,
    account: async (of: TeamsUser) => (await store.read((tx) => tx.chatAccounts.list({ accountId: of.objectId })))[0],
    requests: () => store.read((tx) => tx.requests.list({})),
    outbox: () => store.read((tx) => tx.outbox.list({})),
    /** Sends all that is due, by these other chats too; a message that fails waits for its next turn. */
    deliver: async (others: readonly Notifier[] = []) => {
      const mailer = {
        send: async (mail: { readonly to: { readonly address: string }; readonly subject: string }) => {
          mails.push({ to: mail.to.address, subject: mail.subject })
          return 'accepted' as const
        },
      }
      const notifiers = [...(channel.notifier ? [channel.notifier] : []), ...others]
      while ((await core.deliver({ notifiers, mailer, baseUrl })) > 0);
    },
    wait: (by: Parameters<typeof later>[1]) => {
      now = later(now, by)
    },
    /** From now on nothing is read or written until the answer is called. */
    stall: (): (() => void) => {
      let go = () => {}
      stalled = new Promise((resolve) => {
        go = () => {
          stalled = undefined
          resolve()
        }
      })
      return () => go()
    },
    breakStore: (yes: boolean) => {
      broken = yes
    },
    close: async () => {
      await channel.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
      await teams.close()
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** All words on a card, in order, each label and value apart. */
export const wordsOn = (card: unknown): string[] => {
  if (Array.isArray(card)) return card.flatMap(wordsOn)
  if (typeof card !== 'object' || card === null) return []
  const { text, title, fallback: _fallback, ...rest } = card as Record<string, unknown>
  const own = [text, title]
  return [...own.filter((one) => typeof one === 'string'), ...Object.values(rest).flatMap(wordsOn)]
}
