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
}
