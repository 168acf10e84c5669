import { openClientSide } from './client.ts'
import { type Composing, openComposing } from './compose.ts'
import type { Answer, Tamper } from './deliver.ts'
import { type Dialogs, openDialogs } from './dialog.ts'
import { type Events, openEvents } from './events.ts'
import type { Json } from './json.ts'
import { openPressing, type Pressing } from './press.ts'
import { openSpeaking, type Speaking } from './say.ts'
import type { World } from './world.ts'

export interface People extends Speaking, Pressing, Dialogs, Events, Composing {}

/** The people of the fake: each does what a Teams client does, over the product's real endpoint. */
export const openPeople = (
  world: World,
  serviceUrl: (tenantId: string) => string,
  send: (activity: Json, tamper?: Tamper) => Promise<Answer>,
): People => {
  const client = openClientSide(world, serviceUrl, send)
  return {
    ...openSpeaking(client),
    ...openPressing(client),
    ...openDialogs(client),
    ...openEvents(client),
    ...openComposing(client),
  }
}
