import { App, type CodedError, ExpressReceiver, SocketModeReceiver } from '@slack/bolt'
import type { Core } from '../../src/kernel/answer.ts'
import type { Channel, Setting } from '../channel.ts'
import type { SlackConfig } from '../config.ts'
import type { Log } from '../log.ts'
import { openDeliveries } from './deliveries.ts'
import { openDirectory } from './directory.ts'
import { refreshHome } from './home.ts'
import { openInstallations } from './installations.ts'
import { type AppSettings, openInstaller } from './installer.ts'
import { listen } from './listeners.ts'
import { slackLogger } from './log.ts'
import { openNotifier } from './notifier.ts'
import { refuseFuture } from './stale.ts'
import { acknowledgeUnheard } from './unheard.ts'
import { clientOptions, type Insist, openInsist, pauses } from './web-api.ts'
import { openWorkspace, type Reach } from './workspace.ts'

const endpoint = '/slack/events'

/**
 * Slack, with @slack/bolt: commands, buttons, forms, messages and the Home tab; of one workspace over HTTP or Socket Mode, or of
 * all that installed the app.
 * `waiting` are the pauses between two calls of what somebody waits for, in milliseconds.
 */
export const openSlack = async (
  config: SlackConfig,
  { core, web, baseUrl, log }: Setting,
  waiting: readonly number[] = pauses.waiting,
): Promise<Channel> => {
  const logger = slackLogger(log)
  const options = clientOptions(config.apiUrl, log)
  const reach =
    config.mode === 'oauth'
      ? manyWorkspaces(core, { config, baseUrl, options }, log)
      : openWorkspace(config.botToken, options)
  const open = (insist: Insist) => {
    const clientFor = reach.clientFor(insist)
    return { insist, clientFor, directory: openDirectory(clientFor, insist) }
  }
  const briefly = open(openInsist(pauses.briefly))
  const notifier = openNotifier(briefly, baseUrl)
  const deliveries = openDeliveries()

  const openReceiver = () => {
    if (config.mode === 'socket')
      return new SocketModeReceiver({
        appToken: config.appToken,
        logger,
        // Only here does the receiver look for how to reach Slack.
        installerOptions: { clientOptions: options },
      })
    web.use(
      endpoint,
      refuseFuture(() => Date.now()),
    )
    return new ExpressReceiver({ app: web as never, signingSecret: config.signingSecret, endpoints: endpoint, logger })
  }
  const app = new App({
    receiver: openReceiver(),
    logger,
    clientOptions: options,
    // Bolt only receives: what we ask of Slack comes after the acknowledgement, with clients of our own.
    authorize: async () => ({}),
    ignoreSelf: false,
    extendedErrorHandler: true,
  })
  const failedAt = acknowledgeUnheard(app, log)
  app.error(async ({ error, body }: { readonly error: CodedError; readonly body: object }) => {
    failedAt(body)
    log.error({ err: error.original ?? error }, 'a Slack listener failed')
  })
  const tools = { ...briefly, core, notifier, deliveries, baseUrl, log }
  listen(app, { ...tools, ...open(openInsist(waiting)) })
  if (config.mode === 'socket') await app.start()
  return {
    notifier: { ...notifier, home: (to) => refreshHome(to, tools) },
    directory: briefly.directory,
    workspaces: () => reach.workspaces(briefly.insist),
    ...(reach.installer && { installer: reach.installer }),
    close: async () => {
      if (config.mode === 'socket') await app.stop()
      await deliveries.settled()
    },
  }
}

/** Nobody vouches for a workspace but who installs the app in it. */
const manyWorkspaces = (core: Core, settings: AppSettings, log: Log): Reach => {
  const clientFor = openInstallations(core, settings, log)
  return { clientFor: () => clientFor, workspaces: async () => [], installer: openInstaller(settings) }
}
