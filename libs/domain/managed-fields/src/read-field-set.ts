import { EMPTY, type FieldSet, inOrder, makeNode } from './field-set.ts';
import { compareElements, isCanonicalElement, readElement, SELF } from './path-element.ts';
import { asMap } from './typed/values.ts';

/** FieldsV1 that is none; the message is upstream's. */
class UnreadableFields extends Error {}

/**
 * Reads FieldsV1 that came from outside: the same set in upstream's order, without elements of unknown kinds. A frozen set that is as
 * it should be is returned as it is. A text tells what is wrong with it. Models `Set.FromJSON`.
 */
export function readFieldSet(fields: object): FieldSet | string {
  try {
    return isRead(fields) ? (fields as FieldSet) : inOrder(rootOf(readNode(fields)));
  } catch (error) {
    if (error instanceof UnreadableFields) return error.message;
    throw error;
  }
}

/** The root is no field: a `.` there says nothing. */
function rootOf(node: FieldSet): FieldSet {
  if (node[SELF] === undefined) return node;
  const { [SELF]: _, ...nodes } = node;
  return Object.freeze(nodes);
}

/** True for a frozen set that needs no change: nearly all are. */
function isRead(node: unknown, isRoot = true): boolean {
  if (typeof node !== 'object' || node === null || Array.isArray(node) || !Object.isFrozen(node)) return false;
  let before = '';
  for (const element in node) {
    const isSelf = element === SELF && !isRoot;
    if (!isSelf && !isCanonicalElement(element)) return false;
    if (before !== '' && compareElements(before, element) >= 0) return false;
    if (!isRead((node as FieldSet)[element], false)) return false;
    before = element;
  }
  // A node that is itself alone is written as an empty one.
  return before !== SELF;
}

function readNode(value: unknown): FieldSet {
  const map = value === null ? {} : asMap(value);
  if (map === undefined) throw new UnreadableFields(`ReadMapCB: expect { or n, but found ${typeof value}`);
  const nodes: Record<string, FieldSet> = {};
  for (const text in map) {
    const element = text === SELF ? SELF : elementOf(text);
    const node = element === SELF ? EMPTY : element && readNode(map[text]);
    if (element && node) nodes[element] = node;
  }
  return Object.keys(nodes).every((element) => element === SELF) ? EMPTY : (makeNode(nodes, false) ?? EMPTY);
}

function elementOf(text: string): string | undefined {
  const reading = readElement(text);
  if ('problem' in reading) throw new UnreadableFields(`parsing key as path element: ${reading.problem}`);
  return reading.element;
}
