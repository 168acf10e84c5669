import type { Router } from 'express'
import { textsIn } from '../../src/texts/in-language.ts'
import { languageOf } from '../../src/texts/language.ts'
import { allowTeamsFrame } from './headers.ts'
import { html } from './html.ts'
import { styleAddress } from './style.ts'
import { languageFor } from './visit.ts'

const pages = [
  ['/', 'home'],
  ['/requests', 'requests'],
  ['/profile', 'profile'],
] as const

/**
 * `/teams`: what the personal tab shows, the one page that may stand in a frame, and only in Teams. The portal's cookie is not sent
 * in a frame of another site, and must not be, so this page knows nobody, holds no form, and opens the portal in the browser,
 * where the person is signed in already or signs in as everywhere. Teams fills in its own `locale`.
 */
export const addTeamsTab = (routes: Router): void =>
  void routes.get('/teams', (request, response) => {
    const { page, web, card, language } = textsIn(languageOf(String(request.query['locale'])) ?? languageFor(request))
    allowTeamsFrame(response)
    response.type('html').send(
      html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.product}</title>
<link rel="stylesheet" href="${styleAddress}">
<link rel="icon" href="data:,">
</head>
<body>
<main class="narrow">
<h1>${page.product}</h1>
<p>${web.teamsTab}</p>
<p><a href="/" target="_blank" rel="noopener" role="button">${card.openPage}</a></p>
<ul>${pages.map(([path, name]) => html`<li><a href="${path}" target="_blank" rel="noopener">${web.frame[name]}</a></li>`)}</ul>
</main>
</body>
</html>
`.html,
    )
  })
