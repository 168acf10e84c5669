/** The bodies of the OpenID AuthZEN Authorization API 1.0 (sections 5 to 8). What it does not name is left aside. */
import * as z from 'zod'

const properties = z.record(z.string(), z.unknown()).optional()
const context = z.record(z.string(), z.unknown()).optional()
const word = z.string().min(1).max(320)

const subject = z.object({ type: word, id: word, properties })
const action = z.object({ name: word, properties })
const resource = z.object({ type: word, id: word, properties })

export const evaluationBody = z.object({ subject, action, resource, context })

/** `limit` and `token` of what follows. */
const page = z
  .object({
    limit: z.number().int().min(1).optional(),
    token: z.string().max(500).optional(),
    next_token: z.string().max(500).optional(),
  })
  .optional()

const anySubject = subject.partial({ id: true })
const anyResource = resource.partial({ id: true })

export const subjectSearchBody = z.object({ subject: anySubject, action, resource, context, page })
export const resourceSearchBody = z.object({ subject, action, resource: anyResource, context, page })
export const actionSearchBody = z.object({ subject, resource, context, page })

const mostEvaluations = 1000

/** Defaults for all, and what each evaluation has of its own. */
export const evaluationsBody = z.object({
  subject: subject.partial().optional(),
  action: action.partial().optional(),
  resource: resource.partial().optional(),
  context,
  evaluations: z.array(z.record(z.string(), z.unknown())).max(mostEvaluations).optional(),
  options: z
    .object({
      evaluations_semantic: z.enum(['execute_all', 'deny_on_first_deny', 'permit_on_first_permit']).optional(),
    })
    .optional(),
})

export const decisionAnswer = z.object({
  decision: z.boolean(),
  context: z
    .object({
      reason: z.string(),
      until: z.string().optional(),
      licence: z.object({ id: z.string(), name: z.string() }).optional(),
      request_url: z.string().optional(),
      error: z.object({ status: z.number(), message: z.string() }).optional(),
    })
    .optional(),
})
export type Decision = z.output<typeof decisionAnswer>

export const evaluationsAnswer = z.object({ evaluations: z.array(decisionAnswer) })

const found = z.object({ type: z.string(), id: z.string(), properties })
const nextPage = z.object({ next_token: z.string() })
export const searchAnswer = z.object({ results: z.array(found), page: nextPage })
export const actionSearchAnswer = z.object({ results: z.array(z.object({ name: z.string() })), page: nextPage })
