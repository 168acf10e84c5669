import type { Texts } from '../texts.ts'
import { day, until } from './dates.ts'

const because = {
  withdrawn: 'ingetrokken door een beheerder',
  ended: 'einddatum bereikt',
  group: 'niet meer in de groep',
  blocked: 'account geblokkeerd',
  removed: 'account verwijderd',
  switched: 'van bedrijf gewisseld',
}
const registered = {
  invitation: 'via een uitnodiging',
  free_registration: 'via vrije registratie',
  provisioning: 'automatisch toegevoegd via de bedrijfskoppeling',
}
const signedIn = {
  assertion: 'via de bedrijfskoppeling',
  link: 'met een link',
  registration: 'bij de registratie',
}
const proved = {
  operator: 'door de klantenservice',
  dns: 'bewezen met een DNS-record',
}

export const trail: Texts['trail'] = {
  'company.added': () => 'Het bedrijf is aangemaakt.',
  'company.changed': () => 'De bedrijfsgegevens of instellingen zijn gewijzigd.',
  'domain.allowed': ({ domain, how }) => `Domein ${domain} is toegestaan, ${proved[how]}.`,
  'domain.proof_started': ({ domain }) => `Het bewijs voor domein ${domain} is gestart.`,
  'domain.proof_missing': ({ domain, since }) => `Het DNS-record van domein ${domain} ontbreekt sinds ${day(since)}.`,
  'domain.lost': ({ domain }) => `Domein ${domain} is niet meer toegestaan: het bewijs is weg.`,
  'domain.removed': ({ domain }) => `Domein ${domain} is verwijderd.`,
  'user.invited': ({ userId }, name) => `Er is een uitnodiging verstuurd aan ${name(userId)}.`,
  'user.invitation_resent': ({ userId }, name) => `De uitnodiging is opnieuw verstuurd aan ${name(userId)}.`,
  'user.invitation_expired': ({ userId }, name) => `De uitnodiging van ${name(userId)} is verlopen.`,
  'user.registered': ({ userId, how }, name) => `De registratie van ${name(userId)} is afgerond, ${registered[how]}.`,
  'user.changed': ({ userId }, name) => `De gegevens van ${name(userId)} zijn gewijzigd.`,
  'user.role_changed': ({ userId, role, until: end }, name) =>
    `De rol van ${name(userId)} is nu ${role === 'administrator' ? 'beheerder' : 'gebruiker'}${end ? `, ${until(end)}` : ''}.`,
  'user.role_ended': ({ userId }, name) => `De tijdelijke beheerdersrol van ${name(userId)} is afgelopen.`,
  'user.blocked': ({ userId }, name) => `Het account van ${name(userId)} is geblokkeerd.`,
  'user.unblocked': ({ userId }, name) => `De blokkade van ${name(userId)} is opgeheven.`,
  'user.removed': ({ userId }, name) => `Het account van ${name(userId)} is verwijderd.`,
  'user.switched': ({ userId, companyId, fromCompanyId }, name) =>
    `Het account van ${name(userId)} is gewisseld van ${name(fromCompanyId)} naar ${name(companyId)}.`,
  'licence.assigned': ({ licenceId }, name) => `Licentie ${name(licenceId)} is toegekend.`,
  'licence.changed': ({ licenceId }, name) => `Licentie ${name(licenceId)} is gewijzigd.`,
  'licence.switched': ({ licenceId, companyWide, shown }, name) =>
    `Licentie ${name(licenceId)} is nu ${companyWide ? 'bedrijfsbreed' : 'niet bedrijfsbreed'} en wordt ${shown ? 'getoond' : 'niet getoond'} aan gebruikers.`,
  'licence.expired': ({ licenceId }, name) => `Licentie ${name(licenceId)} is verlopen.`,
  'standard.added': ({ licenceId, number }, name) => `Norm ${number} is toegevoegd aan licentie ${name(licenceId)}.`,
  'access.given': ({ userId, licenceId, until: end }, name) =>
    `Er is toegang tot ${name(licenceId)} gegeven aan ${name(userId)}${end ? `, ${until(end)}` : ''}.`,
  'access.ended': ({ userId, licenceId, because: why }, name) =>
    `De toegang van ${name(userId)} tot ${name(licenceId)} is beëindigd: ${because[why]}.`,
  'request.made': ({ requestId, userId }, name) => `Aanvraag ${name(requestId)} is gedaan door ${name(userId)}.`,
  'request.taken': ({ requestId, userId, by }, name) =>
    `Aanvraag ${name(requestId)} van ${name(userId)} is opgepakt door ${name(by)}.`,
  'request.approved': ({ requestId, userId }, name) =>
    `Aanvraag ${name(requestId)} van ${name(userId)} is goedgekeurd.`,
  'request.declined': ({ requestId, userId }, name) => `Aanvraag ${name(requestId)} van ${name(userId)} is afgewezen.`,
  'request.withdrawn': ({ requestId, userId }, name) =>
    `Aanvraag ${name(requestId)} is ingetrokken door ${name(userId)}.`,
  'request.expired': ({ requestId, userId }, name) =>
    `Aanvraag ${name(requestId)} van ${name(userId)} is verlopen zonder besluit.`,
  'request.reminded': ({ requestId, userId }, name) =>
    `De beheerders zijn herinnerd aan aanvraag ${name(requestId)} van ${name(userId)}.`,
  'requests.waiting': ({ waiting }) =>
    waiting === 1
      ? 'De beheerders kregen een overzicht: er wacht 1 aanvraag.'
      : `De beheerders kregen een overzicht: er wachten ${waiting} aanvragen.`,
  'connection.added': () => 'Er is een bedrijfskoppeling toegevoegd.',
  'connection.changed': () => 'Een bedrijfskoppeling is gewijzigd.',
  'connection.removed': () => 'Een bedrijfskoppeling is verwijderd.',
  'connection.certificate_ending': ({ endsAt }) =>
    `De certificaten van de identiteitsprovider verlopen op ${day(endsAt)}.`,
  'identity.linked': ({ userId }, name) => `Het account van ${name(userId)} is verbonden met de bedrijfskoppeling.`,
  'identity.released': ({ userId }, name) =>
    `Het account van ${name(userId)} is losgemaakt van de bedrijfskoppeling en wordt bij de volgende keer inloggen opnieuw verbonden.`,
  'identity.refused': ({ userId }, name) =>
    `De koppeling van een ander bedrijf wilde inloggen als ${name(userId)}. Dat is geweigerd.`,
  'provisioning.token_made': () => 'Een sleutel voor automatisch toevoegen is gemaakt.',
  'provisioning.token_ended': () => 'Een sleutel voor automatisch toevoegen is beëindigd.',
  'provisioning.administrator_kept': ({ userId }, name) =>
    `De identiteitsprovider beëindigde het account van ${name(userId)}, de laatste beheerder. Het is gebleven.`,
  'group.added': () => 'De identiteitsprovider voegde een groep toe.',
  'group.changed': () => 'De identiteitsprovider wijzigde een groep.',
  'group.removed': () => 'De identiteitsprovider verwijderde een groep.',
  'delivery.repeated': () => 'Er is opnieuw verstuurd wat niet aankwam.',
  'webhook.added': () => 'Een webhook is toegevoegd.',
  'webhook.removed': () => 'Een webhook is verwijderd.',
  'operator.added': ({ operatorId }, name) => `Er is een operator toegevoegd: ${name(operatorId)}.`,
  'operator.removed': () => 'Een operator is verwijderd.',
  'operator.enrolled': ({ operatorId }, name) => `De tweede factor van operator ${name(operatorId)} is ingesteld.`,
  'operator.signed_in': ({ operatorId, how }, name) =>
    `Operator ${name(operatorId)} is ingelogd, ${how === 'code' ? 'met een code van de app' : 'met een herstelcode'}.`,
  'operator.locked': ({ operatorId }, name) => `Operator ${name(operatorId)} is vergrendeld na te veel foute codes.`,
  'operator.unlocked': ({ operatorId }, name) => `Operator ${name(operatorId)} is ontgrendeld.`,
  'sign_in.succeeded': ({ userId, how }, name) => `Er is ingelogd door ${name(userId)}, ${signedIn[how]}.`,
  'sign_in.refused': ({ code, reason }) => `Inloggen via de bedrijfskoppeling is geweigerd (${reason}, code ${code}).`,
  'sign_in.ended': ({ userId }, name) => `Er is uitgelogd door ${name(userId)}.`,
  'workspace.connected': () => 'Er is een werkruimte gekoppeld aan het bedrijf.',
  'workspace.channel_chosen': ({ on }) =>
    on ? 'Nieuwe aanvragen komen voortaan ook in een kanaal.' : 'Nieuwe aanvragen komen niet meer in een kanaal.',
  'workspace.installed': () => 'De app is in een werkruimte van Slack geïnstalleerd.',
  'workspace.uninstalled': () => 'De app is in een werkruimte van Slack verwijderd.',
  'workspace.disconnected': () => 'Een werkruimte is losgekoppeld van het bedrijf.',
  'chat_account.confirmed': ({ userId }, name) => `Het chataccount van ${name(userId)} is bevestigd.`,
}
