/** Every command and query in reading order: the table of contents of the product. */
import { channelShared, useChannel } from './chat/approvals-channel.ts'
import { confirmAccount, showConfirmation, startConfirmation } from './chat/confirm-account.ts'
import { connectWorkspace, disconnectWorkspace, listWorkspaces } from './chat/connect-workspace.ts'
import { filterHome } from './chat/filter-home.ts'
import {
  endInstallation,
  expectInstallation,
  finishInstallation,
  renewInstallation,
  showInstallation,
  startInstallation,
  startRenewal,
} from './chat/install.ts'
import { leaveAccount } from './chat/leave.ts'
import { listUnmet } from './chat/list-unmet.ts'
import { meetAccount, whoAmI } from './chat/meet.ts'
import { openHome } from './chat/open-home.ts'
import { previewLink } from './chat/preview-link.ts'
import { addCompany } from './companies/add-company.ts'
import { allowDomain, removeDomain } from './companies/allow-domain.ts'
import { changeCompany } from './companies/change-company.ts'
import { companyFigures } from './companies/company-figures.ts'
import { listCompanies } from './companies/list-companies.ts'
import { checkProof, startProof } from './companies/prove-domain.ts'
import { recheckDomains } from './companies/recheck-domains.ts'
import { showCompany } from './companies/show-company.ts'
import { assignLicence, changeLicence } from './licences/assign-licence.ts'
import { evaluateAccess } from './licences/evaluate-access.ts'
import { findLicences, lookAtLicence } from './licences/find-licences.ts'
import { endAccess, giveAccess } from './licences/give-access.ts'
import { listCompanyLicences } from './licences/list-company-licences.ts'
import { listLicences, showLicence } from './licences/list-licences.ts'
import { searchAccess, searchUsersWithAccess } from './licences/search-access.ts'
import { setSwitches } from './licences/set-switches.ts'
import { endGrants, expireLicences } from './licences/sweep-licences.ts'
import { addOperator, listOperators, removeOperator, unlockOperator } from './operators/manage-operators.ts'
import { resealSecrets } from './operators/reseal-secrets.ts'
import { giveCode, showSecondFactor } from './operators/second-factor.ts'
import {
  openOperatorLink,
  signOutOperator,
  startOperatorSignIn,
  touchOperatorSession,
} from './operators/sign-in-operator.ts'
import { addPerson } from './provisioning/add-person.ts'
import { addGroup, changeGroup, removeGroup } from './provisioning/change-groups.ts'
import { changePerson } from './provisioning/change-person.ts'
import { findGroups, showGroup } from './provisioning/find-groups.ts'
import { findPeople, showPerson } from './provisioning/find-people.ts'
import { endToken, listTokens, makeToken } from './provisioning/make-token.ts'
import { removePerson } from './provisioning/remove-person.ts'
import { decideRequests } from './requests/decide-requests.ts'
import { makeDigests } from './requests/digest.ts'
import { listDomainRequests } from './requests/list-domain-requests.ts'
import { exportRequests, listRequests, showRequest } from './requests/list-requests.ts'
import { askAccess, askDomain, askStandard } from './requests/make-request.ts'
import { showInChannel } from './requests/show-in-channel.ts'
import { expireRequests, remindRequests } from './requests/sweep.ts'
import { takeRequest } from './requests/take-request.ts'
import { listWaiting } from './requests/waiting.ts'
import { withdrawRequest } from './requests/withdraw-request.ts'
import { addConnection } from './sign-in/add-connection.ts'
import { agreeStepUp, returnToStepUp, showStepUp } from './sign-in/agree-step-up.ts'
import { noticeCertificates } from './sign-in/certificate-notice.ts'
import { changeConnection } from './sign-in/change-connection.ts'
import { cleanUpSignIns } from './sign-in/clean-up-sign-ins.ts'
import { isBeingSetUp, setUpAttributes, setUpMetadata, showSetUp, turnOn } from './sign-in/do-set-up.ts'
import { endAllSessions, endSessionsByIndex, signOut, touchSession } from './sign-in/end-sessions.ts'
import { finishSignIn } from './sign-in/finish-sign-in.ts'
import { openSetUp, startSetUp } from './sign-in/hand-over-set-up.ts'
import { holdSignIn } from './sign-in/hold-sign-in.ts'
import { startSignIn } from './sign-in/home-realm.ts'
import { makeOwnKey, renewOwnKeys, rotateOwnKey } from './sign-in/keep-own-keys.ts'
import { listSessions, whoIsSignedIn } from './sign-in/list-sessions.ts'
import { claimMetadata, listDueMetadata, refreshMetadata } from './sign-in/refresh-metadata.ts'
import { refuseMessage } from './sign-in/refuse-message.ts'
import { releaseIdentity } from './sign-in/release-identity.ts'
import { removeConnection } from './sign-in/remove-connection.ts'
import { requestSignIn } from './sign-in/request-sign-in.ts'
import { setUpCheckProof, setUpStartProof } from './sign-in/set-up-domain.ts'
import { listConnections, ownConnection, showConnection } from './sign-in/show-connections.ts'
import { showLink, signInByLink } from './sign-in/sign-in-by-link.ts'
import { tryMapping } from './sign-in/try-mapping.ts'
import { listFailed, sendAgain } from './trail/failed-messages.ts'
import { exportTrail, searchTrail } from './trail/search-trail.ts'
import { blockUser, unblockUser } from './users/block-user.ts'
import { changeOwn, changeUser } from './users/change-user.ts'
import { endRoles } from './users/end-roles.ts'
import { expireInvitations, expireRegistrations } from './users/expire-invitations.ts'
import { finishRegistration } from './users/finish-registration.ts'
import { inviteList, inviteUsers, previewList } from './users/invite-users.ts'
import { me, myData } from './users/my-data.ts'
import { leave, removeUser } from './users/remove-user.ts'
import { resendInvitation } from './users/resend-invitation.ts'
import { searchUsers } from './users/search-users.ts'
import { showRegistration } from './users/show-registration.ts'
import { showUser } from './users/show-user.ts'
import { startRegistration } from './users/start-registration.ts'
import { listSwitchable, switchCompany } from './users/switch-company.ts'
import { addWebhook, listWebhooks, removeWebhook, replayWebhook } from './webhooks/manage-webhooks.ts'

export const commands = {
  // companies
  'companies.add': addCompany,
  'companies.change': changeCompany,
  'domains.allow': allowDomain,
  'domains.remove': removeDomain,
  'domains.start_proof': startProof,
  'domains.check_proof': checkProof,
  // users
  'users.invite': inviteUsers,
  'users.invite_list': inviteList,
  'users.resend': resendInvitation,
  'registrations.start': startRegistration,
  'registrations.finish': finishRegistration,
  'users.switch_company': switchCompany,
  'users.change': changeUser,
  'users.change_own': changeOwn,
  'users.block': blockUser,
  'users.unblock': unblockUser,
  'users.remove': removeUser,
  'users.leave': leave,
  // licences
  'licences.assign': assignLicence,
  'licences.change': changeLicence,
  'licences.set_switches': setSwitches,
  'access.give': giveAccess,
  'access.end': endAccess,
  // requests
  'requests.ask_access': askAccess,
  'requests.ask_standard': askStandard,
  'requests.ask_domain': askDomain,
  'requests.decide': decideRequests,
  'requests.take': takeRequest,
  'requests.withdraw': withdrawRequest,
  // sign-in
  'connections.add': addConnection,
  'connections.change': changeConnection,
  'connections.remove': removeConnection,
  'connections.try_mapping': tryMapping,
  'set_ups.start': startSetUp,
  'set_ups.open': openSetUp,
  'set_ups.take_metadata': setUpMetadata,
  'set_ups.choose_attributes': setUpAttributes,
  'set_ups.start_proof': setUpStartProof,
  'set_ups.check_proof': setUpCheckProof,
  'set_ups.turn_on': turnOn,
  'connections.claim_metadata': claimMetadata,
  'connections.refresh_metadata': refreshMetadata,
  'own_keys.make': makeOwnKey,
  'own_keys.rotate': rotateOwnKey,
  'identities.release': releaseIdentity,
  'sign_in.start': startSignIn,
  'sign_in.by_link': signInByLink,
  'sign_in.request': requestSignIn,
  'sign_in.refuse': refuseMessage,
  'sign_in.hold': holdSignIn,
  'sign_in.finish': finishSignIn,
  sign_out: signOut,
  'sessions.touch': touchSession,
  'sessions.end_all': endAllSessions,
  'sessions.end_by_index': endSessionsByIndex,
  // provisioning
  'provisioning.make_token': makeToken,
  'provisioning.end_token': endToken,
  'provisioning.add_person': addPerson,
  'provisioning.change_person': changePerson,
  'provisioning.remove_person': removePerson,
  'provisioning.add_group': addGroup,
  'provisioning.change_group': changeGroup,
  'provisioning.remove_group': removeGroup,
  // delivery
  'delivery.send_again': sendAgain,
  // operators
  'secrets.reseal': resealSecrets,
  'operators.add': addOperator,
  'operators.remove': removeOperator,
  'operators.unlock': unlockOperator,
  'operators.start_sign_in': startOperatorSignIn,
  'operators.open_link': openOperatorLink,
  'operators.give_code': giveCode,
  'operators.touch': touchOperatorSession,
  'operators.sign_out': signOutOperator,
  // webhooks
  'webhooks.add': addWebhook,
  'webhooks.remove': removeWebhook,
  'webhooks.replay': replayWebhook,
  // chats
  'step_ups.agree': agreeStepUp,
  'step_ups.return': returnToStepUp,
  'workspaces.connect': connectWorkspace,
  'workspaces.disconnect': disconnectWorkspace,
  'installations.start': startInstallation,
  'installations.finish': finishInstallation,
  'installations.end': endInstallation,
  'installations.start_renewal': startRenewal,
  'installations.renew': renewInstallation,
  'chat.meet': meetAccount,
  'chat.leave': leaveAccount,
  'chat.open_home': openHome,
  'chat.filter_home': filterHome,
  'chat.use_channel': useChannel,
  'chat.channel_shared': channelShared,
  'chat.start_confirmation': startConfirmation,
  'chat.confirm': confirmAccount,
} as const

export const queries = {
  // companies
  'companies.show': showCompany,
  'companies.list': listCompanies,
  'companies.figures': companyFigures,
  // users
  'registrations.show': showRegistration,
  'users.switchable': listSwitchable,
  'users.preview_list': previewList,
  'users.search': searchUsers,
  'users.show': showUser,
  'users.me': me,
  'users.my_data': myData,
  // licences
  'licences.list': listLicences,
  'licences.show': showLicence,
  'licences.of_company': listCompanyLicences,
  'licences.find': findLicences,
  'licences.look_at': lookAtLicence,
  'access.evaluate': evaluateAccess,
  'access.search_users': searchUsersWithAccess,
  'access.search_resources': searchAccess,
  // requests
  'requests.list': listRequests,
  'requests.waiting': listWaiting,
  'requests.show': showRequest,
  'requests.in_channel': showInChannel,
  'requests.export': exportRequests,
  'requests.domains': listDomainRequests,
  // sign-in
  'connections.list': listConnections,
  'connections.show': showConnection,
  'set_ups.show': showSetUp,
  'set_ups.exists': isBeingSetUp,
  'connections.metadata_due': listDueMetadata,
  'sign_in.connection': ownConnection,
  'sign_in.show_link': showLink,
  'sessions.list': listSessions,
  'sessions.me': whoIsSignedIn,
  // provisioning
  'provisioning.list_tokens': listTokens,
  'provisioning.show_person': showPerson,
  'provisioning.find_people': findPeople,
  'provisioning.show_group': showGroup,
  'provisioning.find_groups': findGroups,
  // delivery
  'delivery.list': listFailed,
  // operators
  'operators.list': listOperators,
  'operators.show_second_factor': showSecondFactor,
  // webhooks
  'webhooks.list': listWebhooks,
  // chats
  'step_ups.show': showStepUp,
  'workspaces.list': listWorkspaces,
  'installations.expected': expectInstallation,
  'installations.show': showInstallation,
  'chat.whoami': whoAmI,
  'links.preview': previewLink,
  'chat.list_unmet': listUnmet,
  'chat.show_confirmation': showConfirmation,
  // trail
  'trail.search': searchTrail,
  'trail.export': exportTrail,
} as const

/** What time does: commands that the clock runs, often, on every instance at once; each takes what is due and no more. */
export const sweeps = [
  expireRequests,
  remindRequests,
  makeDigests,
  endGrants,
  expireLicences,
  cleanUpSignIns,
  recheckDomains,
  expireInvitations,
  expireRegistrations,
  endRoles,
  noticeCertificates,
  renewOwnKeys,
] as const

export type CommandName = keyof typeof commands
export type QueryName = keyof typeof queries

type Answered<C> = C extends { run(...given: never[]): Promise<infer Outcome> }
  ? Outcome extends { readonly ok: true; readonly result: infer Result }
    ? Result
    : never
  : never

/** What a command answers with when it says yes. */
export type ResultOf<N extends CommandName> = Answered<(typeof commands)[N]>
/** What a query answers with. */
export type FoundOf<N extends QueryName> = Answered<(typeof queries)[N]>
