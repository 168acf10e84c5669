import * as z from 'zod'
import { defineQuery, found } from '../kernel/query.ts'

/** The operator's list of companies by name; `query` looks in names and customer numbers. */
export const listCompanies = defineQuery({
  name: 'companies.list',
  input: z.object({
    query: z.string().max(200).optional(),
    after: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(200).default(50),
  }),
  who: ['operator'],
  answer: async (tx, { query, after, limit }) => {
    const where = query?.trim() ? { text: query.trim() } : {}
    const { rows, next } = await tx.companies.page(where, { limit, order: 'sort', ...(after && { after }) })
    const companies = await Promise.all(
      rows.map(async (company) => ({
        ...company,
        domains: (await tx.domains.list({ companyId: company.id, state: 'verified' })).map(({ domain }) => domain),
      })),
    )
    return found({ companies, next })
  },
})
