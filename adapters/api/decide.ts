import type * as z from 'zod'
import type { FoundOf } from '../../src/catalogue.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import type { Core } from '../../src/kernel/answer.ts'
import { resourceInput } from '../../src/licences/evaluate-access.ts'
import { type Decision, evaluationBody, type evaluationsBody } from './access-shapes.ts'

export const claim: Claim = { channel: 'api' }

/** The one action that there is. */
export const use = 'use'

export const isResourceKind = (type: string): type is 'licence' | 'standard' =>
  type === 'licence' || type === 'standard'

type Evaluation = z.output<typeof evaluationBody>
type Asked = { readonly user: string; readonly resource: z.output<typeof resourceInput> }

/**
 * Whether a user (by id or address) may use a licence (by id or name) or a standard (by number), for each evaluation. Of other kinds of
 * subjects, actions and resources nobody is allowed anything; the reason says which of them it was.
 */
const decideEach = async (
  core: Core,
  evaluations: readonly (Evaluation | undefined)[],
  baseUrl: string,
): Promise<Decision[]> => {
  const meant = evaluations.map((one) => (one ? meaningOf(one) : incomplete))
  const asked = meant.filter((one) => 'user' in one)
  const outcome = await core.ask('access.evaluate', claim, { asked })
  if (!outcome.ok) throw new Error(`access.evaluate was refused: ${outcome.code}`)
  const answers = outcome.result.values()
  return meant.map((one) => ('user' in one ? inAuthZen(answers.next().value, baseUrl) : one))
}

export const decide = async (core: Core, evaluation: Evaluation, baseUrl: string): Promise<Decision> => {
  const [decision] = await decideEach(core, [evaluation], baseUrl)
  return decision ?? incomplete
}

const meaningOf = ({ subject, action, resource }: Evaluation): Asked | Decision => {
  if (subject.type !== 'user') return declined('unknown_subject_type')
  if (action.name !== use) return declined('unknown_action')
  if (!isResourceKind(resource.type)) return declined('unknown_resource_type')
  const named = resourceInput.safeParse({ kind: resource.type, id: resource.id })
  // A name that is longer than any of ours.
  return named.success ? { user: subject.id, resource: named.data } : declined('unknown_resource')
}

const declined = (reason: string): Decision => ({ decision: false, context: { reason } })

const inAuthZen = (answer: FoundOf<'access.evaluate'>[number] | undefined, baseUrl: string): Decision => {
  if (!answer) return declined('unknown_resource')
  const { allowed, because, until, licence, canAsk } = answer
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
  const whole = (asked.evaluations ?? []).map(
    (own) =>
      evaluationBody.safeParse({
        subject: withDefaults(own['subject'], asked.subject, ['type', 'id']),
        action: withDefaults(own['action'], asked.action, ['name']),
        resource: withDefaults(own['resource'], asked.resource, ['type', 'id']),
        context: own['context'] ?? asked.context,
      }).data,
  )
  const decisions = await decideEach(core, whole, baseUrl)
  const last = decisions.findIndex(({ decision }) => isLast(decision, asked.options?.evaluations_semantic))
  return last < 0 ? decisions : decisions.slice(0, last + 1)
}

type Semantic = NonNullable<Evaluations['options']>['evaluations_semantic']

const isLast = (decision: boolean, semantic: Semantic = 'execute_all'): boolean =>
  semantic === 'deny_on_first_deny' ? !decision : semantic === 'permit_on_first_permit' && decision

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
