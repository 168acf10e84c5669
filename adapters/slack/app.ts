import { App, type CodedError, ExpressReceiver, SocketModeReceiver } from '@slack/bolt'
import type { Channel, Setting } from '../channel.ts'
import type { SlackConfig } from '../config.ts'
import { openDeliveries } from './deliveries.ts'
import { openDirectory } from './directory.ts'
import { refreshHome } from './home.ts'
import { listen } from './listeners.ts'
import { slackLogger } from './log.ts'
import { openNotifier } from './notifier.ts'
import { refuseFuture } from './stale.ts'
import { acknowledgeUnheard } from './unheard.ts'
import { clientOptions } from './web-api.ts'
import { openWorkspace } from './workspace.ts'

const endpoint = '/slack/events'

/** Slack, with @slack/bolt: commands, buttons, forms, messages and the Home tab of one workspace, over HTTP or Socket Mode. */
export const openSlack = async (config: SlackConfig, { core, web, baseUrl, log }: Setting): Promise<Channel> => {
  if (config.mode === 'oauth')
    throw new Error(
      'Slack for many workspaces (SLACK_CLIENT_ID) is not there yet: set SLACK_BOT_TOKEN for one workspace',
    )
  const logger = slackLogger(log)
  const options = clientOptions(config.apiUrl, log)
  const { clientFor, workspaces } = openWorkspace(config.botToken, options)
  const directory = openDirectory(clientFor)
  const notifier = openNotifier(clientFor, baseUrl)
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
  const tools = { core, directory, notifier, clientFor, deliveries, baseUrl, log }
  listen(app, tools)
  if (config.mode === 'socket') await app.start()
  return {
    notifier: { ...notifier, home: (to) => refreshHome(to, tools) },
    directory,
    workspaces,
    close: async () => {
      if (config.mode === 'socket') await app.stop()
      await deliveries.settled()
    },
  }
}
