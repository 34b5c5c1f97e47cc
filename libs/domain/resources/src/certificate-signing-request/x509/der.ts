/** ASN.1 value in distinguished encoding. */
export interface DerElement {
  /** The identifier octet: class, form and number. */
  readonly tag: number;
  readonly content: Uint8Array;
  /** Identifier, length and content. */
  readonly whole: Uint8Array;
}

/** Identifier octets of certificate structures. */
export const DER = { integer: 0x02, bitString: 0x03, octetString: 0x04, oid: 0x06, sequence: 0x30, set: 0x31, attributes: 0xa0 } as const;

/** Invalid ASN.1, with a message of Go's `encoding/asn1`. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** Parses all consecutive values in `bytes`. Throws {@link DerError} for truncated or non-DER values. */
export function readDer(bytes: Uint8Array): DerElement[] {
  const elements: DerElement[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const [start, end] = contentRange(bytes, offset);
    elements.push({ tag: bytes[offset] as number, content: bytes.subarray(start, end), whole: bytes.subarray(offset, end) });
    offset = end;
  }
  return elements;
}

/** Returns the nested values of a constructed value. Throws {@link DerError} for another tag. */
export function childrenOf(element: DerElement | undefined, tag: number): DerElement[] {
  return readDer(contentOf(element, tag));
}

/** Returns the content of a value. Throws {@link DerError} if absent or with another tag. */
export function contentOf(element: DerElement | undefined, tag: number): Uint8Array {
  if (element === undefined) throw new DerError('asn1: syntax error: sequence truncated');
  if (element.tag !== tag) throw new DerError(`asn1: structure error: tags don't match (${tag & 0x1f} vs ${element.tag & 0x1f})`);
  return element.content;
}

/** Formats an object identifier as dotted numbers. */
export function oidText(content: Uint8Array): string {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    numbers.push(value);
    value = 0;
  }
  const [first = 0, ...rest] = numbers;
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - 40 * top, ...rest].join('.');
}

function contentRange(bytes: Uint8Array, offset: number): [number, number] {
  const short = bytes[offset + 1];
  if (short === undefined) throw truncated();
  if (short < 0x80) return within(bytes, offset + 2, short);
  const width = short & 0x7f;
  if (width === 0 || width > 4) throw new DerError('asn1: structure error: length too large');
  const octets = bytes.subarray(offset + 2, offset + 2 + width);
  if (octets.length < width) throw truncated();
  const length = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  if (octets[0] === 0 || length < 0x80) throw new DerError('asn1: structure error: non-minimal length');
  return within(bytes, offset + 2 + width, length);
}

function within(bytes: Uint8Array, start: number, length: number): [number, number] {
  if (start + length > bytes.length) throw truncated();
  return [start, start + length];
}

function truncated(): DerError {
  return new DerError('asn1: syntax error: data truncated');
}
