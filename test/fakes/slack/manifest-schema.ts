import { z } from 'zod'

const url = z
  .string()
  .regex(/^https?:\/\//)
  .max(3500)
const names = (most: number) =>
  z
    .array(z.string().max(50))
    .max(most)
    .refine((all) => new Set(all).size === all.length, 'named twice')
const words = (most: number) => z.string().min(1).max(most)

/**
 * What Slack takes as the manifest of an app like ours, version 1: the published rules of slackapi/manifest-schema
 * (`schemas/manifest.schema.1.0.0.json`) and docs.slack.dev/reference/app-manifest, without the parts for workflows and functions,
 * which are refused here.
 */
export const manifestSchema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(1), minor_version: z.int().optional() }).optional(),
  display_information: z.strictObject({
    name: words(35),
    description: words(140).optional(),
    background_color: z
      .string()
      .regex(/^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/)
      .optional(),
    long_description: z.string().min(175).max(4000).optional(),
  }),
  features: z
    .strictObject({
      app_home: z
        .strictObject({
          home_tab_enabled: z.boolean().optional(),
          messages_tab_enabled: z.boolean().optional(),
          messages_tab_read_only_enabled: z.boolean().optional(),
        })
        .optional(),
      bot_user: z.strictObject({ display_name: words(80), always_online: z.boolean().optional() }).optional(),
      shortcuts: z
        .array(
          z.strictObject({
            name: words(24),
            type: z.enum(['message', 'global']),
            callback_id: words(255),
            description: words(150),
          }),
        )
        .min(1)
        .max(10)
        .optional(),
      slash_commands: z
        .array(
          z.strictObject({
            command: z.string().regex(/^\//).min(2).max(32),
            url: url.max(3000).optional(),
            description: words(2000),
            usage_hint: words(1000).optional(),
            should_escape: z.boolean().optional(),
          }),
        )
        .min(1)
        .max(50)
        .optional(),
      unfurl_domains: z
        .array(
          z
            .string()
            .regex(/^(?![.-])([-a-z0-9.])+([a-z0-9])$/)
            .max(255),
        )
        .min(1)
        .max(5)
        .optional(),
    })
    .optional(),
  oauth_config: z
    .strictObject({
      redirect_urls: z.array(z.string().max(2500)).max(1000).optional(),
      scopes: z.strictObject({ bot: names(255).optional(), user: names(255).optional() }).optional(),
      token_management_enabled: z.boolean().optional(),
    })
    .optional(),
  settings: z
    .strictObject({
      event_subscriptions: z
        .strictObject({
          request_url: url.optional(),
          bot_events: names(100).optional(),
          user_events: names(100).optional(),
        })
        .optional(),
      interactivity: z
        .strictObject({
          is_enabled: z.boolean(),
          request_url: url.optional(),
          message_menu_options_url: url.optional(),
        })
        .optional(),
      org_deploy_enabled: z.boolean().optional(),
      socket_mode_enabled: z.boolean().optional(),
      token_rotation_enabled: z.boolean().optional(),
    })
    .optional(),
})
