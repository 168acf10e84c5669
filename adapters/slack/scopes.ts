/** What the bot may do, as `manifest/slack.json` asks for it. */
export const botScopes = [
  'commands',
  'chat:write',
  'im:write',
  'im:history',
  // The channel where a company decides: whether it is shared, and what was posted there unheard.
  'channels:read',
  'channels:history',
  'groups:read',
  'groups:history',
  'links:read',
  'links:write',
  'users:read',
  'users:read.email',
] as const
