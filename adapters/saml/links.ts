/** The addresses of one connection; our entity identifier is the address of its metadata (SAML Metadata 2.3.2). */
export interface Links {
  readonly acsUrl: string
  readonly entityId: string
  readonly metadataUrl: string
  readonly loginUrl: string
  readonly sloUrl: string
}

/** Every connection has addresses of its own, so that a response for one can't be posted to another unnoticed. */
export const linksOf = (baseUrl: string, connectionId: string): Links => {
  const root = `${baseUrl}/saml/${encodeURIComponent(connectionId)}`
  return {
    acsUrl: `${root}/acs`,
    entityId: `${root}/metadata`,
    metadataUrl: `${root}/metadata`,
    loginUrl: `${root}/login`,
    sloUrl: `${root}/slo`,
  }
}
