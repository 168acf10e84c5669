import type { Actor } from '../kernel/actor.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Texts } from '../texts/texts.ts'

/** Who looks at a card, in which language, and when. */
export interface See {
  readonly actor: Actor
  readonly texts: Texts
  readonly now: Instant
}
