import { card } from './en/card.ts'
import { chat } from './en/chat.ts'
import { command } from './en/command.ts'
import { day, moment, until } from './en/dates.ts'
import { done } from './en/done.ts'
import { field } from './en/field.ts'
import { linkMail, mail } from './en/mail.ts'
import { notice } from './en/notice.ts'
import { operator } from './en/operator.ts'
import { page } from './en/page.ts'
import { refused } from './en/refused.ts'
import { setUp } from './en/set-up.ts'
import { signIn } from './en/sign-in.ts'
import { trail } from './en/trail.ts'
import { web } from './en/web.ts'
import type { Texts } from './texts.ts'

export const en: Texts = {
  language: 'en',
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
