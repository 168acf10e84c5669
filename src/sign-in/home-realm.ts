import * as z from 'zod'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import { typedAddress } from '../kernel/input.ts'
import { later } from '../kernel/instant.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { languages } from '../texts/language.ts'
import { readAddress } from '../users/address.ts'
import { belongs } from '../users/belongs.ts'
import type { User } from '../users/user.ts'
import { mayUseLink } from './may-use-link.ts'
import { returnTo } from './return-to.ts'

/** Where a domain leads. It says nothing about people, and names no company. */
export type Realm =
  | { readonly kind: 'connection'; readonly connectionId: string }
  /** Several connections, or one beside companies that have none; `link` offers the e-mail. */
  | { readonly kind: 'choose'; readonly connections: readonly { readonly id: string }[]; readonly link: boolean }
  | { readonly kind: 'link' }

const minutes = 10
/** Waiting links of one person; who asks for more gets none, and the same answer. */
const mostLinks = 3

/**
 * Sign-in starts with an address (home-realm discovery). The answer follows from its domain alone, so it is the same for people who
 * exist and people who don't. Where it is `link`, or `by` asks for it, a mail goes out to a registered user who may sign in that way.
 */
export const startSignIn = defineCommand({
  name: 'sign_in.start',
  input: z.object({
    email: typedAddress,
    returnTo,
    language: z.enum(languages).optional(),
    /** A link whatever the domain: the way in of break-glass administrators. */
    by: z.literal('link').optional(),
  }),
  who: ['anyone'],
  load: async (tx, { email, by }, { names, now }) => {
    const address = readAddress(email, names)
    if (!address) return undefined
    const realm: Realm = by === 'link' ? { kind: 'link' } : await realmOf(tx, address.domain)
    const [user] = await tx.users.list({ email: address.address, status: 'registered' })
    const mayHave = user && realm.kind === 'link' && (await belongs(tx, user)) && (await mayUseLink(tx, user))
    const waiting = mayHave ? await tx.signInLinks.count({ userId: user.id, expiresAt: { from: now } }) : 0
    return { realm, mailTo: mayHave && waiting < mostLinks ? user : undefined }
  },
  decide: (facts, input, context) => {
    if (context.actor.channel !== 'web') return refuse('not_allowed')
    if (!facts) return refuse('email_malformed', { email: input.email })
    const { realm, mailTo } = facts
    if (!mailTo) return accept({}, realm)
    return accept(linkFor(mailTo, input, context), realm)
  },
})

const realmOf = async (tx: ReadTx, domain: string): Promise<Realm> => {
  const holders = await tx.domains.list({ domain, state: 'verified' })
  const found = (await Promise.all(holders.map(({ companyId }) => tx.connections.list({ companyId })))).map(
    (connections) => connections.filter(({ draft }) => !draft),
  )
  const link = found.some((connections) => connections.length === 0)
  const connections = [...new Set(found.flat().map(({ id }) => id))].map((id) => ({ id }))
  const [first, ...others] = connections
  if (!first) return { kind: 'link' }
  return others.length === 0 && !link
    ? { kind: 'connection', connectionId: first.id }
    : { kind: 'choose', connections, link }
}

/** A link that signs this user in, and the mail that brings it. */
export const linkFor = (
  user: User,
  input: { readonly returnTo: string; readonly language?: User['language'] | undefined },
  { now, newId, secrets }: Context,
) => {
  const secret = secrets.make()
  const expiresAt = later(now, { minutes })
  const language = input.language ?? user.language
  const link = {
    id: newId(),
    secretHash: secrets.hash(secret),
    userId: user.id,
    returnTo: input.returnTo,
    language,
    expiresAt,
  }
  return {
    save: { signInLinks: [link] },
    send: [
      {
        kind: 'link_mail' as const,
        mail: 'sign_in' as const,
        to: { name: user.name, address: user.email },
        language,
        link: secrets.seal(`/login/link?secret=${secret}`),
        about: { until: expiresAt },
      },
    ],
  }
}
