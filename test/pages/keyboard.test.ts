/** The stories that work each kind of control between them, in a real Chromium, with a keyboard alone. */
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
  it.each(stories.filter(({ controls }) => controls !== undefined))('$title', ({ play }) => play(stage))
})
