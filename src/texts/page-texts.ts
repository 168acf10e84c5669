/** The words of the portal's pages. */
export interface PageTexts {
  readonly product: string
  readonly signInRefused: string
  readonly referenceNumber: string
  readonly backToSignIn: string
  readonly chooseCompany: string
}
