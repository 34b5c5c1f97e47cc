import { EMPTY, type FieldSet, inOrder, makeNode } from './field-set.ts';
import { compareElements, isCanonicalElement, readElement, SELF } from './path-element.ts';
import { asMap } from './typed/values.ts';

/** Invalid FieldsV1, with upstream's message. */
class UnreadableFields extends Error {}

/**
 * Parses foreign FieldsV1 to an ordered set without unknown elements. Returns a frozen, valid set itself, or a message for an invalid one.
 * Models `Set.FromJSON`.
 */
export function readFieldSet(fields: object): FieldSet | string {
  try {
    return isRead(fields) ? (fields as FieldSet) : inOrder(rootOf(readNode(fields)));
  } catch (error) {
    if (error instanceof UnreadableFields) return error.message;
    throw error;
  }
}

/** The root is no field, so its `.` is ignored. */
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
  // A member without children is an empty node.
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
