/**
 * What a response must agree with: the connection's settings, and the request it should answer.
 * Plain values only, so that judging can move to a worker thread.
 */
export interface Expected {
  /** Our entity identifier: the audience. */
  readonly entityId: string
  /** Where responses are posted: the Recipient, and the Destination unless that is given apart. */
  readonly acsUrl: string
  readonly destination?: string
  readonly idpEntityId: string
  /** PEM certificates of the identity provider; a signature by any other key is worth nothing. */
  readonly certificates: readonly string[]
  readonly now: Date
  /** The request that this browser is known to have made; a response to anything else is refused. */
  readonly requestId?: string
  readonly idpInitiatedAllowed: boolean
  /** SHA-1 is refused at and after this moment; absent means always. */
  readonly allowSha1Until?: Date
  /** Accept AES-CBC in encrypted assertions. Without it only AES-GCM. */
  readonly allowCbc?: boolean
  /** PEM private keys, newest first. */
  readonly decryptionKeys?: readonly string[]
  /** Another value than our entity identifier for NameID's SPNameQualifier. */
  readonly spNameQualifier?: string
  /** How far clocks may differ, in seconds; 120 unless given. */
  readonly clockSkew?: number
}

/** The part of it that says whose signatures count, and which. */
export type Trust = Pick<Expected, 'certificates' | 'now' | 'allowSha1Until'>

/** Milliseconds by which the clocks may differ. */
export const skew = ({ clockSkew = 120 }: Pick<Expected, 'clockSkew'>): number => clockSkew * 1000
