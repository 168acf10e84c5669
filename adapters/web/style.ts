import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { RequestHandler } from 'express'

/** Pico lays out plain HTML, light and dark; this adds what the portal needs beside it, and little else. */
const own = `
:root { --pico-font-size: 100%; --pico-spacing: 1rem; --pico-form-element-spacing-vertical: .5rem; --pico-form-element-spacing-horizontal: .75rem; --pico-block-spacing-vertical: 1rem; }
body > header, body > nav.sub, body > main, body > footer { max-width: 64rem; margin-inline: auto; padding-inline: 1rem; }
body > header { padding-block: .75rem .25rem; border-bottom: 1px solid var(--pico-muted-border-color); }
body > header > div { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; }
body > header > div > .who { margin-left: auto; }
body > header > nav { margin-top: .25rem; }
.brand { font-weight: 700; text-decoration: none; color: var(--pico-color); }
.who { color: var(--pico-muted-color); font-size: .875rem; overflow-wrap: anywhere; }
nav ul { flex-wrap: wrap; margin: 0; }
nav li { padding: .25rem .5rem; }
nav [aria-current] { font-weight: 700; text-decoration: underline; text-underline-offset: .35em; }
nav.sub { padding-block: .25rem; border-bottom: 1px solid var(--pico-muted-border-color); font-size: .9375rem; }
body > main { padding-block: 1.5rem 2rem; }
body > main.narrow { max-width: 32rem; }
body > footer { padding-block: 1rem; color: var(--pico-muted-color); }
h1 { --pico-font-size: 1.625rem; margin-bottom: 1rem; overflow-wrap: anywhere; }
h2 { --pico-font-size: 1.25rem; margin: 2rem 0 .75rem; }
h2.count { --pico-font-size: 1rem; margin: 1rem 0 0; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
h3, ul.rows h2 { --pico-font-size: 1.0625rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
button:focus-visible, a:focus-visible, summary:focus-visible, input[type=date]:focus, input[type=date]:focus-within { outline: 2px solid var(--pico-primary); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; padding: .5rem; background: var(--pico-background-color); z-index: 1; }
.said, p.fault, .note { padding: .625rem .875rem; border-left: .25rem solid var(--pico-primary); background: var(--pico-card-sectioning-background-color); white-space: pre-line; overflow-wrap: anywhere; }
.said { border-color: #2d8a4e; }
p.fault { border-color: var(--wrong); }
:root { --wrong: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --wrong: #ff8a80; } }
small.fault { color: var(--wrong); font-weight: 600; }
.optional, .muted { color: var(--pico-muted-color); font-weight: 400; font-size: .875rem; }
.field { margin-bottom: 1rem; max-width: 36rem; }
.field > small { display: block; margin: .125rem 0 0; }
.field > input, .field > select, .field > textarea { margin-bottom: 0; }
a.button { display: inline-block; padding: .375rem .75rem; border: 1px solid var(--pico-primary); border-radius: var(--pico-border-radius); text-decoration: none; }
a.button:hover { text-decoration: underline; }
button[type=submit] { width: auto; margin-bottom: 0; }
main.narrow form:not(.inline) button[type=submit] { width: 100%; }
main form:not(.inline):not(.filter) button { margin: 0 .5rem .5rem 0; }
input[type=search] { --pico-border-radius: .25rem; }
button.danger { --pico-background-color: #b3261e; --pico-border-color: #b3261e; --pico-color: #fff; }
button.secondary { --pico-background-color: transparent; --pico-border-color: var(--pico-muted-border-color); --pico-color: var(--pico-color-text, inherit); color: inherit; }
form.inline { display: inline-flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 0; }
form.inline .field { margin: 0; }
form.inline button { padding: .25rem .75rem; font-size: .9375rem; min-height: 2rem; }
form.filter { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; max-width: none; margin-bottom: 1rem; }
form.filter .field { margin: 0; flex: 1 1 8rem; }
form.filter .field:has(> input[type=search]) { flex-basis: 11rem; }
form.filter .field:last-child { flex: 0 0 auto; }
form.filter button { margin: 0; }
ul.rows { padding: 0; margin: 0 0 1rem; }
ul.rows > li { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: start; justify-content: space-between; padding: .75rem 0; margin: 0; border-bottom: 1px solid var(--pico-muted-border-color); }
ul.rows > li > div:first-child { flex: 1 1 16rem; min-width: 0; overflow-wrap: anywhere; }
ul.rows p { margin: 0; }
.tag { display: inline-block; padding: 0 .5rem; border: 1px solid var(--pico-muted-border-color); border-radius: 1rem; font-size: .875rem; white-space: nowrap; }
.tag.good { border-color: #2d8a4e; }
.tag.bad { border-color: var(--wrong); }
.tag.waiting { border-color: #b26a00; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem; margin: 0 0 1rem; }
main.narrow dl { grid-template-columns: 1fr; gap: 0; }
main.narrow dd { margin-bottom: .5rem; }
dt { color: var(--pico-muted-color); font-weight: 400; }
dd { margin: 0; padding: 0; overflow-wrap: anywhere; white-space: pre-line; }
code { overflow-wrap: anywhere; white-space: pre-wrap; }
details { margin-bottom: 1rem; }
details > summary { width: fit-content; color: var(--pico-primary); }
details > summary::after { float: none; display: inline-block; margin-inline-start: .5rem; vertical-align: -.15em; }
details[open] > summary { margin-bottom: .5rem; }
ul.rows details { margin: .25rem 0 0; font-size: .875rem; }
ul.rows details ul { margin: 0; }
main > .tags { margin-bottom: 1rem; }
meter { display: block; width: 100%; max-width: 20rem; margin-top: .25rem; }
figure.chart { margin: 0; min-width: 0; }
figure.chart svg { display: block; width: 100%; max-width: 24rem; margin-bottom: .5rem; }
figure.chart text { fill: var(--pico-color); font-size: 13px; }
figure.chart rect { fill: var(--pico-primary); }
svg.qr { display: block; width: 12rem; max-width: 100%; margin-bottom: 1rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 1.5rem; }
.wide { overflow-x: auto; }
td { overflow-wrap: anywhere; }
td.left-out { color: var(--wrong); }
.actions { display: flex; flex-wrap: wrap; gap: .5rem 1rem; margin-bottom: 1rem; }
@media (max-width: 32rem) {
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
  main form:not(.inline):not(.filter) button[type=submit] { width: 100%; margin-right: 0; }
  form.filter .field:has(> input[type=search]):not(:nth-last-child(2)) { flex-basis: 100%; }
  body > header nav { font-size: .9375rem; }
  body > header nav li { padding-inline: .375rem; }
  body > header > div > .who { order: 1; flex-basis: 100%; }
  body > header > div > form.inline { margin-left: auto; }
}
`

const require = createRequire(import.meta.url)
const pico = readFileSync(require.resolve('@picocss/pico/css/pico.classless.min.css'), 'utf8')
const sheet = `${pico}\n${own}`

/** Where the style sheet is; the mark after it changes with every word of it. */
export const styleAddress = `/style.css?v=${createHash('sha256').update(sheet).digest('base64url').slice(0, 10)}`

export const serveStyle: RequestHandler = (_request, response) =>
  void response.setHeader('Cache-Control', 'public, max-age=3600').type('css').send(sheet)
