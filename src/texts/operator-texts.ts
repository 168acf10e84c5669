/** The words of the portal's pages for operators. */
export interface OperatorTexts {
  readonly operator: string
  readonly signIn: string
  readonly intro: string
  readonly linkText: string
  readonly goOn: string
  readonly code: string
  readonly codeText: string
  readonly enrol: string
  readonly enrolText: string
  readonly qr: string
  readonly key: string
  readonly recovery: string
  readonly recoveryText: string
  readonly companies: string
  readonly searchCompanies: string
  readonly noCompanies: string
  readonly allCompanies: string
  readonly backToCompany: string
  readonly addText: string
  readonly noDomains: string
  readonly noLicences: string
  readonly standardsHint: string
  readonly manyStandards: (count: number) => string
  readonly seeTrail: string
  readonly domainRequests: string
  /** Other companies that hold the domain. */
  readonly heldBy: (companies: string) => string
  readonly webhooks: string
  readonly webhooksText: string
  readonly noWebhooks: string
  readonly webhookUrl: string
  readonly webhookUrlHint: string
  readonly webhookSecret: string
  readonly webhookSecretText: string
  readonly ofOneCompany: string
  readonly replaySince: string
  readonly trailCompany: string
  readonly trailBy: string
  readonly everybody: string
}
