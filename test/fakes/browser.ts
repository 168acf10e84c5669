import { type HTMLElement, parse } from 'node-html-parser'

/** A page as a person without JavaScript sees it. */
export interface Page {
  readonly status: number
  readonly url: string
  readonly html: string
  /** The words on the page, in order, white space folded. */
  readonly text: string
  /** Posts (or gets) the form that has a field of this name, or a button that begins with these words, with its own values and these. */
  submit(which: string, values?: { readonly [field: string]: string | readonly string[] }): Promise<Page>
  /** Follows the link with these words. */
  follow(words: string): Promise<Page>
}

export interface TestBrowser {
  open(url: string): Promise<Page>
  /** Calls an API with this browser's cookies. */
  fetch(url: string, init?: RequestInit): Promise<Response>
  cookie(name: string): string | undefined
}

/**
 * A browser without JavaScript over real HTTP: cookies per host and port, redirects, forms. As between two sites, a form that is
 * posted from one host to another carries no SameSite=Lax cookie.
 */
export const openTestBrowser = (language = 'nl'): TestBrowser => {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: URL): Map<string, string> => {
    const jar = jars.get(url.host) ?? new Map<string, string>()
    jars.set(url.host, jar)
    return jar
  }

  const request = async (address: string, init: RequestInit, from?: URL): Promise<{ response: Response; url: URL }> => {
    let url = new URL(address)
    let now = init
    for (let hop = 0; hop < 15; hop++) {
      const crossPost = now.method === 'POST' && from !== undefined && from.host !== url.host
      const jar = jarOf(url)
      const cookies = crossPost ? '' : [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(url, {
        ...now,
        redirect: 'manual',
        headers: {
          ...(now.headers as Record<string, string>),
          'accept-language': language,
          ...(cookies && { cookie: cookies }),
        },
      })
      for (const line of response.headers.getSetCookie()) keep(jar, line)
      const location = response.headers.get('location')
      if (!location || response.status < 300 || response.status >= 400) return { response, url }
      await response.arrayBuffer()
      url = new URL(location, url)
      if (response.status !== 307 && response.status !== 308) now = { method: 'GET' }
    }
    throw new Error(`too many redirects from ${address}`)
  }

  const open = async (address: string, init: RequestInit = {}, from?: URL): Promise<Page> => {
    const { response, url } = await request(address, init, from)
    return pageOf(response.status, url, await response.text(), open)
  }

  return {
    open: (url) => open(url),
    fetch: async (url, init = {}) => (await request(url, init)).response,
    cookie: (name) => [...jars.values()].map((jar) => jar.get(name)).find((value) => value !== undefined),
  }
}

const keep = (jar: Map<string, string>, line: string): void => {
  const [pair = '', ...attributes] = line.split(';')
  const [name = '', value = ''] = pair.split(/=(.*)/s)
  const ended = attributes.some((one) => /^\s*(max-age=(0|-)|expires=Thu, 01 Jan 1970)/i.test(one))
  if (ended || value === '') jar.delete(name.trim())
  else jar.set(name.trim(), value.trim())
}

type Open = (address: string, init?: RequestInit, from?: URL) => Promise<Page>

const pageOf = (status: number, url: URL, html: string, open: Open): Page => {
  const root = parse(html)
  const words = (element: HTMLElement) => element.textContent.replace(/\s+/g, ' ').trim()
  return {
    status,
    url: url.href,
    html,
    text: words(root.querySelector('body') ?? root),
    async submit(which, values = {}) {
      const form = root.querySelectorAll('form').find((one) => buttonIn(one, which) ?? fieldIn(one, which))
      if (!form) throw new Error(`no form with "${which}" on ${url.href} (${status}): ${words(root).slice(0, 500)}`)
      const fields = valuesOf(form, buttonIn(form, which))
      for (const [name, value] of Object.entries(values)) {
        fields.delete(name)
        for (const one of typeof value === 'string' ? [value] : value) fields.append(name, one)
      }
      const action = new URL(form.getAttribute('action') || url.href, url)
      if ((form.getAttribute('method') ?? 'get').toLowerCase() !== 'post') {
        action.search = String(fields)
        return open(action.href)
      }
      return open(action.href, { method: 'POST', body: fields }, url)
    },
    async follow(label) {
      const link = root.querySelectorAll('a').find((one) => words(one) === label)
      if (!link) throw new Error(`no link "${label}" on ${url.href}: ${words(root).slice(0, 500)}`)
      return open(new URL(link.getAttribute('href') ?? '', url).href)
    },
  }
}

const buttonIn = (form: HTMLElement, which: string): HTMLElement | undefined =>
  form
    .querySelectorAll('button, input[type=submit]')
    .find((one) => one.textContent.trim().startsWith(which) || one.getAttribute('value') === which)

const fieldIn = (form: HTMLElement, which: string): HTMLElement | null => form.querySelector(`[name="${which}"]`)

/** What the browser would send: the fields as they stand, and the button that is pressed. */
const valuesOf = (form: HTMLElement, button: HTMLElement | undefined): URLSearchParams => {
  const fields = new URLSearchParams()
  for (const field of form.querySelectorAll('input, textarea, select')) {
    const name = field.getAttribute('name')
    const type = field.getAttribute('type') ?? 'text'
    if (!name || type === 'submit' || field.hasAttribute('disabled')) continue
    if (field.tagName === 'SELECT') {
      const options = field.querySelectorAll('option')
      const chosen = options.filter((option) => option.hasAttribute('selected'))
      const [first] = options
      const sent = chosen.length > 0 ? chosen : first && !field.hasAttribute('multiple') ? [first] : []
      for (const option of sent) fields.append(name, option.getAttribute('value') ?? option.textContent)
    } else if (field.tagName === 'TEXTAREA') fields.append(name, field.textContent)
    else if ((type !== 'checkbox' && type !== 'radio') || field.hasAttribute('checked'))
      fields.append(name, field.getAttribute('value') ?? (type === 'checkbox' ? 'on' : ''))
  }
  const name = button?.getAttribute('name')
  if (button && name) fields.append(name, button.getAttribute('value') ?? '')
  return fields
}
