import bolt from '@slack/bolt'
import type { Channel, Setting } from '../channel.ts'
import type { SlackConfig } from '../config.ts'
import { openDirectory } from './directory.ts'
import { listen } from './listeners.ts'
import { boltLogger } from './log.ts'
import { openNotifier } from './notifier.ts'
import { refuseFuture } from './stale.ts'
import { clientOptions, openClient } from './web-api.ts'

type OneWorkspace = Exclude<SlackConfig, { mode: 'oauth' }>

/** Slack, with @slack/bolt: commands, buttons, forms and messages of one workspace, over HTTP or Socket Mode. */
export const openSlack = async (config: OneWorkspace, setting: Setting): Promise<Channel> => {
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
  const clientFor = async (workspaceId: string) =>
    (await workspace()).workspaceId === workspaceId ? client : undefined
  const directory = openDirectory(clientFor)
  const notifier = openNotifier(clientFor, baseUrl)

  if (config.mode === 'http')
    web.use(
      '/slack/events',
      refuseFuture(() => Date.now()),
    )
  const logger = boltLogger(log)
  const receiver =
    config.mode === 'socket'
      ? new bolt.SocketModeReceiver({
          appToken: config.appToken,
          logger,
          clientOptions: clientOptions(config.apiUrl),
        } as never)
      : new bolt.ExpressReceiver({
          app: web as never,
          signingSecret: config.signingSecret,
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
  if (config.mode === 'socket') await app.start()
  return {
    notifier,
    directory,
    workspaces: async () => [await workspace()],
    close: async () => {
      if (config.mode === 'socket') await app.stop()
    },
  }
}
