import type { KnownBlock, ModalView } from '@slack/types'
import type { Card } from '../../src/cards/card.ts'
import type { Form } from '../../src/cards/form.ts'
import { plainText, viewBlocksOf } from './blocks.ts'
import { inputsOf } from './inputs.ts'
import { limits } from './limits.ts'
import { bold, plain, richText } from './rich-text.ts'

const product = 'Toegang'

export const formPrefix = 'form:'

/**
 * A form as a modal; the values that go along unseen travel in `private_metadata`. A remark says what was wrong with values that
 * are shown again.
 */
export const formModal = (form: Form, remark?: string): ModalView => ({
  type: 'modal',
  callback_id: `${formPrefix}${form.name}`,
  private_metadata: JSON.stringify(form.hidden),
  title: plainText(form.title, limits.viewTitle),
  submit: plainText(form.submit, limits.viewTitle),
  close: plainText('✕', limits.viewTitle),
  blocks: [
    ...(remark ? words(`⚠️ ${remark}`, bold) : []),
    ...(form.intro ? words(form.intro, plain) : []),
    ...form.fields.flatMap(inputsOf),
  ],
})

const words = (text: string, style: typeof plain): KnownBlock[] => richText([[style(text)]], limits.richText)

/** A modal that shows a card and asks nothing. */
export const cardModal = (card: Card, baseUrl: string): ModalView => ({
  type: 'modal',
  title: plainText(product, limits.viewTitle),
  close: plainText('OK', limits.viewTitle),
  blocks: viewBlocksOf([card], baseUrl),
})

/** Shown until the form or the answer is there. A person who reads it may speak either language. */
export const waitingModal = (): ModalView => ({
  type: 'modal',
  title: plainText(product, limits.viewTitle),
  blocks: words('⏳ …', plain),
})
