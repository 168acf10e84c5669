import { type Chapter, rule } from './rule.ts'

export const trail: Chapter = {
  title: '7. Trail',
  rules: [
    rule(
      'Every change records an audit event (who, through which channel, what, about whom, when, before/after).',
      'scenarios/trail > says who did what, through which channel, about whom, when, and what it was before and is now',
      'scenarios/trail > has the operator, the clock and newcomers in it too',
      'core/kernel/command > holds who, through which channel, what, about whom, when, before and after',
      'scenarios/properties > keeps every promise on the embedded store',
    ),
    rule(
      "Administrators can search, follow and export their company's trail.",
      'scenarios/trail > is searched, followed and exported by the administrators of the company alone',
    ),
    rule(
      "It can't be edited.",
      'scenarios/trail > can not be edited, by nobody and nothing',
      'conformance/store > grows, and can not be edited',
    ),
  ],
}
