import { type Chapter, rule } from './rule.ts'

export const chatIdentity: Chapter = {
  title: '5. Chat identity',
  rules: [
    rule(
      'A Slack workspace or Teams tenant is connected to companies by an administrator who is signed in to the portal.',
      'scenarios/chat-identity > an administrator who is signed in to the portal connects a workspace, nobody else',
    ),
    rule(
      'A chat user is then matched by the e-mail address that the platform vouches for, only within domains of the connected companies.',
      'scenarios/chat-identity > a chat user is who the vouched address says, within the domains of the connected companies',
    ),
    rule(
      'Guests, bots, external (Slack Connect / federated) users are never matched.',
      'scenarios/chat-identity > guests, bots and outsiders, for whom nobody vouches, are matched with nobody',
      'adapters/teams > is asked of the tenant at each message; guests and anonymous people get nothing',
      'adapters/teams > is refused at the door for people of another tenant, though Microsoft vouches for the delivery',
    ),
    rule(
      'The first time an administrator acts from a chat account, they confirm once by a link and sign-in; before that the bot shows the confirmation button instead of acting.',
      'scenarios/chat-identity > an administrator confirms once by a link and a sign-in; before that the bot shows the button and does nothing',
    ),
    rule(
      'Matching by e-mail alone never gives administrator power.',
      'scenarios/chat-identity > an administrator confirms once by a link and a sign-in; before that the bot shows the button and does nothing',
      'core/chat/chat > gives administrator power, which matching by address never does',
    ),
    rule(
      'Someone in the workspace who has no account yet sees "Register" (free registration) or "Ask for an invitation".',
      'scenarios/chat-identity > somebody without an account can register, or hears whom to ask',
    ),
  ],
}
