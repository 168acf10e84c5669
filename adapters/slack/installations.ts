import { setTimeout as sleep } from 'node:timers/promises'
import { WebClient } from '@slack/web-api'
import { isWorthRenewing } from '../../src/chat/install.ts'
import type { Core } from '../../src/kernel/answer.ts'
import type { Log } from '../log.ts'
import { type AppSettings, nextToken } from './installer.ts'
import { type ClientFor, slackError } from './web-api.ts'

const clock = { channel: 'clock' } as const
/** Milliseconds between two looks at whether another instance has made the next token, and how many looks. */
const look = { every: 250, whileItWorks: 12, whenItEnded: 40 }

/**
 * The clients of all workspaces that have installed the app, each with the token that the store has for it now. Nothing is kept in
 * memory: a workspace that removes the app is out of reach of every instance at once.
 *
 * A token is replaced before it ends, by whichever instance comes first. The others wait for it, as nobody promises that the old
 * one lives on; when the next one does not come, they go on with the old one for as long as it lasts.
 */
export const openInstallations = (core: Core, settings: AppSettings, log: Log): ClientFor => {
  const known = async (workspaceId: string) => {
    const outcome = await core.ask('installations.show', clock, { workspaceId })
    return outcome.ok ? outcome.result : undefined
  }

  const renew = async (workspaceId: string): Promise<void> => {
    const started = await core.run('installations.start_renewal', clock, { workspaceId })
    if (!started.ok || !started.result.refreshToken) return
    try {
      const tokens = await nextToken(started.result.refreshToken, settings)
      await core.run('installations.renew', clock, { workspaceId, ...tokens })
    } catch (err) {
      log.error({ err, workspaceId }, 'a Slack token could not be renewed')
      if (slackError(err) !== 'invalid_refresh_token') return
      // The next token was made once and never kept, or all were taken back: somebody has to install the app anew.
      await core.run('installations.end', clock, { workspaceId, at: core.ports.clock.now() })
    }
  }

  return async (workspaceId) => {
    for (let looks = 0; ; looks++) {
      const { sealedToken, expiresAt } = (await known(workspaceId)) ?? {}
      if (!sealedToken) return undefined
      const now = core.ports.clock.now()
      const works = expiresAt === undefined || expiresAt > now
      const enough = looks >= (works ? look.whileItWorks : look.whenItEnded)
      if (!isWorthRenewing(expiresAt, now) || (works && enough))
        return new WebClient(core.ports.secrets.open(sealedToken), settings.options)
      if (enough) throw new Error('no instance has made the next token of a Slack workspace')
      if (looks > 0) await sleep(look.every)
      await renew(workspaceId)
    }
  }
}
