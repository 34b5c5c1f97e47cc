import { EMPTY, type FieldSet, isInOrder, makeNode } from './field-set.ts';
import { readElement, SELF } from './path-element.ts';
import { asMap } from './typed/values.ts';

/** FieldsV1 that is none; the message is upstream's. */
class UnreadableFields extends Error {}

/** Sets that were read before: stored objects are frozen, and keep them. */
const read = new WeakMap<object, FieldSet>();

/**
 * Reads FieldsV1 that came from outside: the same set in upstream's order, without elements of unknown kinds. A frozen set that is as
 * it should be is returned as it is. A text tells what is wrong with it. Models `Set.FromJSON`.
 */
export function readFieldSet(fields: object): FieldSet | string {
  const before = read.get(fields);
  if (before !== undefined) return before;
  try {
    const set = rootOf(readNode(fields));
    if (Object.isFrozen(fields)) read.set(fields, set);
    return set;
  } catch (error) {
    if (error instanceof UnreadableFields) return error.message;
    throw error;
  }
}

/** Remembers that a set of our own making needs no reading. */
export function knowFieldSet(set: FieldSet): FieldSet {
  read.set(set, set);
  return set;
}

/** The root is no field: a `.` there says nothing. */
function rootOf(node: FieldSet): FieldSet {
  if (node[SELF] === undefined) return node;
  const { [SELF]: _, ...nodes } = node;
  return Object.freeze(nodes);
}

/** A node as it should be: the same object when it was frozen and is so already. */
function readNode(value: unknown): FieldSet {
  const map = value === null ? {} : asMap(value);
  if (map === undefined) throw new UnreadableFields(`ReadMapCB: expect { or n, but found ${typeof value}`);
  const nodes: Record<string, FieldSet> = {};
  let same = Object.isFrozen(map);
  for (const text in map) {
    const element = text === SELF ? SELF : elementOf(text);
    const node = element === SELF ? EMPTY : element && readNode(map[text]);
    if (element && node) nodes[element] = node;
    same &&= element === text && (node === map[text] || element === SELF);
  }
  return same && isInOrder(map as FieldSet) ? (map as FieldSet) : (makeNode(nodes, false) ?? EMPTY);
}

function elementOf(text: string): string | undefined {
  const reading = readElement(text);
  if ('problem' in reading) throw new UnreadableFields(`parsing key as path element: ${reading.problem}`);
  return reading.element;
}
