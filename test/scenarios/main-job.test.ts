import { afterAll, beforeAll, describe, it } from 'vitest'
import { story } from '../demo/story.ts'
import { toegangProcess } from '../demo/toegang.ts'
import { type DemoWorld, openDemoWorld } from '../demo/world.ts'

// The steps build on each other; the titles are known before the world is there.
const titles = story({ people: {} } as DemoWorld).map(({ title }) => title)

describe('the main job, over real HTTP', () => {
  let world: DemoWorld
  let steps: ReturnType<typeof story>
  beforeAll(async () => {
    world = await openDemoWorld({ run: (port, given) => toegangProcess(port, { ...given, LOG_LEVEL: 'debug' }) })
    await world.toegang.start()
    steps = story(world)
  }, 120_000)
  afterAll(() => world.close())

  it.sequential.each(titles.map((title, index) => ({ title, index })))(
    '$title',
    async ({ index }) => {
      await steps[index]?.play()
    },
    300_000,
  )

  it('writes nobody down in its log, down to the level of debugging: no name, address, secret, link or word of theirs', ({
    expect,
  }) => {
    const { toegang, environment, smtp, people } = world
    const log = toegang.output.join('\n')
    expect(log).toContain('Toegang is ready')
    const secretsInMails = smtp.mails.flatMap(({ mail }) => [...(mail.text ?? '').matchAll(/secret=([\w-]{16,})/g)])
    expect(secretsInMails.length).toBeGreaterThanOrEqual(3)
    const kept = [
      ...Object.values(people).flatMap(({ name, email, slack, teams }) => [name, email, slack.id, teams.objectId]),
      ...smtp.mails.flatMap(({ to }) => to),
      ...secretsInMails.map(([, secret]) => secret),
      ...[
        'Nina Nieuw',
        'Dirk Vreemd',
        'dirk@delta.example',
        'voor het nieuwe project',
        'Staat al in een andere collectie',
      ],
      ...[
        'SECRET_KEY',
        'OPERATOR_TOKEN',
        'ACCESS_TOKEN',
        'SLACK_SIGNING_SECRET',
        'SLACK_BOT_TOKEN',
        'TEAMS_CLIENT_SECRET',
      ].map((setting) => environment[setting]),
    ]
    expect(kept.filter((one) => !one || log.includes(one))).toEqual([])
  })

  it('sends the chats nothing that they would refuse or warn of', ({ expect }) => {
    expect(world.slack.violations).toEqual([])
    expect(world.teams.violations).toEqual([])
  })
})
