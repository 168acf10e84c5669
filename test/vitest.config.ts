import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts'],
    // One file per core: the slow ones wait for servers and browsers more than they work.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    coverage: { provider: 'v8', include: ['src/**/*.ts', 'adapters/**/*.ts'] },
  },
})
