import type { Role } from '../users/user.ts'
import type { Instant } from './instant.ts'

interface OfCompany {
  readonly companyId: string
}
interface OfDomain extends OfCompany {
  readonly domain: string
}
interface OfUser extends OfCompany {
  readonly userId: string
}
interface OfLicence extends OfCompany {
  readonly licenceId: string
}
/** `userId` is the requester. */
interface OfRequest extends OfUser {
  readonly requestId: string
}
interface OfGroup extends OfCompany {
  readonly connectionId: string
  readonly groupId: string
}
/** No company is that of all of them. */
interface OfWebhook {
  readonly webhookId: string
  readonly companyIds: readonly string[]
}
interface OfOperator {
  readonly operatorId: string
  /** None: an operator is of no company. */
  readonly companyIds: readonly string[]
}
interface OfConnection {
  readonly connectionId: string
  readonly companyIds: readonly string[]
}

/** Everything that can happen. Details hold identifiers, never names or addresses: those can be erased, the trail can't. */
export interface Events {
  'company.added': OfCompany
  'company.changed': OfCompany
  'domain.allowed': OfDomain & { readonly how: 'operator' | 'dns' }
  'domain.proof_started': OfDomain
  'domain.proof_missing': OfDomain & { readonly since: Instant }
  'domain.lost': OfDomain
  'domain.removed': OfDomain
  'user.invited': OfUser
  'user.invitation_resent': OfUser
  'user.invitation_expired': OfUser
  'user.registered': OfUser & { readonly how: 'invitation' | 'free_registration' | 'provisioning' }
  'user.changed': OfUser
  'user.role_changed': OfUser & { readonly role: Role; readonly until?: Instant }
  'user.role_ended': OfUser
  'user.blocked': OfUser
  'user.unblocked': OfUser
  'user.removed': OfUser
  'user.switched': OfUser & { readonly fromCompanyId: string }
  'licence.assigned': OfLicence
  'licence.changed': OfLicence
  'licence.switched': OfLicence & { readonly companyWide: boolean; readonly shown: boolean }
  'licence.expired': OfLicence
  'standard.added': OfLicence & { readonly number: string; readonly requestId: string }
  'access.given': OfUser & {
    readonly licenceId: string
    readonly grantId: string
    readonly until?: Instant
    readonly requestId?: string
  }
  'access.ended': OfUser & {
    readonly licenceId: string
    readonly because: 'withdrawn' | 'ended' | 'group' | 'blocked' | 'removed' | 'switched'
  }
  'request.made': OfRequest
  'request.taken': OfRequest & { readonly by: string }
  'request.approved': OfRequest
  'request.declined': OfRequest
  'request.withdrawn': OfRequest
  'request.expired': OfRequest
  'request.reminded': OfRequest
  /** The digest of a company. */
  'requests.waiting': OfCompany & { readonly waiting: number }
  'connection.added': OfConnection
  'connection.changed': OfConnection
  'connection.removed': OfConnection
  'connection.certificate_ending': OfCompany & { readonly connectionId: string; readonly endsAt: Instant }
  'identity.linked': OfUser & { readonly connectionId: string }
  'identity.released': OfUser
  /** Another company's identity provider asserted this company's user; nothing was linked. */
  'identity.refused': OfUser & { readonly connectionId: string }
  'provisioning.token_made': OfCompany & { readonly connectionId: string; readonly tokenId: string }
  'provisioning.token_ended': OfCompany & { readonly connectionId: string; readonly tokenId: string }
  /** The identity provider ended somebody who must not be missed: the last administrator. */
  'provisioning.administrator_kept': OfUser & { readonly connectionId: string }
  'group.added': OfGroup
  'group.changed': OfGroup
  'group.removed': OfGroup
  'delivery.repeated': OfCompany & { readonly messageIds: readonly string[] }
  'webhook.added': OfWebhook
  'webhook.removed': OfWebhook
  'operator.added': OfOperator
  'operator.removed': OfOperator
  /** The second factor was set up. */
  'operator.enrolled': OfOperator
  'operator.signed_in': OfOperator & { readonly how: 'code' | 'recovery' }
  'operator.locked': OfOperator
  'operator.unlocked': OfOperator
  'sign_in.succeeded': OfUser & { readonly how: 'assertion' | 'link' | 'registration'; readonly connectionId?: string }
  'sign_in.refused': OfConnection & { readonly reason: string; readonly code: string }
  'sign_in.ended': OfUser
  'workspace.connected': OfCompany & { readonly workspaceId: string }
  /** In it requests come as well (`on`), or in no channel. */
  'workspace.channel_chosen': OfCompany & { readonly workspaceId: string; readonly on: boolean }
  /** The app was installed with OAuth, or anew. */
  'workspace.installed': OfCompany & { readonly installationId: string }
  /** It was removed in Slack. */
  'workspace.uninstalled': { readonly companyIds: readonly string[]; readonly installationId: string }
  'workspace.disconnected': OfCompany & { readonly workspaceId: string }
  'chat_account.confirmed': OfUser & { readonly chatAccountId: string }
}

export type EventType = keyof Events

export type EventOf<T extends EventType> = { readonly type: T } & Events[T]

export type DomainEvent = { [T in EventType]: EventOf<T> }[EventType]
