import { encode } from 'uqr'
import { type Html, html } from './html.ts'

/** A QR code (ISO/IEC 18004) as a picture in the page, dark on light in every colour scheme: many readers take no other. */
export const qrCode = (text: string, label: string): Html => {
  const { data, size } = encode(text, { border: 4 })
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}"><rect width="${size}" height="${size}" fill="#fff"></rect><path d="${squares}" fill="#000"></path></svg>`
}
