import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.parse>;

/** ipaddr.js takes `1.2.3` and `0x7f.1` for addresses; people mean numbers by them. */
function parse(text: string): Address | null {
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare);
  if (bare.includes(':') && ipaddr.IPv6.isValid(bare)) return ipaddr.process(bare);
  return null;
}

const bytes16 = (address: Address): number[] =>
  address.kind() === 'ipv4'
    ? [...Array<number>(10).fill(0), 255, 255, ...address.toByteArray()]
    : address.toByteArray();

const hex = (bytes: number[]): string => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** An IP address as 32 hex digits that sort as addresses do (IPv4 as `::ffff:a.b.c.d`); null for what is none. */
export function ipKey(text: string): string | null {
  const address = parse(text.trim());
  return address && hex(bytes16(address));
}

/** The one written form of an IP address (`2001:DB8:0:0::1` is `2001:db8::1`); null for what is none. */
export const ipText = (text: string): string | null => parse(text.trim())?.toString() ?? null;

/** Lowest and highest `ipKey` of an address or of a range as `192.168.1.0/24` or `2001:db8::/32`; null for neither. */
export function ipRange(text: string): { low: string; high: string } | null {
  const [written = '', size, ...rest] = text.trim().split('/');
  const address = parse(written);
  if (!address || rest.length > 0) return null;
  const bytes = bytes16(address);
  if (size === undefined) return { low: hex(bytes), high: hex(bytes) };
  const short = ipaddr.IPv4.isValidFourPartDecimal(written);
  if (!/^\d{1,3}$/.test(size) || Number(size) > (short ? 32 : 128)) return null;
  const bits = Number(size) + (short ? 96 : 0);
  const kept = (index: number): number => 0xff & (0xff00 >> Math.min(8, Math.max(0, bits - index * 8)));
  return {
    low: hex(bytes.map((byte, index) => byte & kept(index))),
    high: hex(bytes.map((byte, index) => (byte & kept(index)) | (0xff & ~kept(index)))),
  };
}

/** A pattern of an IP address with `%` for any characters, in lower case; null where the text is none. */
export function ipPattern(text: string): string | null {
  const pattern = text.trim().toLowerCase().replaceAll('*', '%');
  return pattern.length <= 64 && /^[0-9a-f.:%]+$/.test(pattern) && /[.:]/.test(pattern) && pattern.includes('%')
    ? pattern
    : null;
}

const NUMBERS = /^\d{1,3}(\.\d{1,3}){1,3}\.?$/;
const GROUPS = /^[0-9a-f]{1,4}((:[0-9a-f]{1,4}){1,6}:?|:)$/;

/**
 * The beginning of an address as a pattern (`192.0.2`, `10.20.3`, `2001:db8:`), in the form addresses are written in;
 * null where the text is none, or more likely a flat, an amount, a version or a time (`3.14`, `1.2.3`, `10:30`).
 */
export function ipBeginning(text: string): string | null {
  const typed = text.trim().toLowerCase();
  if (NUMBERS.test(typed)) {
    const numbers = typed.replace(/\.$/, '').split('.');
    const [first = ''] = numbers;
    const likely = first.length === 3 || (first.length === 2 && numbers.length > 2);
    return likely && numbers.every((number) => Number(number) < 256) ? `${typed}%` : null;
  }
  if (!GROUPS.test(typed) || !/\d/.test(typed)) return null;
  const [first = '', , third] = typed.split(':');
  if (first.length < 4 && !third) return null;
  return `${typed.replace(/(?<=^|:)0+(?=[0-9a-f]+:)/g, '')}%`;
}
