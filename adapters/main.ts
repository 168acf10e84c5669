/** The composition root: settings, store, core, channels, timers, and how all of it stops. The only file that knows every adapter. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import express, { type Express } from 'express'
import { openCore } from '../src/kernel/answer.ts'
import type { Ports } from '../src/kernel/ports.ts'
import { openApi } from './api/routes.ts'
import type { Channel, Setting } from './channel.ts'
import { isLoopback } from './config/environment.ts'
import { type Config, readConfig } from './config.ts'
import { openBrowser } from './cookies.ts'
import { type Door, openDoor } from './door.ts'
import { defaultCeiling, openLoad } from './load.ts'
import { type Log, openLog } from './log.ts'
import { openPreview } from './mail/preview.ts'
import { openSmtp } from './mail/smtp.ts'
import { openStoreWhenThere } from './open-store.ts'
import { openJudgeThreads } from './saml/judge-threads.ts'
import { openSaml } from './saml/routes.ts'
import { openScim } from './scim/routes.ts'
import { systemClock } from './system/clock.ts'
import { openDns } from './system/dns.ts'
import { domainNames } from './system/domain-names.ts'
import { openIds } from './system/ids.ts'
import { keptKey } from './system/kept-key.ts'
import { openSecrets } from './system/secrets.ts'
import { meteredOutside } from './telemetry/metered-outside.ts'
import { meteredStore } from './telemetry/metered-store.ts'
import { openMeters } from './telemetry/meters.ts'
import { areaOf, meterAnswers, showMeters } from './telemetry/routes.ts'
import { spanAnswers } from './telemetry/spans.ts'
import { openPortal } from './web/server.ts'
import { openSender } from './webhooks/sender.ts'
import { openWorker } from './worker.ts'

/** A running Toegang. */
export interface Running {
  readonly url: string
  /** Finishes what was accepted, then lets go of everything. */
  stop(): Promise<void>
}

/** Starts everything that the settings ask for, in a web server of its own unless one is given; what they don't mention is never loaded. */
export const start = async (
  config: Config,
  log: Log = openLog(config.logLevel),
  web: Express = express(),
): Promise<Running> => {
  const door = await openDoor(config.port, config.host)
  try {
    return await startBehind(door, config, log, web)
  } catch (error) {
    await door.close()
    throw error
  }
}

const startBehind = async (door: Door, config: Config, log: Log, web: Express): Promise<Running> => {
  const keys = config.secretKeys.length > 0 ? config.secretKeys : [await keptKey(config.dataDir)]
  const secrets = openSecrets(keys)
  const endTracing = config.tracesUrl && (await import('./telemetry/tracing.ts')).openTracing(config.tracesUrl)
  const meters = openMeters()
  const store = await openStoreWhenThere({ ...config, log }, (why) => {
    door.say(why)
    log.warn({ why }, 'the database is not there yet')
  })
  const ports: Ports = {
    store: meteredStore(store, meters),
    secrets,
    clock: systemClock,
    ids: openIds(),
    names: domainNames,
    dns: openDns(),
  }
  const core = openCore(ports)
  web.disable('x-powered-by')
  // Pages are never kept, and APIs that have versions say so themselves.
  web.disable('etag')
  const browser = openBrowser(config.baseUrl, secrets.make)
  const load = openLoad({ ...defaultCeiling, inProgress: config.mostInProgress ?? defaultCeiling.inProgress })
  web.use(meterAnswers(meters), ...(endTracing ? [spanAnswers(areaOf)] : []), load.guard)
  web.get('/metrics', showMeters(meters, ports))
  const setting: Setting = { core, web, browser, log, baseUrl: config.baseUrl }

  // The chats come first: they judge the bytes of a body before anything parses it.
  const slack = config.slack && (await (await import('./slack/app.ts')).openSlack(config.slack, setting))
  const teams = config.teams && (await (await import('./teams/app.ts')).openTeams(config.teams, setting))
  const chats = [slack, teams].filter((chat) => chat !== undefined)
  const judges = openJudgeThreads(log)
  const saml = openSaml(setting, judges.judge)
  const channels: Channel[] = [
    ...chats,
    saml,
    openScim(setting),
    openApi(config, saml.identityProviders, setting),
    openPortal({ signer: secrets, slack, teams, identityProviders: saml.identityProviders }, setting),
  ]
  const mailer = config.smtp ? openSmtp(config.smtp) : openPreview(join(config.dataDir, 'mail'), log)
  const worker = openWorker(
    core,
    meteredOutside(
      {
        notifiers: chats.flatMap((chat) => chat.notifier ?? []),
        mailer,
        webhooks: openSender({ allowLoopback: isLoopback(new URL(config.baseUrl).hostname) }),
        baseUrl: config.baseUrl,
        log: (message, error) =>
          log.warn({ err: error, kind: message.kind, attempts: message.attempts }, 'a message waits'),
      },
      meters,
    ),
    log,
  )

  door.open(web)
  log.info({ url: config.baseUrl }, 'Toegang is ready')
  return {
    url: config.baseUrl,
    stop: async () => {
      await Promise.all([door.close(), worker.stop()])
      for (const channel of channels) await channel.close()
      await judges.close()
      load.close()
      await store.close()
      if (endTracing) await endTracing()
    },
  }
}

/** Serves until a signal ends it; says what is missing and exits with 1 when it can't start. */
export const serve = async (): Promise<void> => {
  const read = readConfig(process.env)
  if (!read.ok) {
    console.error(['Toegang can not start:', ...read.mistakes.map((mistake) => `- ${mistake}`)].join('\n'))
    process.exit(1)
  }
  const running = await start(read.config).catch((error: unknown) => {
    console.error(`Toegang can not start: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(1)
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void running.stop().then(() => process.exit(0)))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await serve()
