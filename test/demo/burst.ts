import { buttonsIn, wordsIn } from '../fakes/slack.ts'
import type { SmtpFake } from '../fakes/smtp.ts'
import { actionsOf } from '../fakes/teams.ts'
import { check, eventually } from './check.ts'
import { type Gestures, wordsOn } from './gestures.ts'
import type { DemoWorld } from './world.ts'

interface Kept {
  readonly reference: string
  readonly state: string
  readonly standard?: { readonly number: string }
}

const size = 24

/**
 * Many requests at once, and a SIGKILL among them. Afterwards everything that somebody was told is there, every request has its
 * copies in both chats once, and a decision about all of them reaches every copy, those from before the end too.
 */
export const killInBurst = async (
  { toegang, slack, teams, smtp, people, operator }: DemoWorld,
  { saySlack, sayTeams, copies }: Gestures,
  companyId: string,
): Promise<void> => {
  const numbers = Array.from({ length: size }, (_, index) => `NEN ${7000 + index}`)
  const toldOf = (number: string): boolean =>
    slack.messagesTo(people.invited.slack).some(({ blocks }) => wordsIn(blocks).includes(number)) ||
    teams.messagesTo(people.invited.teams).some(({ card }) => wordsOn(card).includes(number))
  const kept = async (): Promise<readonly Kept[]> => {
    const { rows } = await operator('GET', `/companies/${companyId}/requests?limit=200`)
    return (rows as readonly Kept[]).filter(({ standard }) => standard && numbers.includes(standard.number))
  }

  // Whoever speaks to a process that ends hears an error; what counts is what was answered.
  const saying = Promise.allSettled(
    numbers.map((number, index) =>
      index % 2 === 0
        ? saySlack(people.invited, `norm ${number} met spoed`)
        : sayTeams(people.invited, `norm ${number} met spoed`),
    ),
  )
  await eventually(() => check(numbers.some(toldOf), 'somebody hears something'))
  await toegang.kill()
  await saying
  const told = numbers.filter(toldOf)
  await toegang.start()

  const requests = await kept()
  for (const number of told)
    check(
      requests.some(({ standard }) => standard?.number === number),
      `${number} was answered, and is there`,
    )
  // What the dead worker had in hand comes back when its lease is over.
  await eventually(() => {
    for (const { reference } of requests) {
      const shown = copies(reference)
      check(shown.slack.length > 0 && shown.teams.length > 0, `${reference} is shown in both chats`)
    }
  }, 120_000)
  await saySlack(people.admin, `afwijzen ${requests.map(({ reference }) => reference).join(' ')} de spoed is voorbij`)
  await eventually(async () => {
    check(
      (await kept()).every(({ state }) => state === 'declined'),
      'all of them are decided',
    )
    for (const { reference } of requests) {
      const shown = copies(reference)
      for (const { blocks } of shown.slack)
        check(buttonsIn(blocks).length === 0, `${reference} is stale in Slack`, blocks)
      for (const { card } of shown.teams)
        check(actionsOf(card ?? {}).length === 0, `${reference} is stale in Teams`, card)
    }
  }, 60_000)

  check(slack.doubledPosts().length === 0, 'no message was posted twice in Slack', slack.doubledPosts())
  for (const { reference } of requests)
    for (const person of Object.values(people)) {
      const seen = copies(reference, [person]).teams
      check(seen.length <= 1, `${reference} was posted twice in Teams`)
    }
  checkMailboxes(smtp)
}

/**
 * SMTP can't be asked what it took from a process that ended before it heard so. A mail that was in hand is sent again, as the same
 * one: mailboxes show one Message-ID once (RFC 5322, 3.6.4). What they show must then be there once.
 */
const checkMailboxes = (smtp: SmtpFake): void => {
  const shown = new Map<string | undefined, string>()
  for (const { to, mail } of smtp.mails) {
    const content = [to, mail.subject, mail.text].join('\n')
    const earlier = shown.get(mail.messageId)
    check(earlier === undefined || earlier === content, 'a mail that is sent again is the same mail', content)
    shown.set(mail.messageId, content)
  }
  check(new Set(shown.values()).size === shown.size, 'nobody has two mails that say the same')
}
