import type { Json } from '../../teams/json.ts'
import { needText, objectArgument, textArgument } from '../arguments.ts'
import { Refused } from '../refused.ts'
import type { Trigger, Triggers } from '../triggers.ts'
import { openModal, publishHome, pushModal, shownView, updateView } from '../views.ts'
import { manifestAt, type World } from '../world.ts'
import type { Call, Methods } from './call.ts'
import { visibleUser } from './places.ts'

/** views.*: docs.slack.dev/reference/methods */
export const viewMethods = (world: World, triggers: Triggers): Methods => {
  const viewIn = ({ args }: Call): Json => {
    const view = objectArgument(args, 'view', 'invalid_arguments')
    if (!view) throw new Refused('invalid_arguments')
    return view
  }
  const exchanged = ({ args, installation }: Call): Trigger => {
    const trigger = triggers.exchange(args['trigger_id'])
    if (typeof trigger === 'string') throw new Refused(trigger)
    if (trigger.teamId !== installation.teamId) throw new Refused('invalid_trigger_id')
    return trigger
  }
  return {
    'views.open': (call) => {
      const view = viewIn(call)
      const { userId, teamId } = exchanged(call)
      return { view: shownView(world, openModal(world, call.method, view, { user: userId, teamId })) }
    },
    'views.push': (call) => {
      const view = viewIn(call)
      const trigger = exchanged(call)
      if (!trigger.viewId) throw new Refused('not_found')
      return { view: shownView(world, pushModal(world, call.method, view, trigger.userId)) }
    },
    'views.update': (call) => {
      const { args, installation } = call
      const [id, externalId] = [textArgument(args, 'view_id'), textArgument(args, 'external_id')]
      const found = world.views.find(
        (one) =>
          one.teamId === installation.teamId &&
          one.open &&
          (one.id === id || (externalId !== undefined && one.source['external_id'] === externalId)),
      )
      if (!found) throw new Refused('not_found')
      const updated = updateView(world, call.method, found, viewIn(call), textArgument(args, 'hash'))
      return { view: shownView(world, updated) }
    },
    'views.publish': (call) => {
      if (manifestAt(world, 'features', 'app_home', 'home_tab_enabled') !== true) {
        world.complain(call.method, ['the manifest does not enable the Home tab'])
        throw new Refused('not_enabled')
      }
      const { args, installation } = call
      const user = visibleUser(world, installation, needText(args, 'user_id'))
      const hash = textArgument(args, 'hash')
      const at = { user: user.id, teamId: installation.teamId, hash }
      return { view: shownView(world, publishHome(world, call.method, viewIn(call), at)) }
    },
  }
}
