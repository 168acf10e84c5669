/** How fast the channels answer, beside the least that their libraries can do. */
import { type Bench, compared, type Load, load } from './bench.ts'
import { startBare } from './child.ts'
import { send } from './http.ts'
import {
  batchSize,
  caughtMessage,
  evaluate,
  evaluateMany,
  type Served,
  slackEnvironment,
  slash,
  withServed,
} from './served.ts'

const versus = (what: string, ours: Load, against: Load, least: number, slowest?: number) => [
  compared(what, 'a second', [ours.rate, against.rate], { least }),
  ...(slowest ? [compared(`${what}, slowest hundredth`, 'ms', [ours.p99, against.p99], { most: slowest })] : []),
]

/** Loads a bare server, stops it, and then ours, so that they don't share the machine. */
const beside = async (
  bare: string,
  environment: { readonly [name: string]: string },
  one: (url: string) => (index: number) => Promise<unknown>,
  { url }: Pick<Served, 'url'>,
): Promise<{ readonly ours: Load; readonly against: Load }> => {
  const child = await startBare(bare, environment)
  const against = await load(one(child.url))
  await child.stop()
  return { against, ours: await load(one(url)) }
}

const slack: Bench = {
  name: 'slash command to ack, 64 at once',
  against: 'a bare Bolt app with an empty listener',
  run: () =>
    withServed(async (served) => {
      const help = { text: 'help', slackApi: served.slackApi }
      const { ours, against } = await beside(
        'slack',
        slackEnvironment,
        (url) => (index) => slash(url, help, index),
        served,
      )
      // Slack delivers again what it did not hear of: that is acknowledged too, and does nothing more.
      const again = await load(() => slash(served.url, help, 0))
      return [
        ...versus('acks of commands delivered again', again, against, 0.85, 1.5),
        ...versus('acks, each with its command after it', ours, against, 0.85, 1.5),
      ]
    }),
}

const teams: Bench = {
  name: 'Teams activity to answer, 64 at once',
  against: 'a bare teams.apps app that echoes',
  run: () =>
    withServed(async (served) => {
      const message = await caughtMessage(served.teams)
      const { ours, against } = await beside(
        'teams',
        served.teamsEnvironment,
        (url) => (index) => message(url, index),
        served,
      )
      return versus('answers', ours, against, 0.85)
    }),
}

const access: Bench = {
  name: 'access evaluation, 64 at once',
  against: 'a bare Express route with constant JSON',
  run: () =>
    withServed(async (served) => {
      const constant = (url: string) => () =>
        send(`${url}/access/v1/evaluation`, { headers: { 'content-type': 'application/json' }, body: '{}' })
      const child = await startBare('express')
      const against = await load(constant(child.url))
      await child.stop()
      const single = await load((index) => evaluate(served.url, index))
      const batch = await load((index) => evaluateMany(served.url, index), { atOnce: 8 })
      return [
        ...versus('answers', single, against, 0.6),
        compared('evaluations in batches of 100, beside singles', 'a second', [batch.rate * batchSize, single.rate], {
          least: 20,
        }),
      ]
    }),
}

export const answers = [slack, teams, access]
