/** Every story of the portal in a real Chromium with JavaScript off. */
import { afterAll, beforeAll, describe, it } from 'vitest'
import { pointing } from './hand.ts'
import { openStage, type Stage } from './stage.ts'
import { stories } from './stories.ts'

let stage: Stage & { close(): Promise<void> }
beforeAll(async () => {
  stage = await openStage(pointing, { javaScriptEnabled: false, viewport: { width: 360, height: 800 } })
})
afterAll(() => stage.close())

describe('without JavaScript, on a phone, somebody', () => {
  it.each(stories)('$title', ({ play }) => play(stage))
})
