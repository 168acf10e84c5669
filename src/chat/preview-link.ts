import * as z from 'zod'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import type { LicenceHit } from '../licences/find-licences.ts'
import { hasExpired } from '../licences/licence.ts'
import { findRequest } from '../requests/find-request.ts'
import { type RequestView, viewOf } from '../requests/list-requests.ts'

/** What a link to the portal leads to. */
export type Linked =
  | { readonly kind: 'request'; readonly view: RequestView }
  | { readonly kind: 'licence'; readonly hit: LicenceHit }

/** The pages of which there is a preview. */
const pages = { request: /^\/requests\/([^/]{1,64})$/, licence: /^\/company\/licences\/([^/]{1,64})$/ } as const

/**
 * What a link to the portal leads to, as anybody may know it who reads along where it was posted: nothing of who asked, who has
 * access, or why. `path` is that of the portal's page. Of what whoever posted it can't see there is nothing.
 */
export const previewLink = defineQuery({
  name: 'links.preview',
  input: z.object({ path: z.string().max(500) }),
  who: ['user'],
  answer: async (tx, { path }, { actor, now }) => {
    const asked = pages.request.exec(path)?.[1]
    if (asked) {
      const request = await findRequest(tx, asked, actor)
      if (!request) return refuse('not_found')
      return found<Linked>({ kind: 'request', view: await viewOf(tx, request, { id: '', administrator: false }, now) })
    }
    const licence = await tx.licences.get(pages.licence.exec(path)?.[1] ?? '')
    if (licence?.companyId !== actor.company.id || hasExpired(licence, now)) return refuse('not_found')
    if (!licence.shown && !licence.companyWide) return refuse('not_found')
    const { id: licenceId, name: licenceName, standards } = licence
    return found<Linked>({ kind: 'licence', hit: { licenceId, licenceName, standards: standards.length } })
  },
})
