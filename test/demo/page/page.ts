import type { DemoWorld } from '../world.ts'

const css = `
:root { color-scheme: light; font-family: system-ui, sans-serif; }
body { margin: 0; background: #eceef1; color: #1d1c1d; }
header { padding: .7rem 1rem; display: flex; gap: 1rem; align-items: center; flex-wrap: wrap; background: #1f2a37; color: #fff; }
header h1 { font-size: 1.1rem; margin: 0; }
header a { color: #cfe3ff; }
main { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; padding: 1rem; }
main > section { background: #fff; border: 1px solid #d5d9de; border-radius: .6rem; display: flex; flex-direction: column; min-height: 24rem; max-height: 70vh; }
main > section > h2 { margin: 0; padding: .6rem 1rem; font-size: 1rem; border-radius: .6rem .6rem 0 0; color: #fff; }
#slack > h2 { background: #4a154b; } #teams > h2 { background: #4b53bc; }
.log { flex: 1; overflow: auto; padding: .8rem 1rem; display: flex; flex-direction: column; gap: .8rem; }
.log > div { border-bottom: 1px solid #f0f0f0; padding-bottom: .5rem; }
.slack_blocks_to_jsx__rich_text { white-space: pre-wrap; }
.slack_blocks_to_jsx img { display: none; }
.mine { align-self: flex-end; background: #e8ebfa; border-radius: .5rem; padding: .4rem .7rem; }
form.say { display: flex; gap: .5rem; padding: .7rem; border-top: 1px solid #e2e5e9; }
form.say input { flex: 1; padding: .5rem; font: inherit; }
.card { border: 1px solid #e2e5e9; border-radius: .5rem; padding: .5rem; }
.ac-pushButton { padding: .35rem .8rem; border: 1px solid #8a8fd0; border-radius: .3rem; background: #fff; cursor: pointer; margin-top: .3rem; }
.ac-pushButton.style-positive { background: #4b53bc; color: #fff; }
.ac-pushButton.style-destructive { color: #b4232f; border-color: #b4232f; }
dialog { border: 1px solid #bbb; border-radius: .6rem; min-width: 24rem; max-width: 34rem; }
dialog label { display: block; margin: .6rem 0 .2rem; font-weight: 600; }
dialog input, dialog select, dialog textarea { width: 100%; box-sizing: border-box; padding: .4rem; font: inherit; }
dialog input[type=checkbox] { width: auto; }
dialog .error { color: #b4232f; }
dialog small { color: #616061; }
dialog footer { margin-top: 1rem; display: flex; gap: .5rem; justify-content: flex-end; }
#mails { margin: 0 1rem 1rem; background: #fff; border: 1px solid #d5d9de; border-radius: .6rem; padding: .5rem 1rem; }
#mails pre { white-space: pre-wrap; font-family: inherit; }
#said { position: fixed; bottom: 1rem; right: 1rem; background: #1f2a37; color: #fff; padding: .6rem 1rem; border-radius: .5rem; max-width: 30rem; }
#said:empty { display: none; }
@media (max-width: 900px) { main { grid-template-columns: 1fr; } }
`

const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`)

/** The page itself; what is in the windows comes with the script. */
export const pageHtml = ({ people, toegang }: DemoWorld): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Toegang: Slack and Teams side by side</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/slack.css"><style>${css}</style></head>
<body>
<header><h1>Toegang</h1>
<label>You are <select id="who">${Object.entries(people)
  .map(([key, person]) => `<option value="${key}">${escaped(`${person.name} (${person.email})`)}</option>`)
  .join('')}</select></label>
<a href="${toegang.url}/login" target="_blank" rel="noopener">Portal</a></header>
<main>
<section id="slack"><h2>Slack · Toegang</h2><div class="log"></div>
<form class="say"><input aria-label="Message in Slack" placeholder="/toegang help" autocomplete="off"><button>Send</button></form></section>
<section id="teams"><h2>Microsoft Teams · Toegang</h2><div class="log"></div>
<form class="say"><input aria-label="Message in Teams" placeholder="help" autocomplete="off"><button>Send</button></form></section>
</main>
<div id="mails"><h2>Mails</h2><div></div></div>
<dialog id="slack-modal"></dialog><dialog id="teams-dialog"></dialog>
<div id="said" role="status"></div>
<script src="/adaptivecards.js"></script><script src="/client.js"></script>
</body></html>`
