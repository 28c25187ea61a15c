import ipaddr from 'ipaddr.js';

/** All that is given out of IPv6 for the public network so far. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/**
 * Whether an address leads into the public network. Says no to private, loopback, link-local (also the cloud's metadata
 * services), carrier-grade NAT, multicast and reserved ranges, and to every IPv6 address that carries an IPv4 address inside
 * (mapped, NAT64, 6to4, Teredo): what would be reached through it cannot be told.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(globalUnicast);
}

export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback';
}

/**
 * Whether an address is of this machine or of a network of one's own (RFC 1918, RFC 4193). Not link-local: the cloud's metadata
 * services answer there.
 */
export function isOwnNetworkAddress(address: string): boolean {
  return (
    ipaddr.isValid(address) && ['loopback', 'private', 'uniqueLocal'].includes(ipaddr.parse(address).range())
  );
}
