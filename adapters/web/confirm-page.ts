import type { Router } from 'express'
import { form } from './form.ts'
import { html } from './html.ts'
import type { Limits } from './limits.ts'
import { addPage, runs } from './pages.ts'
import { secretOf } from './sign-in-pages.ts'
import { chatName, type Portal } from './visit.ts'

/** `/chat/confirm`: whoever is signed in confirms, once, that a chat account is theirs. */
export const addConfirmPage = (routes: Router, portal: Portal, limits: Limits): void =>
  addPage(routes, portal, {
    path: '/chat/confirm',
    who: 'user',
    limits: limits.secret,
    show: async (visit) => {
      const secret = secretOf(visit)
      const shown = await visit.core.ask('chat.show_confirmation', visit.claim, { secret })
      if (!shown.ok) return shown
      const { texts } = visit
      const { channel, name, workspace } = shown.result
      return {
        title: texts.card.confirmAccount,
        body: html`<p>${texts.web.confirm.question(name, chatName[channel], workspace)}</p>
<p class="note">${texts.web.confirm.warning}</p>
${form(visit, { act: 'confirm', hidden: { secret }, submit: texts.command['chat.confirm'], action: '/chat/confirm' })}`,
      }
    },
    acts: {
      confirm: runs(
        'chat.confirm',
        (posted) => ({ secret: posted.one('secret') }),
        () => '/profile',
      ),
    },
  })
