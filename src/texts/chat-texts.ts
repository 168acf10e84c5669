/** What the bot says besides cards. */
export interface ChatTexts {
  readonly help: string
}
