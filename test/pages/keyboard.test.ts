/** Every story of the portal in a real Chromium, with a keyboard alone. */
import { afterAll, beforeAll, describe, it } from 'vitest'
import { typing } from './keyboard.ts'
import { openStage, type Stage } from './stage.ts'
import { stories } from './stories.ts'

let stage: Stage & { close(): Promise<void> }
beforeAll(async () => {
  stage = await openStage(typing)
})
afterAll(() => stage.close())

describe('with a keyboard alone, somebody', () => {
  it.each(stories)('$title', ({ play }) => play(stage))
})
