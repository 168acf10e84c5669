import type { Texts } from '../texts.ts'

export const page: Texts['page'] = {
  product: 'Toegang',
}
