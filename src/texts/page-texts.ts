/** The words of the portal's pages. */
export interface PageTexts {
  readonly product: string
}
