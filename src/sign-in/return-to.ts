import * as z from 'zod'

/**
 * Where in the portal somebody wanted to be. Anything that could lead elsewhere (`//evil`, `/\evil`, `javascript:`), holds
 * characters that a header can't, or is too long, is as good as nothing asked: the home page.
 */
export const returnTo = z
  .string()
  .optional()
  .transform((path) => (path !== undefined && path.length <= 500 && here.test(path) ? path : '/'))

const here = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/
