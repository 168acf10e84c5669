/** What runs in the reader's browser: draws the windows, and tells the server what the reader does. No build step, so plain script. */
export const clientScript = `
const who = document.querySelector('#who')
const shown = new Map()
const element = (html) => Object.assign(document.createElement('template'), { innerHTML: html }).content
const text = (tag, words, className) => Object.assign(document.createElement(tag), { textContent: words, className: className ?? '' })

const act = async (done) => {
  const response = await fetch('/act?who=' + who.value, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(done),
  })
  const { said } = await response.json()
  if (said && /^https?:/.test(said)) window.open(said, '_blank', 'noopener')
  else if (said) { document.querySelector('#said').textContent = said; setTimeout(() => { document.querySelector('#said').textContent = '' }, 6000) }
  await draw()
}

const changed = (place, value) => {
  const now = JSON.stringify(value)
  if (shown.get(place) === now) return false
  shown.set(place, now)
  return true
}

const drawSlack = ({ messages, modal }) => {
  const log = document.querySelector('#slack .log')
  if (changed('slack', messages)) {
    log.replaceChildren(...messages.map(({ id, html }) => {
      const box = document.createElement('div')
      box.append(element(html))
      for (const button of box.querySelectorAll('button[id]')) button.onclick = () => act({ kind: 'slack.press', message: id, button: button.id })
      return box
    }))
    log.scrollTop = log.scrollHeight
  }
  const box = document.querySelector('#slack-modal')
  if (!modal) { if (box.open) box.close(); shown.delete('modal'); return }
  if (!changed('modal', modal)) return
  const form = document.createElement('form')
  form.append(text('h3', modal.title), element(modal.html))
  if (modal.error) form.append(text('p', modal.error, 'error'))
  for (const button of form.querySelectorAll('button[id]')) { button.type = 'button'; button.onclick = () => act({ kind: 'slack.press', message: '', button: button.id }) }
  for (const field of modal.fields) {
    const label = text('label', field.label)
    let input
    if (field.options.length && field.type !== 'checkboxes') {
      input = document.createElement('select')
      if (field.type.startsWith('multi')) input.multiple = true
      else input.append(new Option('', ''))
      for (const option of field.options) input.append(new Option(option.label, option.value, false, option.value === field.value))
    } else if (field.type === 'textarea') input = Object.assign(document.createElement('textarea'), { rows: 4, value: field.value })
    else if (field.type === 'checkboxes') input = Object.assign(document.createElement('input'), { type: 'checkbox', value: 'true' })
    else input = Object.assign(document.createElement('input'), { type: field.type === 'datepicker' ? 'date' : field.type === 'number_input' ? 'number' : 'text', value: field.value })
    input.name = field.name
    input.required = field.required && field.type !== 'checkboxes'
    label.append(input)
    form.append(label)
    if (field.hint) form.append(text('small', field.hint))
    if (field.error) form.append(text('p', field.error, 'error'))
  }
  const foot = document.createElement('footer')
  const close = Object.assign(text('button', '✕'), { type: 'button', onclick: () => act({ kind: 'slack.close' }) })
  foot.append(close)
  if (modal.submit) foot.append(text('button', modal.submit))
  form.append(foot)
  form.onsubmit = (event) => {
    event.preventDefault()
    act({ kind: 'slack.submit', values: Object.fromEntries(new FormData(form)) })
  }
  box.replaceChildren(form)
  if (!box.open) box.showModal()
}

const drawCard = (json, pressed) => {
  const card = new AdaptiveCards.AdaptiveCard()
  card.onExecuteAction = pressed
  card.parse(json)
  return card.render()
}
const inputsOf = (action) => Object.fromEntries((action.parent?.getRootElement().getAllInputs() ?? []).map((input) => [input.id, String(input.value ?? '')]))

const drawTeams = ({ messages, dialog }) => {
  const log = document.querySelector('#teams .log')
  if (changed('teams', messages)) {
    log.replaceChildren(...messages.map(({ id, mine, text: words, card }) => {
      if (mine) return text('div', words, 'mine')
      const box = document.createElement('div')
      if (words) box.append(text('p', words))
      if (card) {
        box.className = 'card'
        box.append(drawCard(card, (action) => {
          if (action instanceof AdaptiveCards.OpenUrlAction) return window.open(action.url, '_blank', 'noopener')
          const fetched = action.data?.msteams?.type === 'task/fetch'
          act({ kind: fetched ? 'teams.open' : 'teams.press', message: id, title: action.title, inputs: inputsOf(action) })
        }))
      }
      return box
    }))
    log.scrollTop = log.scrollHeight
  }
  const box = document.querySelector('#teams-dialog')
  if (!dialog?.card) { if (box.open) box.close(); shown.delete('dialog'); return }
  if (!changed('dialog', dialog)) return
  const close = Object.assign(text('button', '✕'), { type: 'button', onclick: () => act({ kind: 'teams.close' }) })
  const rendered = drawCard(dialog.card, (action) => act({ kind: 'teams.submit', inputs: inputsOf(action) }))
  box.replaceChildren(close, text('h3', dialog.title ?? ''), rendered)
  if (!box.open) box.showModal()
}

const drawMails = (mails) => {
  if (!changed('mails', mails)) return
  document.querySelector('#mails > div').replaceChildren(...[...mails].reverse().map((mail) => {
    const box = document.createElement('details')
    box.append(text('summary', mail.to + ': ' + mail.subject), text('pre', mail.text))
    if (mail.link) box.append(Object.assign(text('a', 'Open the link of this mail'), { href: mail.link, target: '_blank', rel: 'noopener' }))
    return box
  }))
}

const draw = async () => {
  const state = await (await fetch('/state?who=' + who.value)).json()
  drawSlack(state.slack)
  drawTeams(state.teams)
  drawMails(state.mails)
}

for (const [place, kind] of [['#slack', 'slack.type'], ['#teams', 'teams.type']]) {
  const form = document.querySelector(place + ' form')
  form.onsubmit = (event) => {
    event.preventDefault()
    const [input] = form.elements
    if (input.value.trim()) act({ kind, text: input.value })
    input.value = ''
  }
}
who.onchange = () => { shown.clear(); draw() }
setInterval(draw, 800)
draw()
`
