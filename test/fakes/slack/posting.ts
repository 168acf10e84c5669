import { asJson, asList, type Json } from '../teams/json.ts'
import { listArgument, objectArgument, textArgument } from './arguments.ts'
import { judgeBlocks, judgeMetadata } from './judge/judge.ts'
import { Refused, refuseJudged } from './refused.ts'
import { revise, type SlackMessage, type World, withIds } from './world.ts'

const longest = 40_000
const advised = 4000

/** The content of a message as it was sent; what is absent was not sent. */
export interface Content {
  readonly text?: string
  readonly blocks?: Json[]
  readonly attachments?: Json[]
  readonly metadata?: Json | undefined
}

/** Reads and judges the content of a message. Throws `Refused` as Slack would; every remark goes into the violations. */
export const readContent = (world: World, where: string, args: Json, needed: boolean): Content => {
  const text = textArgument(args, 'text')
  const blocks = listArgument(args, 'blocks', 'invalid_blocks_format')
  const attachments = listArgument(args, 'attachments', 'invalid_attachments')
  const metadata = objectArgument(args, 'metadata', 'invalid_metadata_format')
  if (needed && !text && !blocks?.length && !attachments?.length) throw new Refused('no_text')
  if ((text?.length ?? 0) > longest) {
    world.complain(where, [`text of ${text?.length} characters, at most ${longest}`])
    throw new Refused('msg_too_long')
  }
  if ((text?.length ?? 0) > advised)
    world.complain(where, [`text of ${text?.length} characters, ${advised} is advised`])
  if (blocks?.length && !text) world.complain(where, ['blocks without text for notifications and screen readers'])
  const remarks = [
    ...(blocks ? judgeBlocks(blocks, 'message') : []),
    ...asList(attachments).flatMap((one) => (one['blocks'] ? judgeBlocks(one['blocks'], 'message') : [])),
  ]
  world.complain(where, remarks)
  if (remarks.length > 0) throw refuseJudged('invalid_blocks', remarks)
  const unfit = metadata && Object.keys(metadata).length > 0 ? judgeMetadata(metadata) : []
  world.complain(where, unfit)
  if (unfit.length > 0) throw refuseJudged('invalid_metadata_schema', unfit)
  return {
    ...(text !== undefined && { text }),
    ...(blocks && { blocks: withIds(blocks) }),
    ...(attachments && { attachments: asList(attachments) }),
    ...(metadata && { metadata: Object.keys(metadata).length > 0 ? metadata : undefined }),
  }
}

export interface Post extends Content {
  readonly channel: string
  readonly user: string
  readonly fromBot: boolean
  readonly threadTs?: string | undefined
  readonly visibleTo?: string
}

export const post = (world: World, one: Post): SlackMessage => {
  const message: SlackMessage = {
    ts: world.nextTs(),
    channel: one.channel,
    user: one.user,
    fromBot: one.fromBot,
    text: one.text ?? '',
    blocks: one.blocks ?? [],
    attachments: one.attachments ?? [],
    metadata: one.metadata,
    edited: undefined,
    threadTs: one.threadTs,
    visibleTo: one.visibleTo,
    deleted: false,
    before: [],
  }
  world.messages.push(message)
  return message
}

/** Replaces what was sent; what was not sent stays (docs.slack.dev/reference/methods/chat.update). */
export const replace = (world: World, old: SlackMessage, content: Content): SlackMessage =>
  revise(world.messages, old, {
    text: content.text ?? (content.blocks ? '' : old.text),
    ...(content.blocks && { blocks: content.blocks }),
    ...(content.attachments && { attachments: content.attachments }),
    ...('metadata' in content && { metadata: content.metadata }),
    edited: { user: old.user, ts: world.nextTs() },
    before: [...old.before, old],
  })

export const remove = (world: World, old: SlackMessage): SlackMessage =>
  revise(world.messages, old, { deleted: true, before: [...old.before, old] })

/** A message as the Web API and payloads show it. */
export const shownMessage = (world: World, message: SlackMessage, withMetadata: boolean): Json => {
  const author = world.installations.findLast((one) => one.botUserId === message.user)
  const team = asJson(world.users.find((one) => one.id === message.user))['teamId']
  return {
    type: 'message',
    ...(message.visibleTo && { is_ephemeral: true }),
    user: message.user,
    ...(message.fromBot && author && { bot_id: author.botId, app_id: world.appId }),
    ts: message.ts,
    text: message.text,
    team,
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.attachments.length > 0 && { attachments: message.attachments }),
    ...(message.threadTs && { thread_ts: message.threadTs }),
    ...(message.edited && { edited: message.edited }),
    ...(withMetadata && message.metadata && { metadata: message.metadata }),
  }
}
