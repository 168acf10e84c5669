import type { Config } from '../config.ts'

/** What was looked at, and what to do about it when it is not well. */
export interface Finding {
  readonly about: string
  /** `off`: not set up, which is fine. `warning`: works, but not for long. */
  readonly state: 'good' | 'off' | 'warning' | 'bad'
  readonly says: string
  readonly todo?: string
}

/** Looks at one thing with the settings that the server is started with. What it throws is a finding too. */
export interface Probe {
  readonly about: string
  /** What to do when it throws. */
  readonly todo: string
  readonly look: (config: Config) => Promise<Finding | readonly Finding[]>
}
