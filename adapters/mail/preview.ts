import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Mailer } from '../../src/ports/mailer.ts'
import type { Log } from '../log.ts'
import { compose, fileSafe } from './compose.ts'

/**
 * For development: keeps each mail as an .eml file under `folder` (RFC 5322), which mail programs open, and logs its subject and its
 * links. The file is named for the mail's key, so that a repeat takes the place of the mail that it repeats.
 */
export const openPreview = (folder: string, log: Log): Mailer => {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    send: async (mail) => {
      const message = compose(mail, { name: 'Toegang', address: 'toegang@localhost' })
      if (message === undefined) return 'rejected'
      const { message: content } = await transport.sendMail(message)
      const file = join(folder, `${fileSafe(mail.key)}.eml`)
      await mkdir(folder, { recursive: true })
      // A file that appears under its own name is complete.
      await writeFile(`${file}.part`, content)
      await rename(`${file}.part`, file)
      log.info({ subject: mail.subject, links: linksIn(mail.text), file }, 'mail kept: no mail server is set')
      return 'accepted'
    },
  }
}

// Punctuation after a link belongs to the sentence around it.
const linksIn = (text: string): string[] => [...new Set(text.match(/https?:\/\/[^\s<>"]*[\w/=-]/g))]
