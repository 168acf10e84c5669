import * as z from 'zod'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { loadOffer } from './offer.ts'

/** The secret of a link in a mail. */
export const linkSecret = z.string().min(1).max(200)

/**
 * What a link from a mail offers: the proved address, what is known about the person, and the companies to choose from. Only here are
 * companies named, since the mailbox is proved. A company with `connectionId` is joined by signing in through that connection.
 */
export const showRegistration = defineQuery({
  name: 'registrations.show',
  input: z.object({ secret: linkSecret }),
  who: ['anyone'],
  answer: async (tx, { secret }, { hash, now }) => {
    const offer = await loadOffer(tx, hash(secret), now)
    if (!offer) return refuse('link_used_or_expired')
    const { email, language, until, how, places } = offer
    if (places.length === 0) return refuse('company_not_offered')
    const [account] = await tx.users.list({ email, status: ['registered', 'blocked'] })
    const leaves = account && (await tx.companies.get(account.companyId))
    const known = account ?? places.find(({ invited }) => invited)?.invited
    return found({
      email,
      how,
      until,
      language,
      name: known?.name || undefined,
      phone: known?.phone,
      country: known?.country,
      companies: places.map(({ company: { id, name }, requiredConnectionId }) => ({
        id,
        name,
        connectionId: requiredConnectionId,
      })),
      /** The company that the person belongs to now, and leaves by finishing. */
      leaves: leaves && { id: leaves.id, name: leaves.name },
    })
  },
})
