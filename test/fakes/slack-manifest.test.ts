import { describe, expect, it } from 'vitest'
import { manifest } from './slack/bare-app.ts'
import { manifestSchema } from './slack/manifest-schema.ts'

/** The manifest of the product with this in one place, named by its steps. */
const changed = (path: string, value: unknown): unknown => {
  const copy = structuredClone(manifest) as Record<string, unknown>
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  let at = copy
  for (const step of steps) at = at[step] as Record<string, unknown>
  at[last] = value
  return copy
}

describe('the manifest', () => {
  it('is one that Slack takes', () => {
    expect(manifestSchema.safeParse(manifest).error?.issues ?? []).toEqual([])
  })

  it.each([
    ['a name of 36', 'display_information.name', 'x'.repeat(36)],
    ['no name', 'display_information.name', undefined],
    ['a description of 141', 'display_information.description', 'x'.repeat(141)],
    ['a long description that is short', 'display_information.long_description', 'x'.repeat(174)],
    ['a colour by name', 'display_information.background_color', 'blue'],
    ['an unknown part', 'display_information.colour', '#fff'],
    ['a bot name of 81', 'features.bot_user.display_name', 'x'.repeat(81)],
    ['a shortcut name of 25', 'features.shortcuts.0.name', 'x'.repeat(25)],
    ['a shortcut of no kind', 'features.shortcuts.0.type', 'channel'],
    ['a command without its stroke', 'features.slash_commands.0.command', 'toegang'],
    ['a command of 33', 'features.slash_commands.0.command', `/${'x'.repeat(32)}`],
    ['a command at no address', 'features.slash_commands.0.url', 'toegang.example'],
    [
      '11 shortcuts',
      'features.shortcuts',
      Array(11).fill({ name: 'a', type: 'global', callback_id: 'a', description: 'a' }),
    ],
    ['a scope that is asked twice', 'oauth_config.scopes.bot', ['commands', 'commands']],
    ['an event of 51', 'settings.event_subscriptions.bot_events', ['x'.repeat(51)]],
    ['interactivity that is neither on nor off', 'settings.interactivity.is_enabled', undefined],
    ['an unknown switch', 'settings.fast', true],
  ])('with %s would be refused', (_what, path, value) => {
    expect(manifestSchema.safeParse(changed(path, value)).success).toBe(false)
  })
})
