import type { Json } from '../teams/json.ts'

/** Slack's way to say no: HTTP 200 with `ok: false` and the name of the error. */
export class Refused extends Error {
  readonly answer: Json

  constructor(error: string, more: Json = {}) {
    super(error)
    this.answer = { ok: false, error, ...more }
  }
}

/** What the judge found, in the form in which Slack tells it. */
export const refuseJudged = (error: string, remarks: readonly string[]): Refused =>
  new Refused(error, {
    response_metadata: {
      messages: remarks.map((remark) => {
        const [place = '', ...said] = remark.split(': ')
        return `[ERROR] ${said.join(': ')} [json-pointer:${place}]`
      }),
    },
  })
