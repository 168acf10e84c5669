import type { SmtpFake } from '../fakes/smtp.ts'

/** The link in the newest mail to this address whose link leads to this path; waits until there is one. */
export const linkIn = async (smtp: SmtpFake, address: string, path: string): Promise<string> => {
  const fits = ({ to, mail }: SmtpFake['mails'][number]) => to.includes(address) && (mail.text ?? '').includes(path)
  await smtp.waitFor(fits)
  const newest = smtp.mails.filter(fits).at(-1)
  const link = /https?:\/\/\S+/.exec(newest?.mail.text?.slice(newest.mail.text.indexOf('http')) ?? '')?.[0]
  if (!link) throw new Error(`no link in the mail to ${address}`)
  return link
}
