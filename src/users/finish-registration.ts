import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { id, line } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import { startSession } from '../sign-in/session.ts'
import { languages } from '../texts/language.ts'
import { joinCompany, loadJoining } from './join-company.ts'
import { loadOffer } from './offer.ts'
import { linkSecret } from './show-registration.ts'

/**
 * Finishes a registration or invitation by the link from its mail, and signs the person in. The link is used up, and so are the
 * other link and the invitation of the same person in that company: two that finish at once end in one account. An account
 * in another company moves. Where several companies are open, one must be chosen; where one requires single sign-on, joining goes
 * through its connection, which finishes the invitation as well.
 */
export const finishRegistration = defineCommand({
  name: 'registrations.finish',
  input: z.object({
    secret: linkSecret,
    name: line(100),
    phone: line(40).optional(),
    country: line(60).optional(),
    language: z.enum(languages).optional(),
    companyId: id.optional(),
  }),
  who: ['anyone'],
  load: async (tx, { secret, companyId }, { now, secrets }) => {
    const offer = await loadOffer(tx, secrets.hash(secret), now)
    const [only, ...others] = offer?.places ?? []
    const chosen = companyId
      ? offer?.places.find(({ company }) => company.id === companyId)
      : others.length === 0
        ? only
        : undefined
    const joining = offer && chosen && (await loadJoining(tx, offer.email, chosen.company, now))
    const account = joining?.account
    return { offer, chosen, joining, sessions: account ? await tx.sessions.list({ userId: account.id }) : [] }
  },
  decide: ({ offer, chosen, joining, sessions }, { name, phone, country, language, companyId }, context) => {
    if (context.actor.channel !== 'web') return refuse('not_allowed')
    if (!offer) return refuse('link_used_or_expired')
    if (!joining) return refuse(offer.places.length > 0 && !companyId ? 'choose_company' : 'company_not_offered')
    // A block ends what somebody may do by himself, also at a sister company. Another company's administrator may think otherwise.
    if (joining.account?.status === 'blocked' && offer.how === 'free') return refuse('is_blocked')
    if (chosen?.requiredConnectionId) return refuse('single_sign_on_required')
    const details = { name, phone, country, language: language ?? offer.language }
    const joined = joinCompany(joining, details, 'free_registration', context)
    if ('ok' in joined) return joined
    const { user, writes, full } = joined
    const { session, secret } = startSession(user, { how: 'registration' }, context)
    const about = { companyId: user.companyId, userId: user.id }
    return accept(
      {
        save: { ...writes.save, sessions: [session] },
        remove: { ...writes.remove, sessions: sessions.map(({ id: sessionId }) => sessionId) },
        events: [...writes.events, { type: 'sign_in.succeeded', ...about, how: 'registration' }],
      },
      {
        ...about,
        company: joining.company.name,
        /** For the cookie. */
        session: secret,
        full: full.map((licence) => licence.name),
      },
    )
  },
})
