import bolt from '@slack/bolt'
import type { Channel, Setting } from '../channel.ts'
import { openDirectory } from './directory.ts'
import { listen } from './listeners.ts'
import { boltLogger } from './log.ts'
import { openNotifier } from './notifier.ts'
import { refuseFuture } from './stale.ts'
import { clientOptions, openClient } from './web-api.ts'

export interface SlackConfig {
  readonly botToken: string
  /** Over HTTP, signed; or over Socket Mode, with an app token. */
  readonly signingSecret?: string
  readonly appToken?: string
  readonly apiUrl?: string
}

/** Slack, with @slack/bolt: commands, buttons, forms and messages of one workspace, over HTTP or Socket Mode. */
export const openSlack = async (config: SlackConfig, setting: Setting): Promise<Channel> => {
  const { core, web, baseUrl, log } = setting
  const client = openClient(config.botToken, config.apiUrl)
  let known: { workspaceId: string; name: string } | undefined
  const workspace = async () => {
    if (!known) {
      const own = await client.auth.test()
      known = { workspaceId: own.team_id ?? '', name: own.team ?? '' }
    }
    return known
  }
  const clientFor = async (workspaceId: string) => ((await workspace()).workspaceId === workspaceId ? client : undefined)
  const directory = openDirectory(clientFor)
  const notifier = openNotifier(clientFor, baseUrl)

  const socket = config.appToken !== undefined
  if (!socket) web.use('/slack/events', refuseFuture(() => Date.now()))
  const logger = boltLogger(log)
  const receiver = socket
    ? new bolt.SocketModeReceiver({ appToken: config.appToken ?? '', logger, clientOptions: clientOptions(config.apiUrl) } as never)
    : new bolt.ExpressReceiver({
        app: web as never,
        signingSecret: config.signingSecret ?? '',
        endpoints: '/slack/events',
        logger,
      })
  const app = new bolt.App({
    receiver,
    logger,
    clientOptions: clientOptions(config.apiUrl),
    // No call to Slack stands between a click and its acknowledgement.
    authorize: async () => ({ botToken: config.botToken }),
    ignoreSelf: false,
  })
  app.error(async (error) => log.error({ err: error.original ?? error }, 'a Slack listener failed'))
  listen(app, { core, directory, notifier, baseUrl, log })
  if (socket) await app.start()
  return {
    notifier,
    directory,
    workspaces: async () => [await workspace()],
    close: async () => {
      if (socket) await app.stop()
    },
  }
}
