import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import type { Language } from '../texts/language.ts'

export const roles = ['user', 'administrator'] as const
export type Role = (typeof roles)[number]

/** `invited` has not finished registration; `removed` keeps the id alone, so that the trail still points somewhere. */
export const userStatuses = ['invited', 'registered', 'blocked', 'removed'] as const
export type UserStatus = (typeof userStatuses)[number]

/** One person, one account, one verified e-mail address, in one company at a time. */
export interface User {
  readonly id: string
  readonly companyId: string
  /** In its kept form (see `readAddress`); empty for a removed user. */
  readonly email: string
  readonly name: string
  readonly phone?: string
  readonly country?: string
  readonly language: Language
  readonly role: Role
  /** The administrator role ends by itself at this moment. */
  readonly roleUntil?: Instant
  /** The connection whose mapping gave the role, and takes it away. */
  readonly roleMappedBy?: string
  readonly status: UserStatus
  /** Keeps the sign-in link when the company requires single sign-on. */
  readonly breakGlass?: boolean
  /** Invited by name with an address outside the company's domains, so that no domain's loss ends the account. */
  readonly guest?: boolean
  /** The deadline of the invitation, while `invited`. */
  readonly invitedUntil?: Instant
  readonly createdAt: Instant
  readonly registeredAt?: Instant
}

/** Company and status in one, to count by. */
export const standing = ({ companyId, status }: Pick<User, 'companyId' | 'status'>): string => `${companyId} ${status}`

export const userTable = defineTable<User>()({
  keys: {
    id: (user) => user.id,
    companyId: (user) => user.companyId,
    email: (user) => user.email || undefined,
    status: (user) => user.status,
    role: (user) => user.role,
    standing,
  },
  times: { roleUntil: (user) => user.roleUntil, invitedUntil: (user) => user.invitedUntil },
  text: (user) => `${user.name} ${user.email}`,
  sort: (user) => `${user.name.toLowerCase()} ${user.email}`,
  unique: {
    // One account per address. Several companies may invite the same person; finishing one invitation settles it.
    'user.address': (user) => (user.status === 'registered' || user.status === 'blocked' ? user.email : undefined),
    'user.invited_once': (user) => (user.status === 'invited' ? `${user.companyId} ${user.email}` : undefined),
  },
})

/** Whether this user manages the company at that moment. */
export const isAdministrator = (user: User, now: Instant): boolean =>
  user.status === 'registered' &&
  user.role === 'administrator' &&
  (user.roleUntil === undefined || user.roleUntil > now)

/**
 * Whether the company would be left without a lasting administrator if `user` stopped being one. One whose role ends by
 * itself does not count as the one who stays.
 */
export const isLastAdministrator = (user: User, administrators: readonly User[], now: Instant): boolean =>
  isAdministrator(user, now) &&
  !administrators.some((other) => other.id !== user.id && isAdministrator(other, now) && other.roleUntil === undefined)

/**
 * Who becomes break-glass administrator when `user` stops managing the company, so that it keeps one: the first other administrator
 * whose role lasts. Nobody when `user` is none, or when there is another one.
 */
export const heirOfBreakGlass = (user: User, administrators: readonly User[]): User | undefined => {
  const others = administrators.filter((other) => other.id !== user.id && other.roleUntil === undefined)
  const heir = user.breakGlass && !others.some((other) => other.breakGlass) ? others[0] : undefined
  return heir && { ...heir, breakGlass: true }
}
