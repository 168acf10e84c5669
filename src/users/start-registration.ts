import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { typedAddress } from '../kernel/input.ts'
import { type Instant, later } from '../kernel/instant.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { linkFor } from '../sign-in/home-realm.ts'
import { mayUseLink } from '../sign-in/may-use-link.ts'
import { languages } from '../texts/language.ts'
import { readAddress } from './address.ts'
import { belongs } from './belongs.ts'
import type { Registration } from './invitation.ts'
import { placesFor } from './offer.ts'
import type { User } from './user.ts'

const linkLasts = { days: 1 }
/** Within this time an address gets one mail, however often it is given. */
const oneMailPer = { minutes: 2 }

type Mail = 'registration' | { readonly signIn: User } | 'none'

/**
 * Somebody gives an address to register. The answer is the same for known, unknown and refused addresses; what is different is the
 * mail. Whoever was invited, or may register freely, gets a link to go on with; whoever has an account gets a link to sign in;
 * others get nothing. Only what can't be an address at all is refused, which says nothing about anybody.
 */
export const startRegistration = defineCommand({
  name: 'registrations.start',
  input: z.object({ email: typedAddress, language: z.enum(languages).optional() }),
  who: ['anyone'],
  load: async (tx, { email }, { names, now }) => {
    const address = readAddress(email, names)
    if (!address) return undefined
    const [started] = await tx.registrations.list({ email: address.address })
    return { email: address.address, started, mail: await mailFor(tx, address.address, now) }
  },
  decide: (facts, { email: written, language = 'nl' }, context) => {
    const { actor, now, newId, secrets } = context
    if (actor.channel !== 'web') return refuse('not_allowed')
    if (!facts) return looksLikeAddress.test(written) ? accept({}, {}) : refuse('email_malformed', { email: written })
    const { email, started, mail } = facts
    if (mail === 'none' || (started && later(started.startedAt, oneMailPer) > now)) return accept({}, {})
    const secret = secrets.make()
    const registration: Registration = {
      id: started?.id ?? newId(),
      email,
      language,
      secretHash: secrets.hash(secret),
      startedAt: now,
      expiresAt: later(now, linkLasts),
    }
    if (mail !== 'registration') {
      const { save, send } = linkFor(mail.signIn, { returnTo: '/', language }, context)
      // Kept for its moment only: nobody gets to know its secret.
      return accept({ save: { ...save, registrations: [registration] }, send }, {})
    }
    return accept(
      {
        save: { registrations: [registration] },
        send: [
          {
            kind: 'link_mail',
            mail: 'registration',
            to: { name: '', address: email },
            language,
            link: secrets.seal(`/register/complete?secret=${secret}`),
            about: { until: registration.expiresAt },
          },
        ],
      },
      {},
    )
  },
})

const looksLikeAddress = /^[^@]+@.+$/s

const mailFor = async (tx: ReadTx, email: string, now: Instant): Promise<Mail> => {
  const [account] = await tx.users.list({ email, status: ['registered', 'blocked'] })
  const { how, places } = await placesFor(tx, email, now)
  if (how === 'invitation') return 'registration'
  if (account?.status === 'blocked') return 'none'
  // An account whose company lost the domain may register with another company that holds it.
  if (account && (await belongs(tx, account))) return (await mayUseLink(tx, account)) ? { signIn: account } : 'none'
  return places.length > 0 ? 'registration' : 'none'
}
