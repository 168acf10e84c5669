import { once } from 'node:events'
import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import { notFoundPage } from './fault-pages.ts'
import { bounds } from './trail-page.ts'
import { openVisit, type Portal } from './visit.ts'

const types = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const

/** `/company/trail.csv` and `/company/trail.ndjson`: the whole trail, or some days of it, written a page at a time as it is read. */
export const addTrailFile = (routes: Router, portal: Portal): void => {
  const notFound = notFoundPage(portal)
  for (const format of ['csv', 'ndjson'] as const)
    routes.get(`/company/trail.${format}`, async (request, response, next) => {
      const visit = await openVisit(portal, request, response)
      const asked = { format, ...bounds(visit.query.one('from'), visit.query.one('before')) }
      const first = await portal.core.ask('trail.export', visit.claim, asked)
      // Nobody is told of pages for others.
      if (!first.ok) return void notFound(request, response, next)
      response.attachment(`toegang.${format}`).type(types[format])
      let page: FoundOf<'trail.export'> = first.result
      for (;;) {
        if (!response.write(page.text)) await Promise.race([once(response, 'drain'), once(response, 'close')])
        if (!page.next || response.destroyed) break
        const following = await portal.core.ask('trail.export', visit.claim, { ...asked, after: page.next })
        // Whoever may not read on any more has half a file, which must not look like a whole one.
        if (!following.ok) return void response.destroy()
        page = following.result
      }
      response.end()
    })
}
