import type { Texts } from '../texts.ts'

const again = 'Ga terug naar de inlogpagina en begin opnieuw.'
const atProvider = 'De beheerder van jullie inlogsysteem kan dit oplossen:'

const unreadable = {
  why: 'Het antwoord van jullie inlogsysteem was niet te lezen.',
  remedy: `${again} Blijft het misgaan? Kijk of een proxy of firewall tussen de twee systemen berichten verandert.`,
}
const forged = {
  why: 'Het antwoord is onderweg veranderd of nagemaakt, en is daarom niet gebruikt.',
  remedy: `${again} Gebeurt het vaker? Geef de code door aan jullie beveiligingsteam.`,
}
const untrusted = {
  why: 'Het antwoord is ondertekend met een sleutel die niet bij deze koppeling hoort.',
  remedy: `${atProvider} lees de metadata opnieuw in, zodat het nieuwe certificaat bekend is.`,
}
const weak = {
  why: 'Het antwoord is beveiligd op een manier die niet meer veilig is.',
  remedy: `${atProvider} kies RSA met SHA-256 voor handtekeningen en AES-GCM voor versleuteling.`,
}
const undecryptable = {
  why: 'Het antwoord is versleuteld met een sleutel die hier niet past.',
  remedy: `${atProvider} haal onze metadata opnieuw op, of zet versleuteling uit.`,
}
const unsupported = {
  why: 'Het antwoord voldoet niet aan de standaard SAML 2.0.',
  remedy: `${atProvider} stel de koppeling in als SAML 2.0 met één ondertekende assertion en de methode bearer.`,
}
const misaddressed = {
  why: 'Het antwoord is bedoeld voor een ander systeem of een andere koppeling.',
  remedy: `${atProvider} vergelijk de adressen en de entity ID met de waarden die bij deze koppeling staan.`,
}
const stale = {
  why: 'Dit inloggen hoort niet bij een verzoek dat hier nog openstaat.',
  remedy: `${again} Gebruik geen bladwijzer van de inlogpagina van je bedrijf.`,
}
const logout = {
  why: 'Het bericht om uit te loggen is niet gebruikt, omdat het niet te vertrouwen is.',
  remedy: `${atProvider} onderteken berichten om uit te loggen en controleer de adressen van deze koppeling.`,
}

export const signIn: Texts['signIn'] = {
  'http.bad_request': unreadable,
  'http.too_large': {
    why: 'Het antwoord van jullie inlogsysteem is te groot.',
    remedy: `${atProvider} stuur minder groepen en attributen mee.`,
  },
  'xml.doctype': forged,
  'xml.malformed': unreadable,
  'xml.limits': unreadable,
  'xml.namespace': forged,
  'xml.duplicate_id': forged,
  'xml.schema': unsupported,
  'sig.wrapping': forged,
  'sig.missing': {
    why: 'Het antwoord is niet ondertekend.',
    remedy: `${atProvider} zet het ondertekenen van assertions aan.`,
  },
  'sig.structure': forged,
  'sig.alg': weak,
  'sig.reference': forged,
  'sig.transforms': forged,
  'sig.untrusted_key': untrusted,
  'sig.invalid': forged,
  'sig.coverage': forged,
  'enc.alg': weak,
  'enc.no_key': undecryptable,
  'enc.failed': undecryptable,
  'saml.version': unsupported,
  'saml.status': {
    why: 'Jullie inlogsysteem heeft je niet ingelogd.',
    remedy: 'Vraag of je daar toegang hebt gekregen tot deze toepassing, en probeer het opnieuw.',
  },
  'saml.assertion_count': unsupported,
  'saml.issuer': {
    why: 'Het antwoord komt van een ander inlogsysteem dan bij deze koppeling is ingesteld.',
    remedy: `${atProvider} vergelijk de entity ID van het inlogsysteem met die van deze koppeling.`,
  },
  'saml.destination': misaddressed,
  'saml.subject_confirmation': unsupported,
  'saml.recipient': misaddressed,
  'saml.audience': misaddressed,
  'saml.conditions': unsupported,
  'saml.authn_statement': unsupported,
  'saml.duplicate_attribute': {
    why: 'Een gegeven over jou staat twee keer in het antwoord.',
    remedy: `${atProvider} stuur elk attribuut één keer mee.`,
  },
  'saml.sp_name_qualifier': misaddressed,
  'saml.connection_mismatch': misaddressed,
  'saml.time': {
    why: 'Het antwoord is verlopen, nog niet geldig of te lang geldig.',
    remedy: `${again} Gebeurt het vaker? Zet de klok van jullie inlogsysteem gelijk en laat een assertion een paar minuten gelden.`,
  },
  'saml.unsolicited': {
    why: 'Bij deze koppeling begin je met inloggen in Toegang, en niet bij je bedrijf.',
    remedy: 'Begin op de inlogpagina. Een beheerder kan inloggen vanaf jullie eigen startpagina aanzetten.',
  },
  'saml.in_response_to': stale,
  'saml.replay': {
    why: 'Met dit antwoord is al een keer ingelogd.',
    remedy: again,
  },
  'slo.signature': logout,
  'slo.issuer': logout,
  'slo.destination': logout,
  'slo.time': logout,
  'slo.malformed': logout,
  'sso.browser_binding': {
    why: 'Dit inloggen is in een andere browser begonnen.',
    remedy: `${again} Doe dat in één browser, met cookies aan.`,
  },
  'sso.expired': {
    why: 'Dit inloggen duurde te lang of was al klaar.',
    remedy: again,
  },
  'identity.no_stable_id': {
    why: 'Jullie inlogsysteem zegt niet blijvend wie je bent.',
    remedy: `${atProvider} stuur een NameID mee die nooit verandert (persistent, dus niet transient).`,
  },
  'identity.email_missing': {
    why: 'Jullie inlogsysteem geeft je e-mailadres niet door.',
    remedy: `${atProvider} stuur het e-mailadres mee als attribuut.`,
  },
  'identity.email_ambiguous': {
    why: 'Jullie inlogsysteem geeft meer dan één e-mailadres door.',
    remedy: `${atProvider} stuur precies één e-mailadres mee.`,
  },
  'identity.email_malformed': {
    why: 'Jullie inlogsysteem geeft een e-mailadres door dat niet geldig is.',
    remedy: `${atProvider} controleer welk veld als e-mailadres wordt gestuurd.`,
  },
  'identity.email_taken': {
    why: 'Dit e-mailadres is al van een ander account.',
    remedy: 'Een beheerder van je bedrijf kan bij Gebruikers het oude account losmaken of verwijderen.',
  },
  'identity.domain_not_allowed': {
    why: 'Je e-mailadres valt niet onder een toegestaan domein van deze koppeling.',
    remedy: 'Een beheerder vindt de toegestane domeinen bij Mijn bedrijf > Algemeen en kan er een aanvragen.',
  },
  'identity.other_company': {
    why: 'Je account hoort bij een ander bedrijf met hetzelfde domein. Er is niets aan veranderd.',
    remedy:
      'Log in zoals je bij dat bedrijf gewend bent en wissel bij Mijn gegevens van bedrijf, of vraag een beheerder daar om je account vrij te geven.',
  },
  'identity.protected_account': {
    why: 'Dit account is er voor noodgevallen en logt nooit via de koppeling in.',
    remedy: 'Vraag op de inlogpagina om een link per e-mail.',
  },
  'identity.blocked': {
    why: 'Je account is geblokkeerd.',
    remedy: 'Vraag een beheerder van je bedrijf om de blokkade op te heffen.',
  },
  'identity.not_provisioned': {
    why: 'Je hebt nog geen account, en deze koppeling maakt er niet vanzelf een.',
    remedy: 'Vraag een beheerder van je bedrijf om een uitnodiging.',
  },
}
