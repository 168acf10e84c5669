import type { IdpUser } from './message.ts'
import { escaped } from './xml.ts'

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${escaped(title)}</title><style>body{font:1rem/1.5 system-ui;max-width:26rem;margin:12vh auto;padding:0 1rem}` +
  `button{font:inherit;width:100%;padding:.7rem;margin:.3rem 0;text-align:left;cursor:pointer}small{color:#555}</style></head>` +
  `<body><h1>${escaped(title)}</h1>${body}</body></html>`

const hidden = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`

/** Who are you? One button per user; no password, because this is a stage and not a house. */
export const choicePage = (title: string, users: readonly IdpUser[], pending: string): string =>
  page(
    title,
    `<p>Choose who signs in.</p><form method="get" action="/choose">${hidden('pending', pending)}${users
      .map(
        ({ nameId, name, email }) =>
          `<button name="user" value="${escaped(nameId)}">${escaped(name ?? nameId)}<br><small>${escaped(email ?? nameId)}</small></button>`,
      )
      .join('')}</form>`,
  )

/** The answer, on its way to the service: posts itself, or by its button where scripts are off. Bindings §3.5.4. */
export const postPage = (action: string, parameter: string, xml: string, relayState: string | undefined): string =>
  page(
    'One moment',
    `<form method="post" action="${escaped(action)}">${hidden(parameter, Buffer.from(xml).toString('base64'))}` +
      `${hidden('RelayState', relayState)}<button>Continue</button></form><script>document.forms[0].submit()</script>`,
  )

export const messagePage = (text: string): string => page('Identity provider', `<p>${escaped(text)}</p>`)
