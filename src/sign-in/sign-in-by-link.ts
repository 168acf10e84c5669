import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { belongs } from '../users/belongs.ts'
import type { User } from '../users/user.ts'
import { mayUseLink } from './may-use-link.ts'
import { type SignInLink, startSession } from './session.ts'

const input = z.object({ secret: z.string().min(1).max(200) })

/** Whether a link still works. Looking uses nothing up: mail scanners open links, people press the button. */
export const showLink = defineQuery({
  name: 'sign_in.show_link',
  input,
  who: ['anyone'],
  answer: async (tx, { secret }, { now, hash }) => {
    const facts = await factsOf(tx, hash(secret), now)
    return 'ok' in facts ? facts : found({ expiresAt: facts.link.expiresAt, language: facts.link.language })
  },
})

/** Signs in with a link from an e-mail: once, within ten minutes, and only while the person may sign in that way. */
export const signInByLink = defineCommand({
  name: 'sign_in.by_link',
  input,
  who: ['anyone'],
  load: (tx, { secret }, { now, secrets }) => factsOf(tx, secrets.hash(secret), now),
  decide: (facts, _input, context) => {
    if (context.actor.channel !== 'web') return refuse('not_allowed')
    if ('ok' in facts) return facts
    const { user, link, links } = facts
    const { session, secret } = startSession(user, { how: 'link' }, context)
    return accept(
      {
        save: { sessions: [session] },
        // The other links that were asked for in impatience end too.
        remove: { signInLinks: links.map(({ id }) => id) },
        events: [{ type: 'sign_in.succeeded', companyId: user.companyId, userId: user.id, how: 'link' }],
      },
      { session: secret, returnTo: link.returnTo, userId: user.id },
    )
  },
})

interface LinkFacts {
  readonly link: SignInLink
  readonly user: User
  readonly links: readonly SignInLink[]
}

const factsOf = async (tx: ReadTx, secretHash: string, now: Instant): Promise<LinkFacts | Refused> => {
  const [link] = await tx.signInLinks.list({ secretHash })
  const user = link && link.expiresAt > now ? await tx.users.get(link.userId) : undefined
  if (!link || user?.status !== 'registered' || !(await belongs(tx, user))) return refuse('link_used_or_expired')
  // It may have been turned off after the mail went out.
  if (!(await mayUseLink(tx, user))) return refuse('single_sign_on_required')
  return { link, user, links: await tx.signInLinks.list({ userId: user.id }) }
}
