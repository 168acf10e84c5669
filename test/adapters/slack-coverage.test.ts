/**
 * Every method of Slack's that we call, every event and every kind of payload that we take, with the test that shows it works.
 * What is touched is read from the adapter and its manifest: something new without a test fails here.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { manifest } from '../fakes/slack/bare-app.ts'
import { demands } from '../fakes/slack/scopes.ts'

const folder = new URL('../../adapters/slack/', import.meta.url)
const adapter = readdirSync(folder)
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')
const every = (pattern: RegExp): string[] => [
  ...new Set([...adapter.matchAll(pattern)].map(([, found]) => String(found))),
]

const methods = every(/\bclient\??\.((?:\w+\.)+\w+)\(/g)
/** Bolt's name of a listener, and what Slack calls what comes in. */
const payloadOf: Readonly<Record<string, string>> = {
  command: 'slash_command',
  view: 'view_submission',
}
const payloads = [
  ...every(/\btype: '(shortcut|message_action|block_actions|block_suggestion)'/g),
  ...every(/\bapp\.(\w+)[<(]/g).flatMap((listener) => payloadOf[listener] ?? []),
]
const events = ((manifest['settings'] as Settings).event_subscriptions.bot_events ?? []).toSorted()
interface Settings {
  readonly event_subscriptions: { readonly bot_events?: readonly string[] }
}

/** The file, and words of the name of the test in it. */
const covered: Readonly<Record<string, readonly [file: string, test: string]>> = {
  'auth.revoke': ['slack-install', 'forgets its token when the last of them leaves, and ends it'],
  'auth.test': ['slack-notifier', 'is the one of the token, asked once'],
  'chat.postMessage': ['slack-notifier', 'stands in the direct messages, under its key'],
  'chat.unfurl': ['slack-previews', 'shows each reader at the press what that reader may see, alone'],
  'chat.update': ['slack-notifier', 'stands where the message stood, and leaves no button behind'],
  'conversations.history': ['slack-notifier', 'whose answer was lost is found by the next attempt'],
  'conversations.info': ['../scenarios/chats', 'a channel where another organisation reads along'],
  'conversations.open': ['slack-notifier', 'reaches nobody who is deactivated, a bot'],
  'oauth.v2.access': ['slack-install', 'presses a button in the portal, allows it in Slack, and is back'],
  'users.info': ['slack-notifier', 'is name, address and language of somebody of the workspace'],
  'views.open': ['slack-requests', 'asks for a reason in a form that is open before the store answers'],
  'views.publish': ['slack', 'shows who I am, what I can use, and what I asked'],
  'views.update': ['slack-forms', 'is acknowledged before it is done, and its result comes in the same modal'],
  slash_command: ['slack', 'is answered for its writer only, in the language of that person in Slack'],
  block_actions: ['slack-requests', 'that is approved by a click shows so at once in that very message'],
  block_suggestion: ['slack-type-ahead', 'is searched by what somebody types'],
  message_action: ['slack-shortcuts', 'asks for the standard that the message names'],
  shortcut: ['slack-shortcuts', 'opens the form to ask for access'],
  view_submission: ['slack-forms', 'opens, and shows what came of it when it is submitted'],
  app_home_opened: ['slack', 'lets an administrator decide, and is up to date afterwards'],
  app_uninstalled: ['slack-install', 'ends it once, and can be undone'],
  channel_shared: ['../scenarios/chats', 'a channel where another organisation reads along'],
  channel_unshared: ['slack', 'of a channel without requests is heard'],
  link_shared: ['slack-previews', 'comes of what its writer can’t see, of other pages'],
  'message.im': ['slack', 'is understood as a command, and answered once'],
  tokens_revoked: ['slack-install', 'ends it once, and can be undone'],
}

const touched = [...methods, ...payloads, ...events]

it('what is touched is found in the adapter and its manifest', () => {
  expect(methods).toContain('chat.postMessage')
  expect(new Set(payloads).size).toBe(payloads.length)
  expect(payloads).toContain('view_submission')
  expect(events).toContain('message.im')
})

it('each of them has a test, and nothing else is named', () => {
  expect(new Set(Object.keys(covered))).toEqual(new Set(touched))
})

it.each(touched)('%s has the test that is named for it', (name) => {
  const [file, test] = covered[name] ?? expect.fail(`nothing tests ${name}`)
  const text = readFileSync(new URL(`./${file}.test.ts`, import.meta.url), 'utf8')
  expect(
    text.split('\n').filter((line) => /\bit(\.each\(.*)?\(|^\s+('|what: ')|\]\)\('/.test(line) && line.includes(test)),
  ).toHaveLength(1)
})

it('the fake knows the scope of each method that is called', () => {
  expect(methods.filter((method) => !demands[method])).toEqual([])
})

it('listeners are of kinds that are known here', () => {
  const known = ['command', 'shortcut', 'action', 'options', 'view', 'event', 'start', 'stop', 'error']
  expect(every(/\bapp\.(\w+)[<(]/g).filter((name) => !known.includes(name))).toEqual([])
})
