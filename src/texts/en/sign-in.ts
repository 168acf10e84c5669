import type { Texts } from '../texts.ts'

const again = 'Go back to the sign-in page and start again.'
const atProvider = 'Whoever runs your identity provider can solve this:'

const unreadable = {
  why: 'The answer of your identity provider could not be read.',
  remedy: `${again} Does it keep failing? See whether a proxy or firewall between the two systems changes messages.`,
}
const forged = {
  why: 'The answer was changed on its way or forged, so it was not used.',
  remedy: `${again} Does it happen more often? Give the code to your security team.`,
}
const untrusted = {
  why: 'The answer was signed with a key that does not belong to this connection.',
  remedy: `${atProvider} read the metadata again, so that the new certificate is known.`,
}
const weak = {
  why: 'The answer was protected in a way that is no longer safe.',
  remedy: `${atProvider} choose RSA with SHA-256 for signatures and AES-GCM for encryption.`,
}
const undecryptable = {
  why: 'The answer was encrypted with a key that does not fit here.',
  remedy: `${atProvider} fetch our metadata again, or turn encryption off.`,
}
const unsupported = {
  why: 'The answer does not follow the SAML 2.0 standard.',
  remedy: `${atProvider} set the connection up as SAML 2.0 with one signed assertion and the bearer method.`,
}
const misaddressed = {
  why: 'The answer was meant for another system or another connection.',
  remedy: `${atProvider} compare the addresses and the entity ID with the values shown at this connection.`,
}
const stale = {
  why: 'This sign-in belongs to no request that is still open here.',
  remedy: `${again} Use no bookmark of the sign-in page of your company.`,
}
const logout = {
  why: 'The message to sign out was not used, because it can not be trusted.',
  remedy: `${atProvider} sign the messages for signing out and check the addresses of this connection.`,
}

export const signIn: Texts['signIn'] = {
  'http.bad_request': unreadable,
  'http.too_large': {
    why: 'The answer of your identity provider is too large.',
    remedy: `${atProvider} send fewer groups and attributes.`,
  },
  'xml.doctype': forged,
  'xml.malformed': unreadable,
  'xml.limits': unreadable,
  'xml.namespace': forged,
  'xml.duplicate_id': forged,
  'xml.schema': unsupported,
  'sig.wrapping': forged,
  'sig.missing': {
    why: 'The answer was not signed.',
    remedy: `${atProvider} turn on the signing of assertions.`,
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
    why: 'Your identity provider did not sign you in.',
    remedy: 'Ask whether you were given access to this application there, and try again.',
  },
  'saml.assertion_count': unsupported,
  'saml.issuer': {
    why: 'The answer comes from another identity provider than the one of this connection.',
    remedy: `${atProvider} compare the entity ID of the identity provider with the one of this connection.`,
  },
  'saml.destination': misaddressed,
  'saml.subject_confirmation': unsupported,
  'saml.recipient': misaddressed,
  'saml.audience': misaddressed,
  'saml.conditions': unsupported,
  'saml.authn_statement': unsupported,
  'saml.duplicate_attribute': {
    why: 'A detail about you is given twice in the answer.',
    remedy: `${atProvider} send every attribute once.`,
  },
  'saml.sp_name_qualifier': misaddressed,
  'saml.connection_mismatch': misaddressed,
  'saml.time': {
    why: 'The answer has expired, is not valid yet or is valid for too long.',
    remedy: `${again} Does it happen more often? Set the clock of your identity provider right and let an assertion be valid for a few minutes.`,
  },
  'saml.unsolicited': {
    why: 'With this connection you start signing in at Toegang, not at your company.',
    remedy: 'Start at the sign-in page. An administrator can turn on signing in from your own start page.',
  },
  'saml.in_response_to': stale,
  'saml.replay': {
    why: 'This answer was used to sign in before.',
    remedy: again,
  },
  'slo.signature': logout,
  'slo.issuer': logout,
  'slo.destination': logout,
  'slo.time': logout,
  'slo.malformed': logout,
  'sso.browser_binding': {
    why: 'This sign-in was started in another browser.',
    remedy: `${again} Do that in one browser, with cookies on.`,
  },
  'sso.expired': {
    why: 'This sign-in took too long or was finished before.',
    remedy: again,
  },
  'identity.no_stable_id': {
    why: 'Your identity provider does not say in a lasting way who you are.',
    remedy: `${atProvider} send a NameID that never changes (persistent, so not transient).`,
  },
  'identity.email_missing': {
    why: 'Your identity provider does not pass on your e-mail address.',
    remedy: `${atProvider} send the e-mail address as an attribute.`,
  },
  'identity.email_ambiguous': {
    why: 'Your identity provider passes on more than one e-mail address.',
    remedy: `${atProvider} send exactly one e-mail address.`,
  },
  'identity.email_malformed': {
    why: 'Your identity provider passes on an e-mail address that is not valid.',
    remedy: `${atProvider} check which field is sent as the e-mail address.`,
  },
  'identity.email_taken': {
    why: 'This e-mail address belongs to another account.',
    remedy: 'An administrator of your company can unlink or remove the old account under Users.',
  },
  'identity.domain_not_allowed': {
    why: 'Your e-mail address is not in an allowed domain of this connection.',
    remedy: 'An administrator finds the allowed domains under My company > General and can ask for one.',
  },
  'identity.other_company': {
    why: 'Your account belongs to another company with the same domain. Nothing about it has changed.',
    remedy:
      'Sign in the way you are used to at that company and switch company under My details, or ask an administrator there to release your account.',
  },
  'identity.protected_account': {
    why: 'This account is there for emergencies and never signs in through the connection.',
    remedy: 'Ask for a link by e-mail on the sign-in page.',
  },
  'identity.blocked': {
    why: 'Your account is blocked.',
    remedy: 'Ask an administrator of your company to unblock it.',
  },
  'identity.not_provisioned': {
    why: 'You have no account yet, and this connection does not make one by itself.',
    remedy: 'Ask an administrator of your company for an invitation.',
  },
}
