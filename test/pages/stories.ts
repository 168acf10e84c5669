/** What people do in the portal, told once, for any hand. Whoever works it finds everything by the words on the page. */
import { expect } from 'vitest'
import { nl } from '../../src/texts/nl.ts'
import type { Hand } from './hand.ts'
import { type Stage, sees, seesNot } from './stage.ts'

const { command, card, chat, field, web } = nl

export interface Story {
  readonly title: string
  /** What it works, when that is worth playing by keyboard as well: each kind of control is in one of them. */
  readonly controls?: string
  readonly play: (stage: Stage) => Promise<void>
}

/** Every story has a company and a domain of its own. */
let told = 0
const settled = async ({ world }: Stage, settings: { readonly freeRegistration?: boolean } = {}) => {
  const domain = `verhaal${++told}.example`
  const company = await world.company(`Verhaal ${told}`, [domain], settings)
  const anna = await world.user(company, `anna@${domain}`, { name: 'Anna Visser', role: 'administrator' })
  const bram = await world.user(company, `bram@${domain}`, { name: 'Bram de Vries' })
  return { domain, company, anna, bram }
}

/** The newest mail of a kind to somebody has a link, which is opened. */
const openLetter = async ({ world }: Stage, hand: Hand, email: string, kind: string): Promise<void> => {
  const letter = (await world.letters(email)).findLast(({ mail }) => mail === kind)
  if (!letter) throw new Error(`no mail to ${email}`)
  await hand.open(letter.path)
}

/** A request for this licence; answers the address of its page. */
const ask = async (hand: Hand, licence: string, reason: string): Promise<string> => {
  await hand.open('/requests/access')
  await hand.submit(card.send, { [field.licenceId]: licence, [field.reason]: reason })
  return new URL(hand.page.url()).pathname
}

export const stories: readonly Story[] = [
  {
    title: 'registers, chooses one of two companies, and switches to the other',
    controls: 'links, texts, a choice',
    play: async (stage) => {
      const { domain } = await settled(stage, { freeRegistration: true })
      await stage.world.company('Het andere bedrijf', [domain], { freeRegistration: true })
      const nina = await stage.somebody()
      await nina.open('/register/apply')
      await nina.submit(web.register.send, { [field.email]: `nina@${domain}` })
      await sees(nina, web.signIn.sentTitle)
      await openLetter(stage, nina, `nina@${domain}`, 'registration')
      await nina.submit(command['registrations.finish'], {
        [field.name]: 'Nina Nieuw',
        [field.companyId]: 'Het andere bedrijf',
      })
      await sees(nina, web.home.hello('Nina Nieuw'))
      await nina.follow(web.frame.profile)
      await sees(nina, web.register.leaves('Het andere bedrijf'))
      await nina.submit(command['users.switch_company'], { [field.companyId]: `Verhaal ${told}` })
      await sees(nina, web.register.leaves(`Verhaal ${told}`))
    },
  },
  {
    title: 'signs in by a link from a mail, and out again',
    play: async (stage) => {
      const { domain } = await settled(stage)
      const bram = await stage.somebody()
      await bram.open('/login')
      await bram.submit(web.signIn.next, { [field.email]: `bram@${domain}` })
      await openLetter(stage, bram, `bram@${domain}`, 'sign_in')
      await bram.submit(card.signIn)
      await sees(bram, web.home.hello('Bram de Vries'))
      await bram.submit(command.sign_out)
      await bram.open('/requests')
      await sees(bram, web.signIn.intro)
    },
  },
  {
    title: 'invites somebody with a licence, makes them administrator, takes that back, blocks and removes them',
    controls: 'a box among several, lists, folds, buttons that warn',
    play: async (stage) => {
      const { domain, company, anna } = await settled(stage)
      await stage.world.licence(company, 'Bouw')
      const email = `ilse@${domain}`
      const administrator = await stage.somebody(anna)
      await administrator.open('/company/users')
      await administrator.follow(command['users.invite'])
      await administrator.submit(web.users.sendInvitations, {
        [field.emails]: email,
        [field.name]: 'Ilse Kuipers',
        Bouw: true,
      })
      await sees(administrator, email, chat.userStatus.invited)
      const ilse = await stage.somebody()
      await openLetter(stage, ilse, email, 'invitation')
      await ilse.submit(command['registrations.finish'], { [field.name]: 'Ilse Kuipers' })
      await sees(ilse, web.home.hello('Ilse Kuipers'), 'Bouw')

      await administrator.open('/company/users')
      await administrator.follow('Ilse Kuipers')
      await administrator.submit(web.form.save, { [field.role]: chat.role.administrator })
      await sees(administrator, `${field.role} ${chat.role.administrator}`)
      await ilse.open('/company/users')
      await sees(ilse, email)
      await administrator.submit(web.form.save, { [field.role]: chat.role.user })
      await ilse.open('/company/users')
      await seesNot(ilse, email)

      await administrator.unfold(command['users.block'])
      await administrator.submit(command['users.block'])
      await sees(administrator, chat.userStatus.blocked)
      await ilse.open('/')
      await seesNot(ilse, web.home.hello('Ilse Kuipers'))
      await administrator.submit(command['users.unblock'])
      await administrator.unfold(command['users.remove'])
      await administrator.submit(command['users.remove'])
      await seesNot(administrator, email)
    },
  },
  {
    title: 'asks for a licence; one request is approved, one is declined with a reason, one is taken back',
    play: async (stage) => {
      const { company, anna, bram } = await settled(stage)
      for (const name of ['Bouw', 'Elektro', 'Water']) await stage.world.licence(company, name)
      const [administrator, user] = [await stage.somebody(anna), await stage.somebody(bram)]
      const first = await ask(user, 'Bouw', 'Voor project Dijkhuis')
      await administrator.open(first)
      await sees(administrator, 'Bram de Vries', 'Voor project Dijkhuis')
      await administrator.submit(card.approve)
      await user.open('/')
      await sees(user, 'Bouw')

      const second = await ask(user, 'Elektro', 'Ook handig')
      await administrator.open(second)
      await administrator.submit(card.decline, { [field.reason]: 'Gebruik eerst Bouw' })
      await user.open(second)
      await sees(user, 'Gebruik eerst Bouw')

      const third = await ask(user, 'Water', 'Een vergissing')
      await user.unfold(card.withdraw)
      await user.submit(command['requests.withdraw'])
      await administrator.open(third)
      await sees(administrator, card.state.withdrawn)
    },
  },
  {
    title: 'decides several requests at once',
    controls: 'a box in each row, two buttons of one form',
    play: async (stage) => {
      const { company, anna, bram, domain } = await settled(stage)
      await stage.world.licence(company, 'Bouw')
      const chris = await stage.world.user(company, `chris@${domain}`, { name: 'Chris Bakker' })
      const references: string[] = []
      for (const person of [bram, chris]) {
        const path = await ask(await stage.somebody(person), 'Bouw', 'Voor het werk')
        references.push(path.split('/').at(-1) ?? '')
      }
      const administrator = await stage.somebody(anna)
      await administrator.open('/requests')
      const picked = Object.fromEntries(references.map((reference) => [web.requests.pick(reference), true]))
      await administrator.submit(card.approve, picked)
      await sees(administrator, web.requests.allDecided)
    },
  },
  {
    title: 'turns a licence company-wide, and off again; gives and ends the access of one person',
    play: async (stage) => {
      const { company, anna, bram } = await settled(stage)
      await stage.world.licence(company, 'Bouw')
      const [administrator, user] = [await stage.somebody(anna), await stage.somebody(bram)]
      await administrator.open('/company/licences')
      await administrator.follow('Bouw')
      await administrator.submit(web.form.save, { [field.companyWide]: true })
      await sees(administrator, web.licences.everybody(2))
      await user.open('/')
      await sees(user, 'Bouw', chat.companyWide)
      await administrator.submit(web.form.save, { [field.companyWide]: false })
      await user.open('/')
      await seesNot(user, chat.companyWide)

      await administrator.unfold(command['access.give'])
      await administrator.submit(command['access.give'], { [field.user]: bram.email, [field.reason]: 'Werkt eraan' })
      await sees(administrator, 'Bram de Vries', 'Werkt eraan')
      await administrator.submit(command['access.end'], {}, 'Bram de Vries')
      await sees(administrator, web.licences.noHolders)
    },
  },
  {
    title: 'asks for a standard, which joins the collection of a licence',
    play: async (stage) => {
      const { company, anna, bram } = await settled(stage)
      await stage.world.licence(company, 'Bouw')
      const [administrator, user] = [await stage.somebody(anna), await stage.somebody(bram)]
      await user.open('/requests/standard')
      await user.submit(card.send, {
        [field.number]: 'NEN 3140',
        [field.licenceId]: 'Bouw',
        [field.reason]: 'Voor de keuring',
      })
      await administrator.open(new URL(user.page.url()).pathname)
      await administrator.submit(card.approve)
      await administrator.open('/company/licences')
      await administrator.follow('Bouw')
      await sees(administrator, 'NEN 3140')
    },
  },
  {
    title: 'changes the company, asks for a domain, and finds all of it in the trail, which can be kept as a file',
    play: async (stage) => {
      const { anna } = await settled(stage)
      const administrator = await stage.somebody(anna)
      await administrator.open('/company/general')
      await administrator.submit(web.form.save, { [field.requestText]: 'Noem je kostenplaats.' })
      await administrator.unfold(web.general.askChange)
      await administrator.submit(card.send, { [field.domain]: 'nieuw.example', [field.reason]: 'Een vestiging' })
      await administrator.open('/company/trail')
      await sees(administrator, 'Anna Visser')
      expect(await administrator.download(web.trail.keep.csv)).toContain('request.made')
    },
  },
  {
    title: 'changes the own details, keeps the own data, and deletes the account',
    controls: 'a form that is filled already, a file',
    play: async (stage) => {
      const { bram } = await settled(stage)
      const user = await stage.somebody(bram)
      await user.open('/profile')
      await user.submit(web.form.save, { [field.phone]: '+31 20 123 45 67', [field.language]: 'English' })
      await sees(user, 'Your details have been saved')
      await user.submit('Save', { Language: 'Nederlands' })
      expect(JSON.parse(await user.download(web.profile.download))).toMatchObject({
        user: { phone: '+31 20 123 45 67' },
      })
      await user.unfold(command['users.leave'])
      await user.submit(command['users.leave'])
      await user.open('/')
      await seesNot(user, web.home.hello('Bram de Vries'))
    },
  },
]
