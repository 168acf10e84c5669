import { randomBytes } from 'node:crypto'
import { asJson, asList, asText, type Json } from '../teams/json.ts'
import { judgeView } from './judge/judge.ts'
import { Refused, refuseJudged } from './refused.ts'
import { stateOf } from './state-values.ts'
import { type Installation, installationOf, revise, type SlackView, type World, withIds } from './world.ts'

const deepest = 3

const newHash = (world: World) => `${Math.floor(world.now() / 1000)}.${randomBytes(4).toString('hex')}`

/** The modals that a person sees, the top one last. */
export const stackOf = (world: World, userId: string): SlackView[] =>
  world.views.filter((one) => one.type === 'modal' && one.user === userId && one.open)

const judged = (world: World, where: string, view: Json, type: SlackView['type']): Json => {
  const remarks = [...judgeView(view), ...(view['type'] === type ? [] : [`/type: not a ${type}`])]
  world.complain(where, remarks)
  if (remarks.length > 0) throw refuseJudged('invalid_arguments', remarks)
  return { ...view, blocks: withIds(view['blocks']) }
}

const unique = (world: World, teamId: string, view: Json, self?: SlackView) => {
  const wanted = asText(view['external_id'])
  const taken = world.views.some(
    (one) => one !== self && one.open && one.teamId === teamId && wanted && one.source['external_id'] === wanted,
  )
  if (taken) throw new Refused('duplicate_external_id')
}

const add = (world: World, where: string, view: Json, at: { user: string; teamId: string; on?: SlackView }) => {
  const source = judged(world, where, view, 'modal')
  unique(world, at.teamId, source)
  const id = world.nextId('V')
  const added: SlackView = {
    id,
    user: at.user,
    teamId: at.teamId,
    type: 'modal',
    source,
    hash: newHash(world),
    rootId: at.on?.rootId ?? id,
    previousId: at.on?.id,
    values: stateOf(asList(source['blocks'])),
    errors: {},
    open: true,
  }
  world.views.push(added)
  return added
}

/** Closes modals without telling the app. */
export const close = (world: World, views: readonly SlackView[]): void => {
  for (const view of views) revise(world.views, view, { open: false })
}

/** Opens a modal; one that was open makes way. */
export const openModal = (world: World, where: string, view: Json, at: { user: string; teamId: string }): SlackView => {
  const before = stackOf(world, at.user)
  const added = add(world, where, view, at)
  close(world, before)
  return added
}

/** Lays a modal on top of the open ones, three deep at most. */
export const pushModal = (world: World, where: string, view: Json, user: string): SlackView => {
  const stack = stackOf(world, user)
  const on = stack.at(-1)
  if (!on) throw new Refused('not_found')
  if (stack.length >= deepest) {
    world.complain(where, [`a stack of more than ${deepest} modals`])
    throw new Refused('push_limit_reached')
  }
  return add(world, where, view, { user, teamId: on.teamId, on })
}

/** Replaces the content of a view; with a hash, only when nobody else did so meanwhile. */
export const updateView = (world: World, where: string, old: SlackView, view: Json, hash?: string): SlackView => {
  if (hash !== undefined && hash !== old.hash) throw new Refused('hash_conflict')
  const source = judged(world, where, view, old.type)
  unique(world, old.teamId, source, old)
  return revise(world.views, old, {
    source,
    hash: newHash(world),
    values: stateOf(asList(source['blocks']), old.values),
    errors: {},
  })
}

export const homeOf = (world: World, userId: string): SlackView | undefined =>
  world.views.find((one) => one.type === 'home' && one.user === userId)

/** Publishes the Home tab of one person. */
export const publishHome = (
  world: World,
  where: string,
  view: Json,
  at: { user: string; teamId: string; hash: string | undefined },
): SlackView => {
  const old = homeOf(world, at.user)
  if (old) return updateView(world, where, old, view, at.hash)
  const source = judged(world, where, view, 'home')
  const id = world.nextId('V')
  const home: SlackView = {
    id,
    user: at.user,
    teamId: at.teamId,
    type: 'home',
    source,
    hash: newHash(world),
    rootId: id,
    previousId: undefined,
    values: stateOf(asList(source['blocks'])),
    errors: {},
    open: true,
  }
  world.views.push(home)
  return home
}

/** A view as the Web API and payloads show it (`ViewOutput` of @slack/bolt). */
export const shownView = (
  world: World,
  view: SlackView,
  installation: Installation = installationOf(world, view.teamId),
): Json => {
  const { blocks, title, submit, close: closing, callback_id, private_metadata, external_id, type } = view.source
  const text = (value: unknown) => (value === undefined ? null : { emoji: true, ...asJson(value) })
  return {
    id: view.id,
    team_id: view.teamId,
    type,
    blocks,
    private_metadata: private_metadata ?? '',
    callback_id: callback_id ?? '',
    state: { values: view.values },
    hash: view.hash,
    title: text(title),
    clear_on_close: view.source['clear_on_close'] ?? false,
    notify_on_close: view.source['notify_on_close'] ?? false,
    close: text(closing),
    submit: text(submit),
    previous_view_id: view.previousId ?? null,
    root_view_id: view.rootId,
    app_id: world.appId,
    external_id: external_id ?? '',
    app_installed_team_id: view.teamId,
    bot_id: installation.botId,
  }
}
