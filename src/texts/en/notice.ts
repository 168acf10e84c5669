import { inSentence } from '../in-sentence.ts'
import type { Texts } from '../texts.ts'
import { day, until } from './dates.ts'

const by = (name: string): string => (name ? ` by ${name}` : '')
const because = (reason: string): string => (reason ? ` Reason: ${reason}` : '')

export const notice: Texts['notice'] = {
  'request.made': ({ own, person, subject, reference, reason }) =>
    own
      ? {
          title: `Your request ${reference} is sent`,
          text: `You ask for ${inSentence(subject)}. You will hear as soon as it is decided.`,
        }
      : {
          title: `New request ${reference}`,
          text: `${person || 'Somebody'} asks for ${inSentence(subject)}.${because(reason)}`,
        },
  'request.taken': ({ own, subject, reference, decidedBy }) => ({
    title: own ? `Somebody is on your request ${reference}` : `Request ${reference} is taken on`,
    text: `${subject} was taken on${by(decidedBy)}.`,
  }),
  'request.approved': ({ own, subject, reference, decidedBy, reason }) => ({
    title: own ? `Your request ${reference} is approved` : `Request ${reference} is approved`,
    text: `${subject} was approved${by(decidedBy)}.${reason && ` Note: ${reason}`}`,
  }),
  'request.declined': ({ own, subject, reference, decidedBy, reason }) => ({
    title: own ? `Your request ${reference} is declined` : `Request ${reference} is declined`,
    text: `${subject} was declined${by(decidedBy)}.${because(reason)}`,
  }),
  'request.expired': ({ own, subject, reference }) => ({
    title: own ? `Your request ${reference} has expired` : `Request ${reference} has expired`,
    text: `Nobody decided on ${inSentence(subject)} in time. Still needed? Then you can request it again.`,
  }),
  'request.reminded': ({ own, person, subject, reference }) =>
    own
      ? {
          title: `Your request ${reference} is still waiting for a decision`,
          text: `You asked for ${inSentence(subject)}. The administrators were reminded.`,
        }
      : {
          title: `Request ${reference} is waiting for a decision`,
          text: `${person || 'Somebody'} asked for ${inSentence(subject)}. Approve or decline it, so that everybody knows.`,
        },
  'requests.waiting': ({ event, waiting }) => {
    const more = event.waiting - waiting.length
    return {
      title:
        event.waiting === 1
          ? '1 request is waiting for a decision'
          : `${event.waiting} requests are waiting for a decision`,
      text: [
        ...waiting.map(
          ({ reference, subject, person, since }) => `${reference}: ${subject}, ${person}, since ${day(since)}`,
        ),
        ...(more > 0 ? [`And ${more} more.`] : []),
      ].join('\n'),
    }
  },
  'standard.added': ({ event, licence }) => ({
    title: `Standard ${event.number} was added`,
    text: `You asked for standard ${event.number}. It is now in licence "${licence}".`,
  }),
  'access.given': ({ event, own, person, licence }) => ({
    title: own ? 'You were given access' : 'Access was given',
    text: `${own ? 'You' : person} can use licence "${licence}" now${event.until ? `, ${until(event.until)}` : ''}.`,
  }),
  'access.ended': ({ event, own, person, licence }) => {
    const who = own ? 'You no longer have' : `${person} no longer has`
    const lost = `${who} access to licence "${licence}"`
    const title = own ? 'Your access has ended' : 'Access has ended'
    switch (event.because) {
      case 'withdrawn':
        return {
          title,
          text: `${lost}: an administrator withdrew it. Still needed? Then request access again.`,
        }
      case 'ended':
        return {
          title,
          text: `${lost}: its end date has come. Still needed? Then request access again.`,
        }
      case 'group':
        return {
          title,
          text: `${lost}: it came with a group in your company’s own system. Still needed? Then request access.`,
        }
      case 'blocked':
        return { title, text: `${lost}: the account is blocked.` }
      case 'removed':
        return { title, text: `${lost}: the account was removed.` }
      case 'switched':
        return { title, text: `${lost}: it belongs to the previous company.` }
    }
  },
  'licence.expired': ({ licence }) => ({
    title: 'A licence has expired',
    text: `Licence "${licence}" has expired, so you can’t use it any more. Your administrator can ask to extend it.`,
  }),
  'user.blocked': ({ own, person, company }) =>
    own
      ? {
          title: 'Your account is blocked',
          text: `You can’t use the licences of ${company} any more. Is this not right? Ask an administrator.`,
        }
      : {
          title: 'A user is blocked',
          text: `${person} can’t use the licences of ${company} any more.`,
        },
  'user.unblocked': ({ own, person, company }) =>
    own
      ? {
          title: 'Your account is no longer blocked',
          text: `You can sign in at ${company} again.`,
        }
      : {
          title: 'A user is no longer blocked',
          text: `${person} can sign in at ${company} again.`,
        },
  'user.role_changed': ({ event, own, person, company }) => {
    const who = own ? 'You are' : `${person} is`
    const end = event.until ? `, ${until(event.until)}` : ''
    return event.role === 'administrator'
      ? {
          title: own ? 'You are now an administrator' : 'There is a new administrator',
          text: `${who} now an administrator of ${company}${end}.`,
        }
      : {
          title: own ? 'You are no longer an administrator' : 'There is one administrator less',
          text: `${who} now a user at ${company}, without administrator rights.`,
        }
  },
  'user.role_ended': ({ own, person, company }) => ({
    title: own ? 'You are no longer an administrator' : 'There is one administrator less',
    text: `${own ? 'You were' : `${person} was`} an administrator of ${company} for a while. That time is over.`,
  }),
  'identity.refused': ({ own, person, company }) => ({
    title: own ? 'A sign-in as you was refused' : 'A sign-in as one of your users was refused',
    text: `The single sign-on of another company asserted ${own ? 'your account' : `the account of ${person}`} at ${company}. Nothing has changed. Does this account belong there now? Then it can switch company under My details, or an administrator can remove it.`,
  }),
  'domain.proof_missing': ({ event, company }) => ({
    title: `The DNS record of ${event.domain} is gone`,
    text: `With that record ${company} proved that the domain is yours. Put it back within a week and nothing changes.`,
  }),
  'provisioning.administrator_kept': ({ own, person, company }) => ({
    title: own ? 'Your account nearly ended' : `${company} nearly lost its last administrator`,
    text: own
      ? 'The identity provider ended your account. You are the last administrator, so it was kept. Make somebody else an administrator.'
      : `The identity provider ended the account of ${person}, the last administrator, so it was kept. Make somebody else an administrator.`,
  }),
  'connection.certificate_ending': ({ event, company }) => ({
    title: 'The certificates of your identity provider end soon',
    text: `After ${day(event.endsAt)} nobody of ${company} can sign in through the connection. Ask your IT department for a new certificate and put the new metadata at the connection. Is there a metadata address? Then we fetch it ourselves as soon as it is there.`,
  }),
  'domain.lost': ({ event, company }) => ({
    title: `${event.domain} is no allowed domain any more`,
    text: `The DNS record has been gone for a week. Users of ${company} with an address of this domain can't sign in any more. Put the record back and have it checked, or ask customer service.`,
  }),
  'user.switched': ({ own, person, company }) => ({
    title: own ? 'You have switched company' : 'A user has switched company',
    text: `${own ? 'You now belong' : `${person} now belongs`} to ${company}. Access and open requests at the previous company have ended.`,
  }),
}
