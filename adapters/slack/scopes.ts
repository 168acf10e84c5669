/** What the bot may do, as `manifest/slack.json` asks for it. */
export const botScopes = ['commands', 'chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email'] as const
