import { afterAll, beforeAll, describe, it } from 'vitest'
import { story } from '../demo/story.ts'
import { type DemoWorld, openDemoWorld } from '../demo/world.ts'

// The steps build on each other; the titles are known before the world is there.
const titles = story({ people: {} } as DemoWorld).map(({ title }) => title)

describe('the main job, over real HTTP', () => {
  let world: DemoWorld
  let steps: ReturnType<typeof story>
  beforeAll(async () => {
    world = await openDemoWorld()
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

  it('sends the chats nothing that they would refuse or warn of', ({ expect }) => {
    expect(world.slack.violations).toEqual([])
    expect(world.teams.violations).toEqual([])
  })
})
