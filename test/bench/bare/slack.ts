/** A Bolt app with an empty listener. */
import bolt from '@slack/bolt'
import express from 'express'
import { listen } from './listen.ts'

const web = express()
const receiver = new bolt.ExpressReceiver({
  app: web as never,
  signingSecret: process.env['SLACK_SIGNING_SECRET'] ?? '',
  endpoints: '/slack/events',
})
const app = new bolt.App({ receiver, authorize: async () => ({ botToken: 'xoxb-bare' }) })
app.command('/toegang', async ({ ack }) => ack())
listen(web)
