import type { Texts } from '../texts.ts'

export const setUp: Texts['setUp'] = {
  title: (company) => `Set up signing in through your company for ${company}`,
  openText:
    'With this link you set up signing in through your company (SAML 2.0). The link works once: from here on setting up belongs to this browser.',
  steps: ['Our details', 'Your metadata', 'Domain', 'Try', 'Turn on'],
  next: 'Next',
  choose: 'What do your people sign in with?',
  guide: {
    entra: {
      name: 'Microsoft Entra ID',
      steps: [
        'Open the Entra admin centre and choose Enterprise applications, New application, Create your own application, non-gallery.',
        'Choose Single sign-on, SAML, then Upload metadata file with our metadata, or copy the two addresses below.',
        'Leave the unique user identifier, or choose user.objectid: an attribute that never changes.',
        'Copy the App federation metadata URL to the next step, and assign the people or groups.',
      ],
    },
    okta: {
      name: 'Okta',
      steps: [
        'Choose Applications, Create App Integration, SAML 2.0.',
        'Single sign-on URL is our address for responses (ACS); Audience URI is our entity ID.',
        'Set Name ID format to Persistent and add the attributes email and displayName.',
        'Copy the Metadata URL from the Sign On tab to the next step, and assign the people.',
      ],
    },
    google: {
      name: 'Google Workspace',
      steps: [
        'In the admin console choose Apps, Web and mobile apps, Add app, Add custom SAML app.',
        'Download Google’s metadata and give that file in the next step.',
        'ACS URL and Entity ID are our addresses below; map Primary email to email, and First name and Last name to firstName and lastName.',
        'Turn the app on for the organisational units that may use it.',
      ],
    },
    adfs: {
      name: 'AD FS',
      steps: [
        'Choose Relying Party Trusts, Add Relying Party Trust, Claims aware, and give the address of our metadata.',
        'Make a rule that sends Object-GUID or SID as Name ID, and one that sends E-Mail-Addresses and Display-Name.',
        'Your metadata is at https://your-server/FederationMetadata/2007-06/FederationMetadata.xml.',
      ],
    },
    keycloak: {
      name: 'Keycloak',
      steps: [
        'Choose Clients, Import client, with our metadata.',
        'Set Name ID format to persistent and add mappers for email and displayName.',
        'Your metadata is at https://your-server/realms/your-realm/protocol/saml/descriptor.',
      ],
    },
    simplesamlphp: {
      name: 'SimpleSAMLphp',
      steps: [
        'Convert our metadata with the metadata converter and add it to saml20-sp-remote.php.',
        'Send a NameID that lasts (saml:AttributeNameID or saml:PersistentNameID), and the attributes mail and displayName.',
        'Your metadata is at https://your-server/simplesaml/saml2/idp/metadata.php.',
      ],
    },
    other: {
      name: 'Something else',
      steps: [
        'Let the identity provider read our metadata, or copy the addresses below.',
        'Send a NameID that never changes, and the attributes email and displayName.',
        'Sign the assertion with RSA and SHA-256.',
      ],
    },
  },
  oursText: 'Copy these details to your identity provider.',
  metadataText:
    'Give the address of your metadata, paste it, or choose a file. With an address we fetch new certificates ourselves.',
  metadataFile: 'Metadata as a file',
  read: (entityId) => `Read: ${entityId}`,
  domainText: 'Only people with an address in a proved domain of the company can sign in.',
  verified: 'proved',
  testText: 'Sign in once to see whether it works. Nobody is signed in and no account is made.',
  testStart: 'Try to sign in',
  green: 'It works: somebody would have been signed in.',
  red: (code) => `It did not work yet (code ${code}).`,
  said: 'What the identity provider said',
  attributesText: 'Is the e-mail address or the name in another attribute? Choose it here and try again.',
  attributeFor: { email: 'E-mail address', name: 'Name', groups: 'Groups' },
  usual: 'the usual one',
  onText: 'Once it is on, people with an address of your domain are led to your identity provider.',
  isOn: 'The connection is on',
  isOnText: 'You are done. An administrator of the company can now make signing in through the company required.',
  handOver: 'Set up a connection step by step',
  handOverText: 'You get a link to open yourself, or to give to your IT department. Whoever opens it needs no account.',
  linkTitle: 'The link to set up the connection',
  linkText: (until) => `Give this link to whoever sets up the connection. It works once, ${until}.`,
  draft: 'being set up',
  tryAgain: 'Judge again with the settings of now',
  triedAgain: 'With the settings of now',
  place: (product) => `In ${product} you find this under:`,
  wouldWork: 'This message would be accepted now.',
}
