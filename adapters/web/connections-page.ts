import type { Router } from 'express'
import { refuse } from '../../src/kernel/refusal.ts'
import { addConnectionPage } from './connection-page.ts'
import { form, type WebField } from './form.ts'
import { addGroupsPage } from './groups-page.ts'
import { type Html, html } from './html.ts'
import { type Answer, addPage, sayDone } from './pages.ts'
import type { Posted } from './posted.ts'
import { addProvisioningPage } from './provisioning-page.ts'
import { installPath } from './slack-install.ts'
import { chatName, type Portal, type UserVisit } from './visit.ts'

const path = '/company/connections'
const chats = ['slack', 'teams'] as const
type Chat = (typeof chats)[number]

/** `/company/connections`, Koppelingen: Slack, Microsoft Teams and single sign-on. */
export const addConnectionPages = (routes: Router, portal: Portal): void => {
  addPage(routes, portal, {
    path,
    who: 'administrator',
    show: connectionsPage,
    acts: { connect, disconnect, add, set_up: handOver },
  })
  addConnectionPage(routes, portal)
  addProvisioningPage(routes, portal)
  addGroupsPage(routes, portal)
}

const connectionsPage = async (visit: UserVisit): Promise<Answer> => {
  const { texts, core, claim } = visit
  const { web, command } = texts
  const workspaces = await core.ask('workspaces.list', claim, {})
  if (!workspaces.ok) return workspaces
  const connections = await core.ask('connections.list', claim, {})
  if (!connections.ok) return connections
  const sections: Html[] = []
  for (const chat of chats) sections.push(await chatSection(visit, chat, workspaces.result.workspaces))
  return {
    title: web.company.connections,
    body: html`${sections}
<h2>${web.connections.signOn}</h2><p>${web.connections.signOnText}</p>
<ul class="rows">${connections.result.connections.map(
      ({ id, identityProvider, people, required, draft }) =>
        html`<li><div><h3><a href="${path}/${id}">${identityProvider.entityId}</a></h3><p>${web.connections.people(people)}</p></div>${required && html`<span class="tag good">${web.connections.required}</span>`}${draft && html`<span class="tag waiting">${texts.setUp.draft}</span>`}</li>`,
    )}</ul>
<p>${texts.setUp.handOverText}</p>${form(visit, { act: 'set_up', submit: texts.setUp.handOver })}
<details${visit.problem?.act === 'add' && html` open`}><summary>${command['connections.add']}</summary><p>${web.connections.addText}</p>${form(visit, { act: 'add', fields: metadataFields(visit), submit: command['connections.add'] })}</details>`,
  }
}

/** Metadata is read before a command sees it, so the command has no such fields. */
export const metadataFields = ({ texts: { web } }: UserVisit): WebField[] => [
  { name: 'metadataUrl', label: web.connections.metadataUrl, kind: 'line', required: false, maxLength: 2000 },
  { name: 'metadataXml', label: web.connections.metadataXml, kind: 'text', required: false, maxLength: 200_000 },
]

interface Connected {
  readonly channel: Chat
  readonly workspaceId: string
  readonly name: string
  readonly connectedAt: string
  /** Where every workspace brings a token of its own: whether there is one. */
  readonly installed: boolean
}

const chatSection = async (visit: UserVisit, chat: Chat, connected: readonly Connected[]): Promise<Html> => {
  const { texts, portal } = visit
  const { web, command } = texts
  const installs = chat === 'slack' && portal.slack?.installer !== undefined
  const own = connected.filter(({ channel }) => channel === chat)
  const offered = await offer(visit, chat)
  const fresh = offered?.filter(({ workspaceId }) => !own.some((one) => one.workspaceId === workspaceId)) ?? []
  return html`<h2>${chatName[chat]}</h2>
${
  own.length > 0 &&
  html`<ul class="rows">${own.map(
    ({ workspaceId, name, connectedAt, installed }) =>
      html`<li><div><h3>${name}</h3><p>${installs && !installed ? web.connections.removedInSlack : web.connections.connectedOn(connectedAt)}</p></div>${form(visit, { act: 'disconnect', hidden: { channel: chat, workspaceId }, submit: command['workspaces.disconnect'], style: 'secondary', inline: true })}</li>`,
  )}</ul>`
}
${fresh.map(
  ({ workspaceId, name }) =>
    html`<p>${web.connections.connectText(name)}</p>${form(visit, { act: 'connect', hidden: { channel: chat, workspaceId }, submit: html`<button type="submit" name="connect-${chat}" value="yes">${web.connections.connect(chatName[chat])}</button>` })}`,
)}
${offered === undefined && html`<p>${web.connections.unreachable(chatName[chat])}</p>`}
${installs && html`<p>${web.connections.installText}</p><p><a class="button" href="${installPath}">${web.connections.install}</a></p>`}
${offered?.length === 0 && own.length === 0 && !installs && html`<p>${web.connections.notSetUp(chatName[chat])}</p>`}`
}

/** The workspaces that the adapter vouches for; `undefined` while the platform can't be asked. */
const offer = async (
  { portal }: UserVisit,
  chat: Chat,
): Promise<readonly { readonly workspaceId: string; readonly name: string }[] | undefined> => {
  try {
    return (await portal[chat]?.workspaces?.()) ?? []
  } catch (error) {
    portal.log.warn({ err: error, chat }, 'the workspaces of a chat system could not be read')
    return undefined
  }
}

/** Only a workspace that our own adapter vouches for, under the name that it has there. */
const connect = async (visit: UserVisit, posted: Posted): Promise<Answer> => {
  const channel = chats.find((chat) => chat === posted.one('channel'))
  const offered = channel ? await offer(visit, channel) : []
  const workspace = offered?.find(({ workspaceId }) => workspaceId === posted.one('workspaceId'))
  if (!channel || !workspace) return refuse('not_found')
  const outcome = await visit.core.run('workspaces.connect', visit.claim, { channel, ...workspace })
  return outcome.ok ? { goTo: path, say: sayDone(visit.texts, 'workspaces.connect', outcome.result) } : outcome
}

const disconnect = async (visit: UserVisit, posted: Posted): Promise<Answer> => {
  const input = { channel: posted.one('channel'), workspaceId: posted.one('workspaceId') }
  const outcome = await visit.core.run('workspaces.disconnect', visit.claim, input)
  if (!outcome.ok) return outcome
  await revoke(visit, outcome.result.sealedTokens)
  return { goTo: path, say: sayDone(visit.texts, 'workspaces.disconnect', outcome.result) }
}

/** They are forgotten here already, whatever the platform makes of it. */
const revoke = async ({ core, portal }: UserVisit, sealedTokens: readonly string[]): Promise<void> => {
  for (const sealed of sealedTokens)
    try {
      await portal.slack?.installer?.revoke(core.ports.secrets.open(sealed))
    } catch (err) {
      portal.log.warn({ err }, 'a token that is not used any more could not be ended at Slack')
    }
}

const add = async (visit: UserVisit, posted: Posted): Promise<Answer> => {
  const read = await visit.portal.identityProviders.read({
    metadataXml: posted.one('metadataXml').trim(),
    metadataUrl: posted.one('metadataUrl').trim(),
  })
  if (!read) return refuse('invalid_input', { fields: { metadataUrl: ['Required'] } })
  if ('why' in read) return refuse('metadata_unusable', { why: read.why })
  const outcome = await visit.core.run('connections.add', visit.claim, read)
  return outcome.ok
    ? { goTo: `${path}/${outcome.result.id}`, say: sayDone(visit.texts, 'connections.add', outcome.result) }
    : outcome
}

/** The link is shown once: only its hash is kept. */
const handOver = async ({ core, claim, texts, portal }: UserVisit): Promise<Answer> => {
  const outcome = await core.run('set_ups.start', claim, {})
  if (!outcome.ok) return outcome
  const link = `${portal.baseUrl}${outcome.result.path}`
  return {
    title: texts.setUp.linkTitle,
    body: html`<p>${texts.setUp.linkText(texts.until(outcome.result.until))}</p><p><a href="${link}">${link}</a></p><p><a href="${path}">${texts.web.connections.back}</a></p>`,
  }
}
