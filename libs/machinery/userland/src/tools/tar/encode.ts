import { BLOCK_BYTES, checksumOf, type TarEntry, type TarKind } from './entry.ts';

/** Archive flavour: GNU tar pads to records of 20 blocks, BusyBox ends after two zero blocks. Both write GNU format. */
export type TarStyle = 'gnu' | 'busybox';

const TYPES: Readonly<Record<TarKind, string>> = { file: '0', 'hard-link': '1', link: '2', device: '3', folder: '5', other: '0' };
const NAME_BYTES = 100;
const RECORD_BLOCKS = 20;

/** Header blocks of a member; extra headers precede for a name or target above 100 bytes. */
export function encodeHeader(entry: TarEntry, style: TarStyle): string {
  return longText(entry.target, 'K', style) + longText(entry.path, 'L', style) + header(entry, TYPES[entry.kind]);
}

/** Zeros that fill the last content block. */
export function padding(size: number): string {
  return '\0'.repeat((BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES);
}

/** End blocks after `written` bytes. */
export function endOfArchive(writtenBytes: number, style: TarStyle): string {
  const end = writtenBytes + 2 * BLOCK_BYTES;
  const record = RECORD_BLOCKS * BLOCK_BYTES;
  return '\0'.repeat((style === 'gnu' ? Math.ceil(end / record) * record : end) - writtenBytes);
}

function longText(text: string, type: 'K' | 'L', style: TarStyle): string {
  if (text.length <= NAME_BYTES) return '';
  const content = `${text}\0`;
  const owner = style === 'gnu' ? { mode: 0o644, user: 'root', group: 'root' } : { mode: 0, user: '', group: '' };
  const numbers = { uid: 0, gid: 0, size: content.length, modifiedAt: 0 };
  return header({ path: '././@LongLink', kind: 'file', target: '', ...owner, ...numbers }, type) + content + padding(content.length);
}

function header(entry: TarEntry, type: string): string {
  const before =
    field(entry.path, NAME_BYTES) +
    octal(entry.mode, 8) +
    octal(entry.uid, 8) +
    octal(entry.gid, 8) +
    octal(entry.size, 12) +
    octal(Math.max(0, entry.modifiedAt), 12);
  const after = `${type}${field(entry.target, NAME_BYTES)}ustar  \0${name(entry.user)}${name(entry.group)}`;
  const headerBytes = `${before}        ${after}`.padEnd(BLOCK_BYTES, '\0');
  return `${before}${checksumOf(headerBytes).toString(8).padStart(6, '0')}\0 ${after}`.padEnd(BLOCK_BYTES, '\0');
}

function field(text: string, bytes: number): string {
  return text.slice(0, bytes).padEnd(bytes, '\0');
}

/** Owner names are NUL-terminated. */
function name(text: string): string {
  return field(text.slice(0, 31), 32);
}

/** NUL-terminated octal digits; large numbers in base 256 (GNU extension). */
function octal(value: number, bytes: number): string {
  const digits = Math.floor(value).toString(8);
  return digits.length < bytes ? `${digits.padStart(bytes - 1, '0')}\0` : binary(value, bytes);
}

function binary(value: number, bytes: number): string {
  let text = '';
  for (let rest = BigInt(value), at = 1; at < bytes; at++, rest >>= 8n) text = String.fromCharCode(Number(rest & 255n)) + text;
  return `\x80${text}`;
}
