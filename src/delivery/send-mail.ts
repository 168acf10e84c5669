import { type MailParts, renderMail } from '../cards/mail-layout.ts'
import type { Ports } from '../kernel/ports.ts'
import { textsIn } from '../texts/in-language.ts'
import type { Message } from '../trail/message.ts'
import { gaveUpBecause } from './gave-up-because.ts'
import { type Outside, type Sending, settle } from './outside.ts'

/** Sends a mail, once however often it is tried, and settles its message. */
export const sendMail = async (
  ports: Ports,
  outside: Outside,
  message: Message,
  to: { readonly name: string; readonly address: string },
  language: 'nl' | 'en',
  parts: MailParts,
): Promise<void> => {
  const sent = await outside.mailer.send({
    key: message.id,
    to,
    language,
    ...renderMail(parts, textsIn(language), outside.baseUrl),
  })
  await settle(ports, message.id, sent === 'rejected' ? gaveUpBecause.mailRefused : undefined)
}

/** A mail with a one-time link, which is sealed until now. */
export const sendLinkMail: Sending<'link_mail'> = (ports, outside, message) => {
  const words = linkMailWords(message)
  const parts = {
    ...words,
    button: { label: words.button, path: ports.secrets.open(message.link) },
    after: [words.after],
  }
  return sendMail(ports, outside, message, message.to, message.language, parts)
}

const linkMailWords = (message: Message & { kind: 'link_mail' }) => {
  const { linkMail } = textsIn(message.language)
  switch (message.mail) {
    case 'invitation':
      return linkMail.invitation(message.about)
    case 'registration':
      return linkMail.registration(message.about)
    case 'sign_in':
      return linkMail.sign_in(message.about)
  }
}
