import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** SHA-256 as text, cut to 132 bits (docs/adr/0019-checksums.md). */
export type Checksum = string;

const CHARACTERS = 22;

/** Checksum before the first event. */
export const NO_CHECKSUM: Checksum = '';

/** Returns the checksum of values in order. The hash includes type and length of each value: two texts never equal one text or a number. */
export function checksumOf(...values: readonly (number | string)[]): Checksum {
  let lengths = '';
  let texts = '';
  for (const value of values) {
    // SQLite returns a Buffer or null for a text with a damaged type.
    if (typeof value === 'string') lengths += `t${value.length}`;
    else lengths += `${typeof value}${value}`;
    if (typeof value === 'string') texts += value;
  }
  return hash('sha256', `${lengths}\n${texts}`, 'base64url').slice(0, CHARACTERS);
}

/** Entry of an event in the index of kinds. */
export interface KindEntry {
  readonly revision: number;
  /** Revision of the previous stored event of the kind; 0 if none. */
  readonly keptBefore: number;
  readonly at: number;
  readonly group: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** Returns the check of an index entry, in the run `id`. 32 bits: reads verify thousands of entries. */
export function entryCheckOf(id: string, { revision, keptBefore, at, group, resource, namespace, name }: KindEntry): number {
  return crc32(`${id} ${revision} ${keptBefore} ${at} ${group}/${resource}/${namespace}/${name}`);
}
