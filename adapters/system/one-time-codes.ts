import { Secret, TOTP } from 'otpauth'
import type { OneTimeCodes } from '../../src/ports/system.ts'

/** What every authenticator app takes (RFC 6238 with the defaults of RFC 4226). */
const shape = { algorithm: 'SHA1', digits: 6, period: 30 } as const
const bytes = 20

const totpOf = (key: string, account = ''): TOTP =>
  new TOTP({ ...shape, issuer: 'Toegang', label: account, secret: Secret.fromBase32(key) })

/** One-time codes by time. */
export const oneTimeCodes: OneTimeCodes = {
  make: () => new Secret({ size: bytes }).base32,
  stepOf: (key, code, at) => {
    if (!/^\d{6}$/.test(code)) return undefined
    const totp = totpOf(key)
    const timestamp = Date.parse(at)
    const steps = totp.validate({ token: code, timestamp, window: 1 })
    return steps === null ? undefined : totp.counter({ timestamp }) + steps
  },
  address: (key, account) => totpOf(key, account).toString(),
}
