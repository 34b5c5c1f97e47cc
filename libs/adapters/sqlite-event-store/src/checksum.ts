import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** 132 bits of SHA-256 as text (docs/adr/0019-checksums.md). */
export type Checksum = string;

const CHARACTERS = 22;

/** Checksum before the first event. */
export const NO_CHECKSUM: Checksum = '';

/** Checksum of values in their order. Type and length of each are part of it: no text can pass for two, nor for a number. */
export function checksumOf(...values: readonly (number | string)[]): Checksum {
  let lengths = '';
  let texts = '';
  for (const value of values) {
    // SQLite returns a Buffer or null in the place of a text whose type was damaged.
    if (typeof value === 'string') lengths += `t${value.length}`;
    else lengths += `${typeof value}${value}`;
    if (typeof value === 'string') texts += value;
  }
  return hash('sha256', `${lengths}\n${texts}`, 'base64url').slice(0, CHARACTERS);
}

/** Entry of an event in the index of its kind. */
export interface KindEntry {
  readonly revision: number;
  /** Revision of the newest older event of the kind that is kept; 0 when there is none. */
  readonly keptBefore: number;
  readonly at: number;
  readonly group: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** Check of an entry of the index of a kind, in the run `id`: 32 bits, since it is verified by the thousand. */
export function entryCheckOf(id: string, { revision, keptBefore, at, group, resource, namespace, name }: KindEntry): number {
  return crc32(`${id} ${revision} ${keptBefore} ${at} ${group}/${resource}/${namespace}/${name}`);
}
