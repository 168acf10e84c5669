import { BlockList, isIP, isIPv4 } from 'node:net'

/** IPv4 that is not the public internet. IANA special-purpose registry, RFC 6890. */
const special4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** IPv6 inside the global range that leads elsewhere: Teredo and friends, documentation, 6to4. */
const special6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const blocked4 = new BlockList()
for (const [address, prefix] of special4) blocked4.addSubnet(address, prefix, 'ipv4')
const blocked6 = new BlockList()
for (const [address, prefix] of special6) blocked6.addSubnet(address, prefix, 'ipv6')
/** Everything the registries hand out lies here; mapped, translated, local and multicast addresses do not. */
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')

/** Whether an IP address belongs to the public internet. Anything that is not an IP address does not. */
export const isPublicAddress = (address: string): boolean => {
  if (isIPv4(address)) return !blocked4.check(address, 'ipv4')
  return isIP(address) === 6 && global6.check(address, 'ipv6') && !blocked6.check(address, 'ipv6')
}

/** Whether an IP address is this machine: 127/8 or ::1. */
export const isLoopbackAddress = (address: string): boolean =>
  isIPv4(address) ? address.startsWith('127.') : address === '::1'

/**
 * Reads an address that a browser or we may be sent to: https, a host, no user or password. With `allowLoopback` also
 * http to this machine by its number or as localhost. Nothing when it is anything else (`javascript:`, `http:`).
 */
export const safeUrl = (text: string, allowLoopback = false): URL | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.username !== '' || url.password !== '' || url.hostname === '') return undefined
  if (url.protocol === 'https:') return url
  const loopback = url.hostname === 'localhost' || isLoopbackAddress(bareHost(url))
  return allowLoopback && loopback && url.protocol === 'http:' ? url : undefined
}

/** The host without the brackets of an IPv6 address. */
export const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')
