import type { RefusalCode, Refusals, Refused } from '../kernel/refusal.ts'
import type { Texts } from './texts.ts'

/** A refusal in words: why not, and what to do next. */
export const sayRefused = (refused: Texts['refused'], { code, detail }: Refused): string =>
  say(refused, code, detail as Refusals[typeof code])

const say = <C extends RefusalCode>(refused: Texts['refused'], code: C, detail: Refusals[C]): string =>
  refused[code](detail)
