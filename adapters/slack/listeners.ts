/** What Slack sends, and who takes it up. Everything is acknowledged first and done after; only a submitted form and
 * a search in a field are answered at once. */
import type { App, BlockButtonAction, GlobalShortcut, MessageShortcut, ViewSubmitAction } from '@slack/bolt'
import type { Account, Tools } from './attend.ts'
import { showHome } from './home.ts'
import { valueAction } from './inputs.ts'
import { formPrefix } from './modal.ts'
import { press } from './press.ts'
import { previewLinks } from './preview.ts'
import { answerCommand, answerMessage } from './say.ts'
import { askAccess, askStandard, shortcuts } from './shortcuts.ts'
import { submit } from './submit.ts'
import { suggest } from './suggest.ts'

export const listen = (app: App, tools: Tools): void => {
  const { deliveries } = tools

  app.command(/^\/(toegang|access)$/, async ({ command, context, ack, respond }) => {
    await ack()
    const account = accountOf(context, command.user_id)
    await deliveries.once(command.trigger_id, () => answerCommand(account, { command, respond }, tools))
  })

  app.shortcut<GlobalShortcut>(
    { type: 'shortcut', callback_id: shortcuts.askAccess },
    async ({ shortcut, context, ack }) => {
      await ack()
      const { trigger_id, user } = shortcut
      await deliveries.once(trigger_id, () => askAccess(accountOf(context, user.id), trigger_id, tools))
    },
  )

  app.shortcut<MessageShortcut>(
    { type: 'message_action', callback_id: shortcuts.askStandard },
    async ({ shortcut, context, ack, respond }) => {
      await ack()
      const { trigger_id: trigger, user, message } = shortcut
      const asked = { trigger, text: message.text ?? '', respond }
      await deliveries.once(trigger, () => askStandard(accountOf(context, user.id), asked, tools))
    },
  )

  app.action<BlockButtonAction>(
    { type: 'block_actions', action_id: /^(run|form):/ },
    async ({ body, context, ack, respond }) => {
      await ack()
      const account = accountOf(context, body.user.id)
      await deliveries.once(body.trigger_id, () => press(account, { body, respond }, tools))
    },
  )
  // A button that opens a page does all its work in the browser; Slack still wants to hear that it arrived.
  app.action(/^link:/, async ({ ack }) => ack())

  app.options<'block_suggestion'>(
    { type: 'block_suggestion', action_id: valueAction },
    async ({ body, context, ack }) => {
      const { view, block_id: field, value: typed, user } = body
      const options = view ? await suggest(accountOf(context, user.id), { view, field, typed }, tools) : []
      await ack({ options })
    },
  )

  app.view<ViewSubmitAction>(new RegExp(`^${formPrefix}`), async ({ body, view, context, ack }) => {
    const account = accountOf(context, body.user.id)
    const { verdict, late } = await deliveries.once(body.trigger_id, () => submit(account, view, tools))
    await ack(verdict as never)
    await deliveries.once(`late ${body.trigger_id}`, late)
  })

  app.event('app_home_opened', async ({ event, body, context }) => {
    if (event.tab !== 'home') return
    await deliveries.once(body.event_id, () => showHome(accountOf(context, event.user), tools))
  })

  app.event('link_shared', async ({ event, body, context }) => {
    await deliveries.once(body.event_id, () => previewLinks(accountOf(context, event.user), event, tools))
  })

  for (const type of ['channel_shared', 'channel_unshared'] as const)
    app.event(type, async ({ event, context }) => {
      const where = { channel: 'slack', workspaceId: installedIn(context), place: event.channel }
      await tools.core.run('chat.channel_shared', { channel: 'clock' }, where)
    })

  // Both come when the app is removed, in any order; the latter also when only its token is taken back.
  for (const type of ['app_uninstalled', 'tokens_revoked'] as const)
    app.event(type, async ({ event, body, context }) => {
      if (event.type === 'tokens_revoked' && !event.tokens.bot?.length) return
      const at = new Date(body.event_time * 1000).toISOString()
      await tools.core.run('installations.end', { channel: 'clock' }, { workspaceId: installedIn(context), at })
    })

  app.event('message', async ({ event, body, context }) => {
    // Only what a person types: edits, joins and the bot's own messages come as subtypes or with a bot's id.
    if (event.subtype !== undefined || event.channel_type !== 'im' || 'bot_id' in event || !event.text) return
    const { text, channel, user } = event
    const heard = { text, channel, key: body.event_id, again: (context.retryNum ?? 0) > 0 }
    await deliveries.once(body.event_id, () => answerMessage(accountOf(context, user), heard, tools))
  })
}

interface Whence {
  readonly teamId?: string
  readonly enterpriseId?: string
  readonly isEnterpriseInstall?: boolean
}

/**
 * Where the app is installed is what counts, also for somebody of another organisation in a shared channel; that is the whole
 * organisation where it installed the app for all its workspaces (Enterprise Grid), of which a payload may name none.
 */
const installedIn = ({ teamId, enterpriseId, isEnterpriseInstall }: Whence): string =>
  (isEnterpriseInstall ? enterpriseId : teamId) ?? ''

const accountOf = (context: Whence, accountId: string): Account => ({ workspaceId: installedIn(context), accountId })
