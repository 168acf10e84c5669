import type { Card } from '../../src/cards/card.ts'
import type { Core } from '../../src/kernel/answer.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import type { Log } from '../log.ts'

/** What a person sees of a fault: a reference, under which the log has the rest. */
export const faultCard = (error: unknown, { core, log }: { readonly core: Core; readonly log: Log }): Card => {
  const reference = core.ports.ids.reference(6)
  log.error({ err: error, reference }, 'a Slack interaction failed')
  return { tone: 'bad', title: textsIn('nl').card.somethingWrong(reference) }
}
