import express, { type RequestHandler } from 'express'

const form = 'multipart/form-data'

/** Reads a form that carries a file: each field as text, a file as what is in it (RFC 7578). Anything else passes by untouched. */
export const multipart: readonly RequestHandler[] = [
  express.raw({ type: form, limit: '1mb' }),
  async (request, _response, next) => {
    if (!Buffer.isBuffer(request.body)) return next()
    try {
      const headers = { 'content-type': request.headers['content-type'] ?? form }
      const fields: { [name: string]: string } = {}
      for (const [name, value] of await new Response(new Uint8Array(request.body), { headers }).formData())
        fields[name] = typeof value === 'string' ? value : await value.text()
      request.body = fields
      next()
    } catch {
      next({ status: 400 })
    }
  },
]
