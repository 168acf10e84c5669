/** The Slack adapter in a real web server over the real core and the embedded store, with the fake as Slack and its people. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import express from 'express'
import { openLog } from '../../adapters/log.ts'
import { openLowdbStore } from '../../adapters/lowdb/store.ts'
import { openSlack } from '../../adapters/slack/app.ts'
import { pauses } from '../../adapters/slack/web-api.ts'
import { openDns } from '../../adapters/system/dns.ts'
import { domainNames } from '../../adapters/system/domain-names.ts'
import { openIds } from '../../adapters/system/ids.ts'
import { openSecrets } from '../../adapters/system/secrets.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import { openCore } from '../../src/kernel/answer.ts'
import { later } from '../../src/kernel/instant.ts'
import type { Ports } from '../../src/kernel/ports.ts'
import type { Store } from '../../src/ports/store.ts'
import type { Queue } from '../../src/trail/message.ts'
import type { User } from '../../src/users/user.ts'
import { company, licence, newId, noon, user } from '../conformance/rows.ts'
import { manifest } from '../fakes/slack/bare-app.ts'
import { openSlackFake, type SlackFakeSettings, type SlackMessage, type SlackUser, wordsIn } from '../fakes/slack.ts'

export const baseUrl = 'https://toegang.example'
export const tokens = { signingSecret: 'right', botToken: 'xoxb-right', appToken: 'xapp-right' }

export type SlackWorld = Awaited<ReturnType<typeof openSlackWorld>>

export interface WorldSettings {
  readonly mode?: 'http' | 'socket'
  readonly fake?: Partial<SlackFakeSettings>
  /** Milliseconds between two calls of what somebody waits for; absent = as for what nobody waits for. */
  readonly waiting?: readonly number[]
}

export const openSlackWorld = async ({ mode = 'http', fake = {}, waiting = pauses.briefly }: WorldSettings = {}) => {
  const slack = await openSlackFake({ manifest, ...tokens, ...fake })
  const folder = await mkdtemp(join(tmpdir(), 'toegang-slack-'))
  const store = await openLowdbStore({ folder })
  let now = noon
  let stalled: Promise<void> | undefined
  let broken = false
  let callsToLive = Number.POSITIVE_INFINITY
  let die = () => {}
  const hindered = async <R>(work: () => Promise<R>): Promise<R> => {
    await stalled
    if (broken) throw new Error('the disk is gone')
    if (callsToLive <= 0) throw new Error('the process is dead')
    const done = await work()
    callsToLive -= 1
    if (callsToLive > 0) return done
    die()
    throw new Error('the process died')
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
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      logged.push(String(chunk))
      done()
    },
  })
  const log = openLog('error', destination)
  const open = async () => {
    const web = express()
    const config = mode === 'http' ? { mode, ...tokens } : { mode, ...tokens }
    const channel = await openSlack(
      { ...config, apiUrl: slack.apiUrl },
      { core, web, baseUrl, log, browser: {} as never },
      waiting,
    )
    const server = createServer(web).listen(0, '127.0.0.1')
    await once(server, 'listening')
    slack.appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    die = () => {
      slack.faults.plan({ fault: { kind: 'error', error: 'fatal_error' }, times: Number.POSITIVE_INFINITY })
      server.closeAllConnections()
      slack.cutSockets()
    }
    const close = async () => {
      await channel.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
      if (mode === 'socket') await slack.waitFor(() => !slack.socketConnected)
    }
    return { channel, close }
  }
  let running = await open()

  const acme = company({ name: 'Acme' })
  const bouw = licence({ companyId: acme.id, name: 'Bouw' })
  await store.transaction(async (tx) => {
    await tx.companies.put(acme)
    const domain = {
      id: newId(),
      companyId: acme.id,
      domain: 'acme.example',
      state: 'verified',
      how: 'operator',
    } as const
    await tx.domains.put(domain)
    await tx.licences.put(bouw)
    await tx.workspaces.put({
      id: newId(),
      channel: 'slack',
      workspaceId: slack.team.id,
      name: slack.team.name,
      companyIds: [acme.id],
      connectedBy: 'u1',
      connectedAt: noon,
    })
  })

  /** Somebody of Acme with an account here and in Slack. */
  const person = async (name: string, over: Partial<User> = {}): Promise<SlackUser & { readonly userId: string }> => {
    const email = over.email ?? `${name.toLowerCase()}@acme.example`
    const row = user({ companyId: acme.id, name, email, ...over })
    await store.transaction((tx) => tx.users.put(row))
    return Object.assign(slack.addUser({ name, email }), { userId: row.id })
  }
  return {
    slack,
    core,
    acme,
    bouw,
    logged,
    person,
    /** An administrator whose chat account is confirmed. */
    administrator: async (name: string): Promise<SlackUser & { readonly userId: string }> => {
      const made = await person(name, { role: 'administrator' })
      await store.transaction((tx) =>
        tx.chatAccounts.put({
          id: newId(),
          channel: 'slack',
          workspaceId: slack.team.id,
          accountId: made.id,
          userId: made.userId,
          confirmedAt: noon,
          metAt: noon,
        }),
      )
      return made
    },
    /** Somebody who once spoke to the app, so that it can write to them. */
    known: async (name: string): Promise<SlackUser & { readonly userId: string }> => {
      const made = await person(name)
      await store.transaction((tx) =>
        tx.chatAccounts.put({
          id: newId(),
          channel: 'slack',
          workspaceId: slack.team.id,
          accountId: made.id,
          userId: made.userId,
          metAt: noon,
        }),
      )
      return made
    },
    /** Somebody who is signed in to the portal. */
    session: async ({ userId }: { readonly userId: string }): Promise<Claim> => {
      const session = ports.secrets.make()
      const row = {
        id: newId(),
        userId,
        companyId: acme.id,
        secretHash: ports.secrets.hash(session),
        how: 'link',
      } as const
      await store.transaction((tx) => tx.sessions.put({ ...row, signedInAt: now, expiresAt: later(now, { days: 1 }) }))
      return { channel: 'web', session }
    },
    /** Takes what is due, as a worker does that ends before anything is sent. */
    claim: (queue: Queue) => store.claimMessages(now, later(now, { minutes: 1 }), 20, queue),
    /** What is kept, read past every hindrance. */
    read: store.read,
    write: store.transaction,
    accounts: () => store.read((tx) => tx.chatAccounts.list({})),
    requests: () => store.read((tx) => tx.requests.list({})),
    outbox: () => store.read((tx) => tx.outbox.list({})),
    notifier: () => {
      const { notifier } = running.channel
      if (!notifier) throw new Error('no notifier')
      return notifier
    },
    directory: () => {
      const { directory } = running.channel
      if (!directory) throw new Error('no directory')
      return directory
    },
    workspaces: () => running.channel.workspaces?.(),
    /** Sends all that is due; a message that fails waits for its next turn. */
    deliver: async () => {
      const mailer = { send: async () => 'accepted' as const }
      const notifiers = running.channel.notifier ? [running.channel.notifier] : []
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
    /**
     * The process dies as soon as the store has done so many more calls, the last of them kept: no one hears of that one,
     * connections break, and nothing more is kept or reaches Slack. `restart` puts another process in its place.
     */
    dieAfter: (calls: number) => {
      callsToLive = calls
    },
    isDead: () => callsToLive <= 0,
    /** Waits until everything that came in over HTTP is answered. */
    settled: () => running.channel.close(),
    /** The process ends and another takes its place. */
    restart: async () => {
      await running.close()
      callsToLive = Number.POSITIVE_INFINITY
      slack.faults.clear()
      running = await open()
    },
    close: async () => {
      await running.close()
      await slack.close()
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** The newest of the app's messages to somebody that says this, once it is there. */
export const sees = (slack: SlackWorld['slack'], user: SlackUser, words: string): Promise<SlackMessage> =>
  slack.waitFor(() => slack.messagesTo(user).findLast((message) => wordsIn(message).includes(words)))
