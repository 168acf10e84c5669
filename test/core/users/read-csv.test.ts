import { describe, expect, it } from 'vitest'
import { readCsv } from '../../../src/users/read-csv.ts'

describe('a list of people in CSV', () => {
  it.each([
    ['commas', 'email,name,role\nan@a.example,An,admin\n'],
    ['semicolons', 'E-mailadres;Naam;Rol\r\nan@a.example;An;beheerder\r\n'],
    ['tabs and other order', 'Rol\tNaam\tE-mail\nBeheerder\tAn\tan@a.example'],
    ['a byte order mark and quotes', '\uFEFF"email","name","role"\n"an@a.example","An","Administrator"\n'],
    ['no heading', 'an@a.example,An,administrator'],
    ['empty lines and columns of no use', '\nmail,afdeling,naam,rol\n\nan@a.example,HR,An,admin\n,,,\n'],
  ])('is read with %s', (_what, text) => {
    const { people, faults } = readCsv(text)
    expect(faults).toEqual([])
    expect(people.map(({ line: _line, ...person }) => person)).toEqual([
      { email: 'an@a.example', name: 'An', role: 'administrator' },
    ])
  })

  it('may hold only addresses', () => {
    expect(readCsv('a@x.example\nb@x.example\n').people).toEqual([
      { email: 'a@x.example', line: 1 },
      { email: 'b@x.example', line: 2 },
    ])
  })

  it('keeps separators, quotes and line breaks inside quotes apart', () => {
    const { people } = readCsv('name,email,country\n"Smit, ""Jan""\nJunior",jan@a.example,\nPiet,piet@a.example,BE')
    expect(people).toEqual([
      { email: 'jan@a.example', name: 'Smit, "Jan" Junior', line: 2 },
      { email: 'piet@a.example', name: 'Piet', country: 'BE', line: 4 },
    ])
  })

  it('names the line and the fault of what it can not use, and keeps the rest', () => {
    const { people, faults } = readCsv(
      [
        'email;name;role;language;phone',
        'a@x.example;A;user;nl;1',
        'nobody;B',
        'c@x.example;C;boss',
        'd@x.example;D;;de',
        `e@x.example;${'e'.repeat(101)}`,
        'f@x.example;F;;EN',
        'g@x.example;"G;;;',
        'h@x.example;H',
      ].join('\n'),
    )
    expect(people).toEqual([
      { email: 'a@x.example', name: 'A', role: 'user', language: 'nl', phone: '1', line: 2 },
      { email: 'f@x.example', name: 'F', language: 'en', line: 7 },
    ])
    expect(faults.map(({ line, fault }) => [line, fault])).toEqual([
      [3, 'no_address'],
      [4, 'unknown_role'],
      [5, 'unknown_language'],
      [6, 'too_long'],
      [8, 'unclosed_quote'],
    ])
    expect(faults[0]?.text).toBe('nobody B')
  })

  it('knows no words that every object has', () => {
    expect(readCsv('email,role\na@x.example,constructor').faults).toMatchObject([{ fault: 'unknown_role' }])
    expect(readCsv('constructor,__proto__\na@x.example,B').people).toEqual([
      { email: 'a@x.example', name: 'B', line: 2 },
    ])
  })

  it.each([[''], ['\n\n'], ['email,name\n'], ['\uFEFF']])('is empty when nobody is in it: %j', (text) => {
    expect(readCsv(text)).toEqual({ people: [], faults: [] })
  })
})
