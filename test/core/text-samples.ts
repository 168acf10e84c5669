import { type Company, defaultSettings } from '../../src/companies/company.ts'
import { proofOf } from '../../src/companies/domain.ts'
import type { DomainEvent, EventOf, EventType } from '../../src/kernel/event.ts'
import type { Licence } from '../../src/licences/licence.ts'
import type { Group } from '../../src/provisioning/group.ts'
import type { Person } from '../../src/provisioning/people.ts'
import type { Notice, NoticeType, Texts } from '../../src/texts/texts.ts'
import type { Invited } from '../../src/users/invite-users.ts'
import type { User } from '../../src/users/user.ts'

type HasFunctions<T> = T extends string
  ? false
  : T extends (...given: never[]) => unknown
    ? true
    : { [K in keyof T]: HasFunctions<T[K]> }[keyof T]

/** Some arguments for every function among the texts: a new text without a sample does not compile. */
type Samples<T> = T extends (...given: infer Given) => unknown
  ? readonly Given[]
  : { readonly [K in keyof T as true extends HasFunctions<T[K]> ? K : never]: Samples<T[K]> }

// Names that are no word in either language, so that the words around them can be looked at.
const at = '2026-03-01T09:30:00.000Z'
const lastMinute = '2026-03-01T22:59:59.999Z'
const licence = 'Bouw-X'
const reference = 'R-7K4Q'
const email = 'anna@acme.example'
const company = 'Acme'
const domain = 'acme.example'
const person = 'Anna Vermeulen'

const olga = {
  id: 'o1',
  email: 'olga@uitgever.example',
  name: 'Olga',
  hasSecondFactor: true,
  recoveryCodesLeft: 8,
  isLocked: false,
  addedAt: at,
}

const boughtLicence: Licence = {
  id: 'l1',
  companyId: 'c1',
  name: licence,
  companyWide: false,
  shown: true,
  standards: [],
  createdAt: at,
}

const boughtFor: Company = {
  id: 'c1',
  name: company,
  contact: {},
  language: 'nl',
  settings: defaultSettings,
  createdAt: at,
}

const anna: User = {
  id: 'u1',
  companyId: 'c1',
  email,
  name: person,
  language: 'nl',
  role: 'user',
  status: 'registered',
  createdAt: at,
}

const provisionedAnna: Person = {
  id: 'p1',
  connectionId: 'k1',
  userId: 'u1',
  linkedAt: at,
  provisioned: {
    companyId: 'c1',
    userName: email,
    emails: [email],
    active: true,
    attributes: {},
    version: 1,
    createdAt: at,
    changedAt: at,
  },
}

const readers: Group = {
  id: 'g1',
  connectionId: 'k1',
  companyId: 'c1',
  displayName: 'Norm-X',
  version: 1,
  createdAt: at,
  changedAt: at,
}

const invitedInAllWays: Invited = {
  results: [
    ...(['invited', 'already_invited', 'already_user'] as const).map((outcome) => ({ email, outcome, userId: 'u1' })),
    { email, refused: { ok: false, code: 'email_malformed', detail: { email } } },
  ],
}

const ofUser = { companyId: 'c1', userId: 'u1' }
const ofRequest = { ...ofUser, requestId: 'r1' }
const ofLicence = { companyId: 'c1', licenceId: 'l1' }
const ofConnection = { connectionId: 'k1', companyIds: ['c1'] }

/** Each event in the forms in which it is told differently. */
const events: { readonly [T in EventType]: readonly EventOf<T>[] } = {
  'company.added': [{ type: 'company.added', companyId: 'c1' }],
  'company.changed': [{ type: 'company.changed', companyId: 'c1' }],
  'domain.allowed': [
    { type: 'domain.allowed', companyId: 'c1', domain, how: 'operator' },
    { type: 'domain.allowed', companyId: 'c1', domain, how: 'dns' },
  ],
  'domain.proof_started': [{ type: 'domain.proof_started', companyId: 'c1', domain }],
  'domain.proof_missing': [{ type: 'domain.proof_missing', companyId: 'c1', domain, since: at }],
  'domain.lost': [{ type: 'domain.lost', companyId: 'c1', domain }],
  'domain.removed': [{ type: 'domain.removed', companyId: 'c1', domain }],
  'user.invited': [{ type: 'user.invited', ...ofUser }],
  'user.invitation_resent': [{ type: 'user.invitation_resent', ...ofUser }],
  'user.invitation_expired': [{ type: 'user.invitation_expired', ...ofUser }],
  'user.registered': (['invitation', 'free_registration', 'provisioning'] as const).map((how) => ({
    type: 'user.registered',
    ...ofUser,
    how,
  })),
  'user.changed': [{ type: 'user.changed', ...ofUser }],
  'user.role_changed': [
    { type: 'user.role_changed', ...ofUser, role: 'administrator' },
    { type: 'user.role_changed', ...ofUser, role: 'administrator', until: at },
    { type: 'user.role_changed', ...ofUser, role: 'user' },
  ],
  'user.role_ended': [{ type: 'user.role_ended', ...ofUser }],
  'user.blocked': [{ type: 'user.blocked', ...ofUser }],
  'user.unblocked': [{ type: 'user.unblocked', ...ofUser }],
  'user.removed': [{ type: 'user.removed', ...ofUser }],
  'user.switched': [{ type: 'user.switched', ...ofUser, fromCompanyId: 'c2' }],
  'licence.assigned': [{ type: 'licence.assigned', ...ofLicence }],
  'licence.changed': [{ type: 'licence.changed', ...ofLicence }],
  'licence.switched': [
    { type: 'licence.switched', ...ofLicence, companyWide: true, shown: false },
    { type: 'licence.switched', ...ofLicence, companyWide: false, shown: true },
  ],
  'licence.expired': [{ type: 'licence.expired', ...ofLicence }],
  'standard.added': [{ type: 'standard.added', ...ofLicence, number: 'NEN 1010', requestId: 'r1' }],
  'access.given': [
    { type: 'access.given', ...ofUser, licenceId: 'l1', grantId: 'g1' },
    { type: 'access.given', ...ofUser, licenceId: 'l1', grantId: 'g1', until: lastMinute },
  ],
  'access.ended': (['withdrawn', 'ended', 'group', 'blocked', 'removed', 'switched'] as const).map((because) => ({
    type: 'access.ended',
    ...ofUser,
    licenceId: 'l1',
    because,
  })),
  'request.made': [{ type: 'request.made', ...ofRequest }],
  'request.approved': [{ type: 'request.approved', ...ofRequest }],
  'request.declined': [{ type: 'request.declined', ...ofRequest }],
  'request.taken': [{ type: 'request.taken', ...ofRequest, by: 'u1' }],
  'request.withdrawn': [{ type: 'request.withdrawn', ...ofRequest }],
  'request.expired': [{ type: 'request.expired', ...ofRequest }],
  'request.reminded': [{ type: 'request.reminded', ...ofRequest }],
  'requests.waiting': [1, 12].map((waiting) => ({ type: 'requests.waiting', companyId: 'c1', waiting })),
  'connection.added': [{ type: 'connection.added', ...ofConnection }],
  'connection.changed': [{ type: 'connection.changed', ...ofConnection }],
  'connection.removed': [{ type: 'connection.removed', ...ofConnection }],
  'provisioning.token_made': [{ type: 'provisioning.token_made', companyId: 'c1', connectionId: 'k1', tokenId: 't1' }],
  'provisioning.token_ended': [
    { type: 'provisioning.token_ended', companyId: 'c1', connectionId: 'k1', tokenId: 't1' },
  ],
  'provisioning.administrator_kept': [
    { type: 'provisioning.administrator_kept', companyId: 'c1', connectionId: 'k1', userId: 'u1' },
  ],
  'delivery.repeated': [{ type: 'delivery.repeated', companyId: 'c1', messageIds: ['m1'] }],
  'operator.added': [{ type: 'operator.added', companyIds: [], operatorId: 'o1' }],
  'operator.removed': [{ type: 'operator.removed', companyIds: [], operatorId: 'o1' }],
  'operator.enrolled': [{ type: 'operator.enrolled', companyIds: [], operatorId: 'o1' }],
  'operator.signed_in': [
    { type: 'operator.signed_in', companyIds: [], operatorId: 'o1', how: 'code' },
    { type: 'operator.signed_in', companyIds: [], operatorId: 'o1', how: 'recovery' },
  ],
  'operator.locked': [{ type: 'operator.locked', companyIds: [], operatorId: 'o1' }],
  'operator.unlocked': [{ type: 'operator.unlocked', companyIds: [], operatorId: 'o1' }],
  'webhook.added': [{ type: 'webhook.added', companyIds: ['c1'], webhookId: 'w1' }],
  'webhook.removed': [{ type: 'webhook.removed', companyIds: [], webhookId: 'w1' }],
  'group.added': [{ type: 'group.added', companyId: 'c1', connectionId: 'k1', groupId: 'g1' }],
  'group.changed': [{ type: 'group.changed', companyId: 'c1', connectionId: 'k1', groupId: 'g1' }],
  'group.removed': [{ type: 'group.removed', companyId: 'c1', connectionId: 'k1', groupId: 'g1' }],
  'connection.certificate_ending': [
    { type: 'connection.certificate_ending', companyId: 'c1', connectionId: 'k1', endsAt: at },
  ],
  'identity.linked': [{ type: 'identity.linked', ...ofUser, connectionId: 'k1' }],
  'identity.released': [{ type: 'identity.released', ...ofUser }],
  'identity.refused': [{ type: 'identity.refused', ...ofUser, connectionId: 'k1' }],
  'sign_in.succeeded': (['assertion', 'link', 'registration'] as const).map((how) => ({
    type: 'sign_in.succeeded',
    ...ofUser,
    how,
  })),
  'sign_in.refused': [{ type: 'sign_in.refused', ...ofConnection, reason: 'expired_x', code: '4F7Q' }],
  'sign_in.ended': [{ type: 'sign_in.ended', ...ofUser }],
  'workspace.channel_chosen': [true, false].map((on) => ({
    type: 'workspace.channel_chosen',
    companyId: 'c1',
    workspaceId: 'w1',
    on,
  })),
  'workspace.connected': [{ type: 'workspace.connected', companyId: 'c1', workspaceId: 'w1' }],
  'workspace.installed': [{ type: 'workspace.installed', companyId: 'c1', installationId: 'i1' }],
  'workspace.uninstalled': [{ type: 'workspace.uninstalled', companyIds: ['c1'], installationId: 'i1' }],
  'workspace.disconnected': [{ type: 'workspace.disconnected', companyId: 'c1', workspaceId: 'w1' }],
  'chat_account.confirmed': [{ type: 'chat_account.confirmed', ...ofUser, chatAccountId: 'a1' }],
}

/** Notices to the person and about a person, with every name known and with those that may be unknown left out. */
export const noticesOf = <T extends NoticeType>(type: T, texts: Texts): Notice<T>[] => {
  const known = {
    company,
    person,
    licence,
    subject: texts.card.requestTitle.access(licence),
    reference,
    decidedBy: 'Jan Smit',
    reason: 'geen budget',
    waiting: [{ reference, subject: texts.card.requestTitle.access(licence), person, since: at }],
  }
  return events[type].flatMap((event) => [
    { ...known, event, own: true },
    { ...known, event, own: false },
    { ...known, event, own: true, decidedBy: '', reason: '' },
    { ...known, event, own: false, decidedBy: '', reason: '' },
  ])
}

const nameOf = (id: string | undefined): string =>
  ({ u1: person, l1: licence, c1: company, c2: 'Beta', r1: reference })[id ?? ''] ?? `(${id})`

const nothing: [Record<never, never>][] = [[{}]]

/** Some arguments for every text that takes any. */
export const samplesFor = (texts: Texts): Samples<Texts> => ({
  moment: [[at]],
  day: [[at]],
  until: [[at], [lastMinute]],
  refused: {
    invalid_input: [
      [{ fields: { reason: ['Too big'], 'emails.0': ['Invalid'], 'emails.1': ['Invalid'] } }],
      [{ fields: { '': ['Invalid'] } }],
      [{ fields: {} }],
    ],
    not_allowed: nothing,
    not_signed_in: nothing,
    confirm_first: nothing,
    not_found: nothing,
    customer_number_taken: nothing,
    domain_not_possible: (['malformed', 'public_mail', 'public_suffix'] as const).map((fault) => [{ domain, fault }]),
    domain_already_allowed: [[{ domain }]],
    no_allowed_domain: nothing,
    quiet_hours_incomplete: nothing,
    proof_not_found: [[{ name: `_proof.${domain}`, record: 'proof=1' }]],
    email_malformed: [[{ email: 'anna@@' }]],
    domain_not_allowed: [
      [{ email, domains: [] }],
      [{ email, domains: ['a.example', 'b.example'] }],
      [{ email, domains: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}.example`) }],
    ],
    already_registered: [[{ email }]],
    link_used_or_expired: nothing,
    choose_company: nothing,
    company_not_offered: nothing,
    already_in_company: nothing,
    last_administrator: nothing,
    not_invited: [[{ email }]],
    is_blocked: nothing,
    is_not_blocked: nothing,
    must_be_in_future: [[{ field: 'until' }], [{ field: 'roleUntil' }], [{ field: 'expiresAt' }]],
    licence_name_taken: [[{ name: licence }]],
    licence_expired: [[{ licence }]],
    licence_not_shown: [[{ licence }]],
    no_seats_left: [[{ licence, seats: 20 }]],
    already_has_access: [[{ licence }]],
    has_no_access: [[{ licence }]],
    comes_with_company_wide: [[{ licence }]],
    reason_mandatory: nothing,
    nothing_to_ask: nothing,
    already_requested: [[{ reference }]],
    already_in_collection: [[{ number: 'NEN 1010', licence }]],
    choose_licence: nothing,
    own_request: nothing,
    channel_not_here: nothing,
    already_decided: [
      [{ reference, verdict: 'approved', by: person, at }],
      [{ reference, verdict: 'declined', by: '', at }],
    ],
    already_settled: [[{ reference, state: 'withdrawn' }], [{ reference, state: 'expired' }]],
    decided_by_operator: [[{ reference }]],
    metadata_unusable: [[{ why: 'XML?' }]],
    single_sign_on_required: nothing,
    test_sign_in_first: nothing,
    no_break_glass: [[{ company }]],
    connection_shared: nothing,
    two_tokens_already: nothing,
    already_operator: [[{ email: 'olga@uitgever.example' }]],
    wrong_code: [[{ left: 0 }], [{ left: 1 }], [{ left: 4 }]],
    webhook_already_there: nothing,
    already_provisioned: [[{ userName: email }]],
    address_in_use: [[{ email }]],
    changed_meanwhile: nothing,
    group_already_there: [[{ name: 'Norm-X' }]],
    unknown_member: [[{ id: 'p1' }]],
    workspace_not_connected: nothing,
    installation_not_asked: nothing,
    sign_in_again: [[{ path: '/step-up?secret=s' }]],
    account_not_vouched: nothing,
    other_chat_account: nothing,
    no_account: [[{ canRegister: true }], [{ canRegister: false }]],
  },
  done: {
    'companies.add': [0, 1, 2].map((invited) => [{ id: 'c1', name: company, domains: [domain], invited }]),
    'companies.change': [[boughtFor]],
    'domains.allow': [[{ id: 'd1', companyId: 'c1', domain, state: 'verified', how: 'operator' }]],
    'domains.remove': [[{ domain }]],
    'domains.start_proof': [[{ domain, ...proofOf(domain, 'X1') }]],
    'domains.check_proof': [[{ domain }]],
    'users.invite': [[invitedInAllWays]],
    'users.invite_list': [[invitedInAllWays]],
    'users.resend': [[{ userId: 'u1', email, until: at }]],
    'registrations.finish': [
      [{ companyId: 'c1', userId: 'u1', company, session: 'X', full: [] }],
      [{ companyId: 'c1', userId: 'u1', company, session: 'X', full: [licence, 'Zorg-X'] }],
    ],
    'registrations.start': [[{}]],
    'users.change_own': [[anna]],
    'users.leave': [[{ name: person }]],
    'users.switch_company': [[{ id: 'c1', name: company }]],
    'users.change': [[anna], [{ ...anna, name: '' }]],
    'users.block': [[{ name: person }]],
    'users.unblock': [[{ name: person }]],
    'users.remove': [[{ name: person }]],
    'licences.assign': [[boughtLicence]],
    'licences.change': [[boughtLicence]],
    'licences.set_switches': [
      [{ licence: boughtLicence, approved: 0 }],
      [{ licence: { ...boughtLicence, companyWide: true, shown: false }, approved: 1 }],
      [{ licence: { ...boughtLicence, companyWide: true }, approved: 3 }],
    ],
    'access.give': [[{ name: person, licence }]],
    'access.end': [[{ name: person, licence }]],
    'requests.ask_access': [[{ id: 'r1', reference }]],
    'requests.ask_standard': [[{ id: 'r1', reference }]],
    'requests.ask_domain': [[{ id: 'r1', reference }]],
    'requests.decide': [
      [{ results: [{ asked: reference, ok: true, id: 'r1', reference, verdict: 'approved' }] }],
      [
        {
          results: [
            { asked: reference, ok: true, id: 'r1', reference, verdict: 'declined' },
            { asked: 'R-0000', ok: false, refused: { ok: false, code: 'not_found', detail: {} } },
          ],
        },
      ],
    ],
    'requests.take': [[{ id: 'r1', reference }]],
    'requests.withdraw': [[{ id: 'r1', reference }]],
    'connections.add': [[{ id: 'k1' }]],
    'connections.change': [[{ id: 'k1' }]],
    'connections.remove': [[{ id: 'k1' }]],
    'connections.try_mapping': [
      [
        {
          groups: [],
          person: 'Anna',
          role: { before: 'user', after: 'user' },
          gives: [],
          takes: [],
          full: [],
          keptLast: false,
        },
      ],
    ],
    'set_ups.start': [[{ path: '/set-up?secret=s', until: at }]],
    'set_ups.open': [[{ id: 's1' }]],
    'set_ups.take_metadata': [[{ entityId: 'https://idp.example' }]],
    'set_ups.choose_attributes': [[{}]],
    'set_ups.start_proof': [[{ domain, name: `_toegang.${domain}`, record: 'toegang-proof=x' }]],
    'set_ups.check_proof': [[{ domain }]],
    'set_ups.turn_on': [[{ id: 'k1' }]],
    'connections.claim_metadata': [[{}]],
    'connections.refresh_metadata': [[{ changed: true }], [{ changed: false }]],
    'own_keys.make': [[{ made: true }], [{ made: false }]],
    'own_keys.rotate': [[{ step: 'started' }], [{ step: 'finished' }]],
    'identities.release': [[{ name: person }]],
    'delivery.send_again': [[{ sent: 1 }], [{ sent: 2 }]],
    'secrets.reseal': [[{ resealed: 3, unopened: 0 }]],
    'operators.add': [[olga]],
    'operators.remove': [[{ id: 'o1', email: 'olga@uitgever.example' }]],
    'operators.unlock': [[olga]],
    'operators.start_sign_in': [[{}]],
    'operators.open_link': [[{ session: 's' }]],
    'operators.give_code': [[{ entered: true, session: 's' }], [{ entered: false, left: 3 }]],
    'operators.touch': [[{}]],
    'operators.sign_out': [[{}]],
    'webhooks.add': [[{ id: 'w1', secret: 's1' }]],
    'webhooks.remove': [[{ id: 'w1' }]],
    'webhooks.replay': [[{ sent: 3, next: undefined }]],
    'provisioning.make_token': [[{ id: 't1', connectionId: 'k1', token: 's1' }]],
    'provisioning.end_token': [[{ id: 't1' }]],
    'provisioning.add_person': [[provisionedAnna]],
    'provisioning.change_person': [[provisionedAnna]],
    'provisioning.remove_person': [[{ id: 'p1' }]],
    'provisioning.add_group': [[readers]],
    'provisioning.change_group': [[readers]],
    'provisioning.remove_group': [[{ id: 'g1' }]],
    'sign_in.start': [[{ kind: 'link' }], [{ kind: 'connection', connectionId: 'k1' }]],
    'sign_in.by_link': [[{ session: 's1', returnTo: '/', userId: 'u1' }]],
    'sign_in.request': [[{ expiresAt: at }]],
    'sign_in.refuse': [[{ reason: 'sig.missing', code: 'T-8H2KQ' }]],
    'sign_in.hold': [[{ held: true, secret: 's1' }], [{ held: false, reason: 'saml.replay', code: 'T-8H2KQ' }]],
    'sign_in.finish': [
      [
        {
          signedIn: true,
          session: 's1',
          returnTo: '/',
          userId: 'u1',
          companyId: 'c1',
          isNew: false,
          code: 'T-8H2KQ',
        },
      ],
      [{ signedIn: false, choose: [{ companyId: 'c1', name: company }] }],
      [{ signedIn: false, proved: true, returnTo: '/' }],
      [{ signedIn: false, reason: 'sso.expired', code: 'T-8H2KQ' }],
    ],
    sign_out: [[{}]],
    'sessions.touch': [[{}]],
    'sessions.end_all': [[{ ended: 1 }], [{ ended: 2 }]],
    'sessions.end_by_index': [[{ ended: 1 }]],
    'workspaces.connect': [[{ workspaceId: 'W1', name: company }]],
    'step_ups.agree': [[{}]],
    'step_ups.return': [[{}]],
    'installations.start': [[{ state: 's' }]],
    'installations.finish': [[{ name: company }]],
    'installations.end': [[{}]],
    'installations.start_renewal': [[{}]],
    'installations.renew': [[{}]],
    'workspaces.disconnect': [[{ workspaceId: 'W1', name: company, sealedTokens: [] }]],
    'chat.meet': [[{}]],
    'chat.leave': [[{}]],
    'chat.open_home': [[{}]],
    'chat.filter_home': [[{}]],
    'chat.use_channel': [[{ on: true }], [{ on: false }]],
    'chat.channel_shared': [[{ done: 2 }]],
    'chat.start_confirmation': [[{ path: '/chat/confirm?secret=x', until: at }]],
    'chat.confirm': [[{ channel: 'slack', workspace: company }]],
  },
  trail: Object.fromEntries(
    Object.entries(events).map(([type, forms]) => [type, forms.map((event: DomainEvent) => [event, nameOf])]),
  ) as unknown as Samples<Texts['trail']>,
  notice: Object.fromEntries(
    (Object.keys(texts.notice) as NoticeType[]).map((type) => [type, noticesOf(type, texts).map((one) => [one])]),
  ) as unknown as Samples<Texts['notice']>,
  linkMail: {
    invitation: [[{ company, invitedBy: person, until: at }], [{ company, until: at }]],
    registration: [[{ until: at }]],
    sign_in: [[{ until: at }]],
  },
  card: {
    requestTitle: { access: [[licence]], standard: [['NEN 1010']], domain: [[domain]], domainRemoval: [[domain]] },
    decidedBy: [
      ['approved', texts.card.byOperator, at],
      ['declined', person, at],
    ],
    withdrawConfirm: [[reference]],
    somethingWrong: [['4F7Q']],
  },
  chat: {
    helpFor: [['everyone'], ['administrator']],
    helpHow: [['X']],
    unknownTitle: [['xyz']],
    didYouMean: [['xyz']],
    noSuchLicence: [['xyz']],
    choiceOfLicences: [[[licence, 'Zorg-X']]],
    alreadyRegistered: [[email]],
    whoamiTitle: [[person]],
    haveAccessUntil: [[at]],
    asked: [[reference]],
    seats: [
      [3, 20],
      [3, undefined],
    ],
    requestsTitle: [
      ['open', 0],
      ['open', 1],
      ['settled', 1],
      ['settled', 2],
      ['mine', 1],
      ['mine', 2],
    ],
    more: [[15, 10]],
    page: [[2, 3]],
    switchText: [[company]],
    noSwitch: [[company]],
    switchTo: [[company]],
    switchConfirm: [[company]],
    usersTitle: [[0], [1], [2]],
    invitationsTitle: [[0], [1], [2]],
    decidedTitle: [
      [1, 0, 0],
      [0, 2, 0],
      [2, 1, 3],
    ],
    invitedTitle: [
      [0, 0],
      [1, 0],
      [2, 1],
    ],
  },
  operator: { manyStandards: [[501]], heldBy: [[company]] },
  web: {
    form: { mistakeIn: [[texts.web.frame.requests]] },
    trail: { following: [[5]] },
    inviteList: {
      counts: [
        [1, 0],
        [2, 1],
      ],
      invite: [[1], [2]],
      done: [[1, 2]],
    },
    signIn: { connection: [[1]] },
    register: {
      complete: [
        [email, company],
        [email, undefined],
      ],
      leaves: [[company]],
      signInAt: [[company]],
    },
    confirm: { question: [[person, 'Slack', company]] },
    stepUp: { question: [[licence, 'Slack']] },
    home: { hello: [[person]], decide: [[1], [2]] },
    profile: {
      inCompany: [[company]],
      signedIn: [
        ['assertion', at],
        ['link', at],
        ['registration', at],
      ],
    },
    general: {
      people: [[3, 2, 1]],
      verified: [
        ['operator', texts.day(at), undefined],
        ['dns', texts.day(at), person],
        ['dns', texts.day(at), undefined],
      ],
      missing: [[texts.day(at)]],
    },
    licences: {
      lasts: [[lastMinute]],
      companyWideEffect: [
        [1, 0],
        [20, 1],
        [20, 2],
      ],
      everybody: [[1], [20]],
      given: [
        [at, person],
        [at, undefined],
      ],
    },
    requests: { pick: [[reference]] },
    figures: { median: [[0.5], [5], [70]], week: [[at]], table: [[texts.web.figures.requests]] },
    delivery: { request: [[reference]] },
    provisioning: { made: [[at]] },
    connections: {
      connectText: [[company]],
      installUnasked: [[company]],
      refusedBySlack: [['oeps']],
      connect: [['Slack']],
      connectedOn: [[at]],
      unreachable: [['Slack']],
      notSetUp: [['Slack']],
      people: [[1], [2]],
      metadataFault: [['unreachable']],
    },
  },
  setUp: {
    title: [[company]],
    read: [['https://idp.example']],
    red: [['T-8H2KQ']],
    linkText: [[texts.until(at)]],
    place: [['Okta']],
  },
})

export interface Said {
  /** Where among the texts, for instance `refused.not_found`. */
  readonly where: string
  readonly text: string
}

/** Every text of a language, as it comes out for the samples. */
export const everythingSaid = (texts: Texts): Said[] => {
  const { language: _language, ...words } = texts
  return said(words, samplesFor(texts), '')
}

const said = (text: unknown, samples: unknown, where: string): Said[] => {
  if (typeof text === 'string') return [{ where, text }]
  if (typeof text === 'function')
    return (samples as readonly (readonly unknown[])[]).flatMap((given) => said(text(...given), undefined, where))
  return Object.entries(text as object).flatMap(([key, one]) =>
    said(one, (samples as { readonly [key: string]: unknown } | undefined)?.[key], where ? `${where}.${key}` : key),
  )
}
