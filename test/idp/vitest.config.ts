import { defineConfig } from 'vitest/config'

/** Identity providers that nobody here wrote: beside the other tests, since they have to be installed first. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: { include: ['test/idp/*.strangers.ts'], testTimeout: 60_000, hookTimeout: 120_000, passWithNoTests: false },
})
