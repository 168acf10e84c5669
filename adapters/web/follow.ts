import { type Html, html } from './html.ts'
import { facts, ifAny } from './parts.ts'
import type { Visit } from './visit.ts'

const everySeconds = 5

/**
 * The line of the trail after which a list is followed: the reader asked to see what comes by itself from then on. An older page of
 * the list does not follow.
 */
export const followedFrom = ({ query }: Visit): string | undefined =>
  query.has('follow') && !query.has('after') ? query.one('follow') : undefined

/**
 * Makes the browser fetch this page again in a few seconds: browsers read `Refresh` (HTML, 4.2.5.3 and 7.4.4) as a header too, without a
 * script, so that the policy for contents stays as strict. Only who asked for it gets it, and one link ends it (WCAG 2.2.1, 2.2.2).
 */
export const keepFresh = ({ response }: Visit): void => void response.setHeader('Refresh', String(everySeconds))

/** The choice to follow a list whose newest line is this one, with the same filters. */
export const followLink = (visit: Visit, newest: string | undefined): Html =>
  // Every id comes after '0'.
  html`<a href="${addressOf(visit, { follow: newest ?? '0' })}">${visit.texts.web.trail.follow}</a>`

/** Stands in the place of the filters, since what somebody fills in would not outlast the next look; tells those that are on. */
export const followNote = (visit: Visit, filters: Parameters<typeof facts>[0]): Html => {
  const { trail } = visit.texts.web
  return html`<p class="note">${trail.following(everySeconds)} <a href="${addressOf(visit, {})}">${trail.stop}</a></p>${ifAny(
    filters.filter(({ value }) => value),
    facts,
  )}`
}

/** This page with its filters, from its beginning, followed or not. */
const addressOf = ({ request }: Visit, added: { readonly follow?: string }): string => {
  const given = new URLSearchParams(
    Object.entries(request.query).flatMap(([name, value]) =>
      typeof value === 'string' && value ? [[name, value]] : [],
    ),
  )
  for (const name of ['follow', 'after']) given.delete(name)
  for (const [name, value] of Object.entries(added)) given.set(name, value)
  return `${request.path}${given.size > 0 ? `?${given}` : ''}`
}
