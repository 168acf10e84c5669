import type { Clock } from '../../src/ports/system.ts'

/** The machine's clock, in UTC. */
export const systemClock: Clock = { now: () => new Date().toISOString() }
