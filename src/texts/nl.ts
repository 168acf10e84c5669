import { card } from './nl/card.ts'
import { chat } from './nl/chat.ts'
import { command } from './nl/command.ts'
import { day, moment, until } from './nl/dates.ts'
import { done } from './nl/done.ts'
import { field } from './nl/field.ts'
import { linkMail, mail } from './nl/mail.ts'
import { notice } from './nl/notice.ts'
import { operator } from './nl/operator.ts'
import { page } from './nl/page.ts'
import { refused } from './nl/refused.ts'
import { setUp } from './nl/set-up.ts'
import { signIn } from './nl/sign-in.ts'
import { trail } from './nl/trail.ts'
import { web } from './nl/web.ts'
import type { Texts } from './texts.ts'

export const nl: Texts = {
  language: 'nl',
  moment,
  day,
  until,
  refused,
  done,
  command,
  field,
  trail,
  notice,
  linkMail,
  mail,
  signIn,
  card,
  chat,
  page,
  operator,
  setUp,
  web,
}
