import type { Texts } from '../texts.ts'

export const setUp: Texts['setUp'] = {
  title: (company) => `Inloggen via je bedrijf instellen voor ${company}`,
  openText:
    'Met deze link stel je het inloggen via je bedrijf (SAML 2.0) in. De link werkt één keer: hierna hoort het instellen bij deze browser.',
  steps: ['Onze gegevens', 'Jullie metadata', 'Domein', 'Proberen', 'Aanzetten'],
  next: 'Verder',
  choose: 'Waarmee loggen jullie in?',
  guide: {
    entra: {
      name: 'Microsoft Entra ID',
      steps: [
        'Open het Entra-beheercentrum en kies Bedrijfstoepassingen, Nieuwe toepassing, Uw eigen toepassing maken, niet uit de galerie.',
        'Kies Eenmalige aanmelding, SAML, en dan Metagegevensbestand uploaden met onze metadata, of neem de twee adressen hieronder over.',
        'Laat de unieke gebruikers-id staan, of kies user.objectid: een kenmerk dat nooit verandert.',
        'Kopieer de URL voor federatieve metagegevens van de app naar de volgende stap, en wijs de mensen of groepen toe.',
      ],
    },
    okta: {
      name: 'Okta',
      steps: [
        'Kies Applications, Create App Integration, SAML 2.0.',
        'Single sign-on URL is ons adres voor antwoorden (ACS); Audience URI is onze entity-ID.',
        'Zet Name ID format op Persistent en voeg de attributen email en displayName toe.',
        'Kopieer op het tabblad Sign On de Metadata URL naar de volgende stap, en wijs de mensen toe.',
      ],
    },
    google: {
      name: 'Google Workspace',
      steps: [
        'Kies in de beheerdersconsole Apps, Web- en mobiele apps, App toevoegen, Aangepaste SAML-app toevoegen.',
        'Download de metadata van Google en geef dat bestand in de volgende stap.',
        'ACS-URL en Entiteits-ID zijn onze adressen hieronder; koppel Primary email aan email en First name en Last name aan firstName en lastName.',
        'Zet de app aan voor de organisatie-eenheden die hem mogen gebruiken.',
      ],
    },
    adfs: {
      name: 'AD FS',
      steps: [
        'Kies Relying Party Trusts, Add Relying Party Trust, Claims aware, en geef het adres van onze metadata.',
        'Maak een regel die Object-GUID of SID als Name ID stuurt, en een die E-Mail-Addresses en Display-Name stuurt.',
        'Jullie metadata staat op https://jullie-server/FederationMetadata/2007-06/FederationMetadata.xml.',
      ],
    },
    keycloak: {
      name: 'Keycloak',
      steps: [
        'Kies Clients, Import client, met onze metadata.',
        'Zet Name ID format op persistent en voeg mappers toe voor email en displayName.',
        'Jullie metadata staat op https://jullie-server/realms/jullie-realm/protocol/saml/descriptor.',
      ],
    },
    simplesamlphp: {
      name: 'SimpleSAMLphp',
      steps: [
        'Zet onze metadata om met de metadata-omzetter en voeg haar toe aan saml20-sp-remote.php.',
        'Stuur een NameID die blijft (saml:AttributeNameID of saml:PersistentNameID), en de attributen mail en displayName.',
        'Jullie metadata staat op https://jullie-server/simplesaml/saml2/idp/metadata.php.',
      ],
    },
    other: {
      name: 'Iets anders',
      steps: [
        'Laat de identiteitsprovider onze metadata lezen, of neem de adressen hieronder over.',
        'Stuur een NameID die nooit verandert, en de attributen email en displayName.',
        'Onderteken de assertion met RSA en SHA-256.',
      ],
    },
  },
  oursText: 'Neem deze gegevens over bij je identiteitsprovider.',
  metadataText:
    'Geef het adres van jullie metadata, plak haar, of kies een bestand. Met een adres halen we nieuwe certificaten zelf op.',
  metadataFile: 'Metadata als bestand',
  read: (entityId) => `Gelezen: ${entityId}`,
  domainText: 'Alleen mensen met een adres in een bewezen domein van het bedrijf kunnen inloggen.',
  verified: 'bewezen',
  testText: 'Log een keer in om te zien of het werkt. Er wordt niemand ingelogd en er wordt geen account gemaakt.',
  testStart: 'Proberen in te loggen',
  green: 'Het werkt: hiermee zou iemand zijn ingelogd.',
  red: (code) => `Het werkte nog niet (code ${code}).`,
  said: 'Wat de identiteitsprovider zei',
  attributesText: 'Staat het e-mailadres of de naam in een ander attribuut? Kies het hier en probeer het opnieuw.',
  attributeFor: { email: 'E-mailadres', name: 'Naam', groups: 'Groepen' },
  usual: 'de gebruikelijke',
  onText: 'Na het aanzetten worden mensen met een adres van jullie domein naar jullie identiteitsprovider geleid.',
  isOn: 'De koppeling staat aan',
  isOnText: 'Je bent klaar. Een beheerder van het bedrijf kan inloggen via het bedrijf nu ook verplicht maken.',
  handOver: 'Koppeling stap voor stap instellen',
  handOverText:
    'Je krijgt een link die je zelf kunt openen, of aan je IT-afdeling kunt geven. Wie haar opent heeft geen account nodig.',
  linkTitle: 'De link om de koppeling in te stellen',
  linkText: (until) => `Geef deze link aan wie de koppeling instelt. Hij werkt één keer, ${until}.`,
  draft: 'wordt ingesteld',
  tryAgain: 'Nog eens beoordelen met de instellingen van nu',
  triedAgain: 'Met de instellingen van nu',
  place: (product) => `In ${product} vind je dit onder:`,
  wouldWork: 'Dit bericht zou nu worden aangenomen.',
}
