/** OpenAPI 3.1 documents of our APIs, made from the very schemas by which bodies are read. */
import * as z from 'zod'
import { commands, queries } from '../../src/catalogue.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { accessEventTypes } from '../../src/webhooks/webhook.ts'
import {
  actionSearchAnswer,
  actionSearchBody,
  decisionAnswer,
  evaluationBody,
  evaluationsAnswer,
  evaluationsBody,
  resourceSearchBody,
  searchAnswer,
  subjectSearchBody,
} from './access-shapes.ts'
import { type Operation, operations, queryNames } from './operations.ts'

interface Json {
  readonly [name: string]: unknown
}
interface ObjectSchema {
  readonly properties?: Json
  readonly required?: readonly string[]
}

const version = '1.0'

const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'input'): ObjectSchema => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest as ObjectSchema
}

const json = (schema: unknown): Json => ({ 'application/json': { schema } })

const problem: Json = {
  description: 'A mistake (RFC 9457), with words for a person, and a pointer to each field that is wrong.',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          errors: {
            type: 'array',
            items: { type: 'object', properties: { pointer: { type: 'string' }, detail: { type: 'string' } } },
          },
        },
      },
    },
  },
}

const documentOf = (title: string, server: string, paths: Json, more: Json = {}): Json => ({
  openapi: '3.1.0',
  info: { title, version },
  servers: [{ url: server }],
  security: [{ bearer: [] }],
  paths,
  ...more,
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
})

/** What webhooks hear: what happened, when, and the identifiers of what it happened to. */
const webhookBody = z.object({
  type: z.enum(accessEventTypes),
  timestamp: z.string(),
  data: z.record(z.string(), z.unknown()),
})

/** The operator's API, with what it sends to webhooks. */
export const operatorDocument = (baseUrl: string): Json => {
  const paths: { [path: string]: { [method: string]: Json } } = {}
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method]: describe(operation) }
  }
  const taken = { responses: { '2XX': { description: 'Taken.' }, '410': { description: 'No more of these.' } } }
  return documentOf('Toegang: operator', `${baseUrl}/operator/v1`, paths, {
    webhooks: {
      access: { post: { summary: 'Access changed', requestBody: { content: json(schemaOf(webhookBody)) }, ...taken } },
    },
  })
}

const describe = (operation: Operation): Json => {
  const { method, path, name, status = 200 } = operation
  const input = inputOf(operation)
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, field = '']) => field)
  const rest = Object.entries(input.properties ?? {}).filter(([field]) => !inPath.includes(field))
  const inQuery = Object.entries(queryNames).filter(([, field]) => rest.some(([own]) => own === field))
  const required = (input.required ?? []).filter((field) => !inPath.includes(field))
  const parameters = [
    ...inPath.map((field) => ({ name: field, in: 'path', required: true, schema: { type: 'string' } })),
    ...(method === 'get'
      ? inQuery.map(([as, field]) => ({ name: as, in: 'query', schema: input.properties?.[field] ?? {} }))
      : []),
  ]
  const body = { type: 'object', properties: Object.fromEntries(rest), ...(required.length > 0 && { required }) }
  const hasBody = method !== 'get' && method !== 'delete' && rest.length > 0
  return {
    operationId: name.replaceAll('.', '_'),
    summary: summaryOf(name),
    ...(parameters.length > 0 && { parameters }),
    ...(hasBody && { requestBody: { required: required.length > 0, content: json(body) } }),
    responses: { [status]: { description: 'Done.', content: json({ type: 'object' }) }, default: problem },
  }
}

const inputOf = ({ name, metadata }: Operation): ObjectSchema => {
  const rules: { readonly [name: string]: { readonly input: z.ZodType } } = { ...commands, ...queries }
  const rule = rules[name]
  const { properties = {}, required = [] } = rule ? schemaOf(rule.input) : {}
  if (!metadata) return { properties, required }
  const { identityProvider: _read, cacheSeconds: _known, ...rest } = properties
  const text = { type: 'string' }
  return {
    properties: { ...rest, metadataXml: text, metadataUrl: text },
    required: required.filter((field) => field !== 'identityProvider'),
  }
}

const summaryOf = (name: Operation['name']): string => {
  const labels: { readonly [name: string]: string } = textsIn('en').command
  return labels[name] ?? name
}

/** The access API, as the AuthZEN Authorization API 1.0 has it. */
export const accessDocument = (baseUrl: string): Json => {
  const post = (summary: string, body: z.ZodType, answer: z.ZodType): Json => ({
    post: {
      summary,
      requestBody: { required: true, content: json(schemaOf(body)) },
      responses: { 200: { description: 'The answer.', content: json(schemaOf(answer, 'output')) }, default: problem },
    },
  })
  return documentOf('Toegang: access', `${baseUrl}/access/v1`, {
    '/evaluation': post('May this user use this?', evaluationBody, decisionAnswer),
    '/evaluations': post('Several at once', evaluationsBody, z.union([evaluationsAnswer, decisionAnswer])),
    '/search/subject': post('Who may use this?', subjectSearchBody, searchAnswer),
    '/search/resource': post('What may this user use?', resourceSearchBody, searchAnswer),
    '/search/action': post('What may this user do?', actionSearchBody, actionSearchAnswer),
  })
}
