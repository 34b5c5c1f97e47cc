import { compareText, goQuote, parseTime } from '@klockwork/api-machinery';
import type { ManagedFieldsEntry } from './contract.ts';
import type { FieldSet } from './field-set.ts';
import { EMPTY } from './field-set.ts';
import { readFieldSet } from './read-field-set.ts';

/** Parsed entry: complete and ordered. */
export interface Owner extends ManagedFieldsEntry {
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly fieldsV1: FieldSet;
}

/** Cache of parsed lists. */
const read = new WeakMap<readonly ManagedFieldsEntry[], readonly Owner[]>();

/** Parses entries to owners; returns upstream's message for invalid ones. Models `DecodeManagedFields`. */
export function readOwners(entries: readonly ManagedFieldsEntry[] = []): readonly Owner[] | string {
  const before = read.get(entries);
  if (before !== undefined) return before;
  const owners = new Map<string, Owner>();
  for (const [index, entry] of entries.entries()) {
    const owner = readOwner(entry, index);
    if (typeof owner === 'string') return owner;
    owners.set(identifierOf(owner), owner);
  }
  const list = [...owners.values()];
  if (Object.isFrozen(entries)) read.set(entries, list);
  return list;
}

/** Returns an owner with another field set; the same owner for the same set. */
export function ownerWith(owner: Owner, fieldsV1: FieldSet): Owner {
  return owner.fieldsV1 === fieldsV1 ? owner : makeOwner({ ...owner, fieldsV1 });
}

/** Returns an entry with properties in upstream's order. */
export function makeOwner(owner: Omit<Owner, 'fieldsType'>): Owner {
  const { manager = '', operation, apiVersion, time, fieldsV1, subresource = '' } = owner;
  return Object.freeze({
    ...(manager !== '' && { manager }),
    operation,
    apiVersion,
    ...(time !== undefined && { time }),
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...(subresource !== '' && { subresource }),
  });
}

/**
 * Returns the identity of an owner: manager, operation, subresource and, for updates, version. Upstream sorts owners by this text. Models
 * `BuildManagerIdentifier`.
 */
export function identifierOf({ manager = '', operation, apiVersion, subresource = '' }: Owner): string {
  const version = operation === 'Update' && apiVersion !== '' ? `,"apiVersion":${JSON.stringify(apiVersion)}` : '';
  const part = subresource === '' ? '' : `,"subresource":${JSON.stringify(subresource)}`;
  return `{${manager === '' ? '' : `"manager":${JSON.stringify(manager)},`}"operation":"${operation}"${version}${part}}`;
}

/** Returns sorted entries to store; undefined for none; `before` itself without a change. Models `encodeManagedFields`. */
export function entriesOf(
  owners: readonly Owner[],
  before: readonly ManagedFieldsEntry[] | undefined,
): readonly ManagedFieldsEntry[] | undefined {
  if (owners.length === 0) return undefined;
  const sortedOwners = inOrder(owners) ? owners.slice() : owners.toSorted(compareOwners);
  if (before?.length === sortedOwners.length && sortedOwners.every((owner, index) => owner === before[index])) return before;
  read.set(sortedOwners, sortedOwners);
  return Object.freeze(sortedOwners);
}

function inOrder(owners: readonly Owner[]): boolean {
  return owners.every((owner, index) => index === 0 || compareOwners(owners[index - 1] as Owner, owner) < 0);
}

function compareOwners(a: Owner, b: Owner): number {
  return (
    compareText(a.operation, b.operation) ||
    compareTimes(a, b) ||
    compareText(a.manager ?? '', b.manager ?? '') ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource ?? '', b.subresource ?? '')
  );
}

/** Compares whole seconds; a missing time is oldest. Times in canonical form compare as texts. */
export function compareTimes({ time: a = '' }: Owner, { time: b = '' }: Owner): number {
  if (a === b) return 0;
  if (isCanonical(a) && isCanonical(b)) return a < b ? -1 : 1;
  return secondsOf(a) - secondsOf(b);
}

function isCanonical(time: string): boolean {
  return time.length === '2006-01-02T15:04:05Z'.length && time.endsWith('Z');
}

function secondsOf(time: string): number {
  return Math.floor((parseTime(time) ?? 0) / 1000);
}

function readOwner(entry: ManagedFieldsEntry, index: number): Owner | string {
  const { operation, apiVersion = '', fieldsType = '', fieldsV1 } = entry;
  if (operation !== 'Apply' && operation !== 'Update') return 'operation must be `Apply` or `Update`';
  if (apiVersion === '') return 'apiVersion must not be empty';
  if (fieldsType === '') return `missing fieldsType in managed fields entry ${index}`;
  if (fieldsType !== 'FieldsV1') return `invalid fieldsType ${goQuote(fieldsType)} in managed fields entry ${index}`;
  const set = readFieldSet(fieldsV1 ?? EMPTY);
  if (typeof set === 'string') return `error decoding versioned set: error decoding set: ${set}`;
  return Object.isFrozen(entry) && set === fieldsV1 ? (entry as Owner) : makeOwner({ ...entry, operation, apiVersion, fieldsV1: set });
}
