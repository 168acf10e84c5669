import type * as z from 'zod'
import type { Claim } from '../../src/kernel/actor.ts'
import type { Core } from '../../src/kernel/answer.ts'
import { type Decision, evaluationBody, type evaluationsBody } from './access-shapes.ts'

export const claim: Claim = { channel: 'api' }

/** The one action that there is. */
export const use = 'use'

export const isResourceKind = (type: string): type is 'licence' | 'standard' =>
  type === 'licence' || type === 'standard'

/**
 * Whether a user (by id or address) may use a licence (by id or name) or a standard (by number). Of other kinds of subjects, actions
 * and resources nobody is allowed anything; the reason says which of them it was.
 */
export const decide = async (
  core: Core,
  { subject, action, resource }: z.output<typeof evaluationBody>,
  baseUrl: string,
): Promise<Decision> => {
  const declined = (reason: string): Decision => ({ decision: false, context: { reason } })
  if (subject.type !== 'user') return declined('unknown_subject_type')
  if (action.name !== use) return declined('unknown_action')
  if (!isResourceKind(resource.type)) return declined('unknown_resource_type')
  const asked = { user: subject.id, resource: { kind: resource.type, id: resource.id } }
  const outcome = await core.ask('access.evaluate', claim, asked)
  // A name that is longer than any of ours.
  if (!outcome.ok) return declined('unknown_resource')
  const { allowed, because, until, licence, canAsk } = outcome.result
  return {
    decision: allowed,
    context: {
      reason: because,
      ...(until && { until }),
      ...(licence && { licence }),
      ...(canAsk && licence && { request_url: `${baseUrl}/company/licences/${licence.id}` }),
    },
  }
}

type Evaluations = z.output<typeof evaluationsBody>

/**
 * Several decisions (section 7.1): each evaluation takes from the defaults what it does not have. One that is incomplete is declined
 * with an error of its own; the semantic says after which decision the others are left out.
 */
export const decideAll = async (core: Core, asked: Evaluations, baseUrl: string): Promise<Decision[]> => {
  const semantic = asked.options?.evaluations_semantic ?? 'execute_all'
  const done: Decision[] = []
  for (const own of asked.evaluations ?? []) {
    const whole = evaluationBody.safeParse({
      subject: withDefaults(own['subject'], asked.subject, ['type', 'id']),
      action: withDefaults(own['action'], asked.action, ['name']),
      resource: withDefaults(own['resource'], asked.resource, ['type', 'id']),
      context: own['context'] ?? asked.context,
    })
    const decision = whole.success ? await decide(core, whole.data, baseUrl) : incomplete
    done.push(decision)
    if (semantic === 'deny_on_first_deny' && !decision.decision) break
    if (semantic === 'permit_on_first_permit' && decision.decision) break
  }
  return done
}

const incomplete: Decision = {
  decision: false,
  context: { reason: 'incomplete', error: { status: 400, message: 'subject, action and resource must be complete.' } },
}

/** What an evaluation names takes the place of the default as a whole, save for what it must have. */
const withDefaults = (own: unknown, given: object | undefined, needed: readonly string[]): unknown => {
  if (own === undefined) return given
  if (typeof own !== 'object' || own === null || !given) return own
  const fallback = Object.entries(given).filter(([name]) => needed.includes(name))
  return { ...Object.fromEntries(fallback), ...own }
}
