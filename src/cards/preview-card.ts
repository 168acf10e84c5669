import type { FoundOf } from '../catalogue.ts'
import type { Card } from './card.ts'
import { sharedChannelCard } from './channel-card.ts'
import { sharedLicenceCard } from './licences-card.ts'
import type { See } from './see.ts'

/** The preview of a link; what a reader may see besides comes at the press of its button, for that reader alone. */
export const previewCard = (linked: FoundOf<'links.preview'>, { texts }: See): Card => {
  if (linked.kind === 'licence') return sharedLicenceCard(linked.hit, texts)
  // It is no copy of the request: nobody keeps it up to date.
  const { about: _about, ...card } = sharedChannelCard(linked.view, texts)
  return card
}
