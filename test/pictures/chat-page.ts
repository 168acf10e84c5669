/** The frames that chats draw around what an app sends: enough of them to tell where one is looking. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const find = createRequire(import.meta.url).resolve

/** Our own mark, as the manifests send it. */
export const logo = `data:image/png;base64,${readFileSync(new URL('../../manifest/color.png', import.meta.url)).toString('base64')}`

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`)

const page = (css: string, body: string): string =>
  `<!doctype html><html lang="nl"><meta charset="utf-8"><style>body{margin:0;display:inline-block;font-family:system-ui,sans-serif}${css}</style><body>${body}</body></html>`

const slackLooks = `${readFileSync(find('slack-blocks-to-jsx/dist/style.css'), 'utf8')}
.slack_blocks_to_jsx__rich_text{white-space:pre-wrap}
.slack_blocks_to_jsx__rich_text_section_element{display:inline!important}
.window{width:40rem;padding:1rem;background:#fff;color:#1d1c1d}
.form{border:1px solid #ddd;border-radius:.6rem;width:34rem}
h1{font-size:1.15rem;margin:0 0 .8rem}
footer{display:flex;justify-content:flex-end;gap:.5rem;margin-top:1rem}
footer span{padding:.4rem .9rem;border:1px solid #bbb;border-radius:.3rem;font-weight:600}
footer .go{background:#007a5a;border-color:#007a5a;color:#fff}
`

/** A place in Slack; a title makes it a form or a tab. */
export const slackPage = (
  drawn: string,
  { title, submit, close }: { title?: string; submit?: string; close?: string } = {},
): string =>
  page(
    slackLooks,
    `<div class="window${submit ? ' form' : ''}">${title ? `<h1>${escaped(title)}</h1>` : ''}${drawn}${
      submit ? `<footer><span>${escaped(close ?? '')}</span><span class="go">${escaped(submit)}</span></footer>` : ''
    }</div>`,
  )

const teamsLooks = `
.window{width:34rem;padding:1rem;background:#f5f5f5;color:#242424}
.window>.card{background:#fff;border:1px solid #e0e0e0;border-radius:.4rem;padding:.25rem .5rem}
h1{font-size:1.1rem;margin:0 0 .6rem}
.ac-pushButton{padding:.4rem .9rem;border:1px solid #d1d1d1;border-radius:.25rem;background:#fff;font:inherit;font-weight:600}
.ac-pushButton.style-positive{background:#5b5fc7;border-color:#5b5fc7;color:#fff}
.ac-pushButton.style-destructive{color:#b4232f;border-color:#b4232f}
.ac-input{font:inherit;padding:.4rem;box-sizing:border-box;border:1px solid #d1d1d1;border-radius:.25rem}
.ac-input[type=checkbox],.ac-input[type=radio]{margin-inline-end:.4rem}
`

/** What Teams sets for the cards that it draws, as far as it shows here. */
const hostConfig = {
  fontFamily: 'system-ui, sans-serif',
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 8 },
  actions: { actionAlignment: 'left', actionsOrientation: 'horizontal', buttonSpacing: 8, maxActions: 6 },
  containerStyles: {
    default: {
      backgroundColor: '#ffffff',
      foregroundColors: {
        default: { default: '#242424', subtle: '#616161' },
        accent: { default: '#5b5fc7', subtle: '#7f85f5' },
        good: { default: '#237b4b', subtle: '#237b4b' },
        warning: { default: '#8a5a00', subtle: '#8a5a00' },
        attention: { default: '#b4232f', subtle: '#b4232f' },
      },
    },
    emphasis: {
      backgroundColor: '#f0f0f0',
      foregroundColors: { default: { default: '#242424', subtle: '#616161' } },
    },
  },
}

/** A card as Microsoft's own renderer draws it; a title makes it a dialog. */
export const teamsPage = (card: unknown, title?: string): string => {
  const script = readFileSync(find('adaptivecards/dist/adaptivecards.js'), 'utf8')
  const json = JSON.stringify({ card, hostConfig }).replaceAll('<', '\\u003c')
  return page(
    teamsLooks,
    `<div class="window">${title ? `<h1>${escaped(title)}</h1>` : ''}<div class="card"></div></div><script>${script}</script><script>
const { card, hostConfig } = ${json}
const shown = new AdaptiveCards.AdaptiveCard()
shown.hostConfig = new AdaptiveCards.HostConfig(hostConfig)
shown.parse(card)
document.querySelector('.card').append(shown.render())
</script>`,
  )
}
