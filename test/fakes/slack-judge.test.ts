import { describe, expect, it } from 'vitest'
import { judgeBlocks, judgeView } from './slack.ts'

type Block = Record<string, unknown>

const plain = (text: string) => ({ type: 'plain_text', text })
const section = (text: string): Block => ({ type: 'section', text: { type: 'mrkdwn', text } })
const button = (more: Block = {}): Block => ({ type: 'button', action_id: 'press', text: plain('Press'), ...more })
const actions = (...elements: Block[]): Block => ({ type: 'actions', elements })
const input = (element: Block, more: Block = {}): Block => ({
  type: 'input',
  block_id: 'one',
  label: plain('One'),
  element,
  ...more,
})
const option = (text: string, value = text): Block => ({ text: plain(text), value })
const select = (options: Block[], more: Block = {}): Block => ({
  type: 'static_select',
  action_id: 'choose',
  options,
  ...more,
})
const modal = (blocks: Block[], more: Block = {}): Block => ({
  type: 'modal',
  title: plain('Title'),
  submit: plain('OK'),
  blocks,
  ...more,
})
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
const long = (length: number) => 'x'.repeat(length)

describe('judgeBlocks', () => {
  it('has nothing to say about blocks within all limits', () => {
    const blocks = [
      { type: 'header', text: plain(long(150)) },
      section(long(3000)),
      {
        type: 'section',
        fields: many(10, () => ({ type: 'mrkdwn', text: long(2000) })),
        accessory: button({ value: long(2000) }),
      },
      { type: 'divider' },
      { type: 'context', elements: many(10, () => plain('small')) },
      { type: 'image', image_url: `https://a.example/${long(2900)}`, alt_text: 'a picture' },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'bold', style: { bold: true } }] }],
      },
      actions(...many(25, (index) => button({ action_id: `press${index}`, text: plain(long(75)), style: 'primary' }))),
      { ...actions(select(many(100, (index) => option(`${index} ${long(70)}`)))), block_id: long(255) },
      ...many(41, () => section('more')),
    ]
    expect(blocks).toHaveLength(50)
    expect(judgeBlocks(blocks, 'message')).toEqual([])
  })

  it.each<[string, Block[], RegExp]>([
    ['51 blocks', many(51, () => section('one')), /51 blocks, at most 50/],
    ['a section of 3001', [section(long(3001))], /\/blocks\/0\/text\/text/],
    ['an empty section text', [section('')], /\/blocks\/0\/text\/text/],
    ['a section of nothing', [{ type: 'section' }], /needs text or fields/],
    ['11 fields', [{ type: 'section', fields: many(11, () => plain('f')) }], /\/blocks\/0\/fields/],
    ['a field of 2001', [{ type: 'section', fields: [plain(long(2001))] }], /\/blocks\/0\/fields\/0\/text/],
    ['a header of 151', [{ type: 'header', text: plain(long(151)) }], /\/blocks\/0\/text\/text/],
    ['a header in mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: '*h*' } }], /\/blocks\/0\/text\/type/],
    ['26 buttons', [actions(...many(26, (index) => button({ action_id: `p${index}` })))], /\/blocks\/0\/elements/],
    ['no buttons', [actions()], /\/blocks\/0\/elements/],
    ['11 context elements', [{ type: 'context', elements: many(11, () => plain('c')) }], /\/blocks\/0\/elements/],
    ['a button text of 76', [actions(button({ text: plain(long(76)) }))], /elements\/0\/text\/text/],
    ['a button value of 2001', [actions(button({ value: long(2001) }))], /elements\/0\/value/],
    ['a button url of 3001', [actions(button({ url: long(3001) }))], /elements\/0\/url/],
    ['an unknown style', [actions(button({ style: 'default' }))], /elements\/0\/style/],
    ['an action_id of 256', [actions(button({ action_id: long(256) }))], /elements\/0\/action_id/],
    ['a block_id of 256', [{ ...section('one'), block_id: long(256) }], /\/blocks\/0\/block_id/],
    [
      'two blocks of one id',
      [
        { ...section('1'), block_id: 'same' },
        { ...section('2'), block_id: 'same' },
      ],
      /two blocks with block_id "same"/,
    ],
    ['two elements of one id', [actions(button(), button())], /two elements with action_id "press"/],
    ['101 options', [actions(select(many(101, (index) => option(String(index)))))], /elements\/0\/options/],
    ['no options', [actions(select([]))], /elements\/0\/options/],
    ['an option of 76', [actions(select([option(long(76), 'v')]))], /options\/0\/text\/text/],
    ['an option value of 76', [actions(select([option('o', long(76))]))], /options\/0\/value/],
    [
      'an option in mrkdwn',
      [actions(select([{ text: { type: 'mrkdwn', text: 'o' }, value: 'o' }]))],
      /options\/0\/text\/type/,
    ],
    [
      'a first choice that is no option',
      [actions(select([option('a')], { initial_option: option('b') }))],
      /one of the options/,
    ],
    ['a placeholder of 151', [actions(select([option('a')], { placeholder: plain(long(151)) }))], /placeholder\/text/],
    [
      '11 checkboxes',
      [actions({ type: 'checkboxes', action_id: 'c', options: many(11, (index) => option(String(index))) })],
      /options/,
    ],
    ['a confirmation of 301', [actions(button({ confirm: { text: plain(long(301)) } }))], /confirm\/text\/text/],
    [
      'a confirmation title of 101',
      [actions(button({ confirm: { title: plain(long(101)), text: plain('?') } }))],
      /confirm\/title/,
    ],
    [
      'a confirmation button of 31',
      [actions(button({ confirm: { text: plain('?'), deny: plain(long(31)) } }))],
      /confirm\/deny/,
    ],
    ['an unknown block', [{ type: 'magic' }], /\/blocks\/0\/type/],
    ['an unknown element', [actions({ type: 'lever', action_id: 'pull' })], /elements\/0\/type/],
    ['an unknown field', [{ ...section('one'), colour: 'red' }], /colour/],
    ['an image without alt_text', [{ type: 'image', image_url: 'https://a.example/b.png' }], /alt_text/],
    [
      'an empty piece of rich text',
      [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }] }],
      /text/,
    ],
    ['an e-mail field', [input({ type: 'email_text_input', action_id: 'e' })], /email_text_input is not for a message/],
    [
      'an input as an accessory',
      [{ ...section('one'), accessory: { type: 'plain_text_input', action_id: 'i' } }],
      /accessory\/type/,
    ],
  ])('refuses %s in a message', (_, blocks, remark) => {
    expect(judgeBlocks(blocks, 'message').join('\n')).toMatch(remark)
  })

  it('refuses what is no list', () => {
    expect(judgeBlocks(undefined, 'message')).toEqual(['/blocks: not a list'])
    expect(judgeBlocks(['text'], 'message').join()).toMatch('/blocks/0')
  })
})

describe('judgeView', () => {
  it('has nothing to say about a form within all limits', () => {
    const blocks = [
      input({ type: 'plain_text_input', action_id: 'v', multiline: true, max_length: 3000, initial_value: long(3000) }),
      input(
        { type: 'email_text_input', action_id: 'v' },
        { block_id: 'two', hint: plain(long(2000)), label: plain(long(2000)) },
      ),
      input({ type: 'number_input', action_id: 'v', is_decimal_allowed: false, min_value: '1' }, { block_id: 'three' }),
      input({ type: 'datepicker', action_id: 'v', initial_date: '2026-11-23' }, { block_id: 'four' }),
      input(
        { type: 'multi_static_select', action_id: 'v', options: [option('a')], initial_options: [option('a')] },
        { block_id: 'five' },
      ),
      input({ type: 'external_select', action_id: 'v', min_query_length: 0 }, { block_id: 'six' }),
      ...many(94, () => section('more')),
    ]
    expect(
      judgeView(modal(blocks, { title: plain(long(24)), private_metadata: long(3000), callback_id: long(255) })),
    ).toEqual([])
    expect(judgeView({ type: 'home', blocks: many(100, () => section('one')) })).toEqual([])
  })

  const text = { type: 'plain_text_input', action_id: 'v' }
  it.each<[string, Block, RegExp]>([
    ['a title of 25', modal([], { title: plain(long(25)) }), /^\/title\/text/],
    ['no title', modal([], { title: undefined }), /^\/title/],
    ['a submit of 25', modal([], { submit: plain(long(25)) }), /^\/submit\/text/],
    ['a close of 25', modal([], { close: plain(long(25)) }), /^\/close\/text/],
    ['fields without submit', modal([input(text)], { submit: undefined }), /^\/submit: needed/],
    ['metadata of 3001', modal([], { private_metadata: long(3001) }), /^\/private_metadata/],
    ['a callback_id of 256', modal([], { callback_id: long(256) }), /^\/callback_id/],
    ['101 blocks', modal(many(101, () => section('one'))), /101 blocks, at most 100/],
    ['a label of 2001', modal([input(text, { label: plain(long(2001)) })]), /label\/text/],
    ['no label', modal([input(text, { label: undefined })]), /label/],
    ['a hint of 2001', modal([input(text, { hint: plain(long(2001)) })]), /hint\/text/],
    ['a max_length of 3001', modal([input({ ...text, max_length: 3001 })]), /max_length/],
    ['a start over max_length', modal([input({ ...text, max_length: 5, initial_value: 'longer' })]), /over max_length/],
    [
      'a number as a number',
      modal([input({ type: 'number_input', action_id: 'v', is_decimal_allowed: true, initial_value: 5 })]),
      /initial_value/,
    ],
    [
      'a date with a time',
      modal([input({ type: 'datepicker', action_id: 'v', initial_date: '2026-11-23T00:00' })]),
      /initial_date/,
    ],
    ['a button as a field', modal([input(button())]), /element\/type/],
    [
      'two focused fields',
      modal([input({ ...text, focus_on_load: true }), input({ ...text, focus_on_load: true }, { block_id: 'two' })]),
      /focus_on_load/,
    ],
    ['a title in the Home tab', { type: 'home', title: plain('Home'), blocks: [] }, /title/],
    [
      'an e-mail field in the Home tab',
      { type: 'home', blocks: [input({ type: 'email_text_input', action_id: 'e' })] },
      /not for a home/,
    ],
    ['an unknown view', { type: 'window', blocks: [] }, /^\/type/],
  ])('refuses %s', (_, view, remark) => {
    expect(judgeView(view).join('\n')).toMatch(remark)
  })
})
