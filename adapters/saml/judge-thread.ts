import { type Judge, type Judged, judgeResponse } from './judge-response.ts'

/** What a thread is given: plain values. */
export interface Posted {
  readonly xml: Parameters<Judge>[0]
  readonly expected: Parameters<Judge>[1]
  readonly names: Parameters<Judge>[2]
}

/** Run by a thread of `openJudgeThreads`. */
export const judgePosted = ({ xml, expected, names }: Posted): Promise<Judged> => judgeResponse(xml, expected, names)
