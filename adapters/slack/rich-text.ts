import type { RichTextBlock } from '@slack/types'
import { cut, share } from './limits.ts'

interface Piece {
  readonly type: 'text'
  readonly text: string
  readonly style?: { readonly bold: true }
}

export const plain = (text: string): Piece => ({ type: 'text', text })
export const bold = (text: string): Piece => ({ type: 'text', text, style: { bold: true } })

/**
 * Lines of text as a rich text block, of at most `max` characters. Slack never reads rich text as markup, mentions or links, so
 * words of people stay words. Empty pieces, which Slack refuses, are left out; without any others there is no block.
 */
export const richText = (lines: readonly (readonly Piece[])[], max: number): RichTextBlock[] => {
  const said = lines.map((line) => line.filter(({ text }) => text)).filter((line) => line.length > 0)
  const lengths = said.flat().map(({ text }) => text.length)
  const most = share(lengths, max)
  if (said.length === 0) return []
  const elements = said.map((line) => ({
    type: 'rich_text_section' as const,
    elements: [...line.map((piece) => ({ ...piece, text: cut(piece.text, most) })), plain('\n')],
  }))
  return [{ type: 'rich_text', elements }]
}
