import type { Child, Comparison } from './compare.ts';
import { formatValue, isZero, typed } from './format-value.ts';
import { braces, ellipsis, line, type TextNode, type TextRecord } from './text-node.ts';

/** How many equal neighbours of a difference are shown. */
const CONTEXT = 2;
/** How many equal fields, elements or entries are shown of an equal value. */
const EQUAL_MAX = 4;

/** Two values in one text: what is equal once or not at all, what differs twice. Models `FormatDiff` of `report_compare.go`. */
export function formatComparison(comparison: Comparison, inList = false): TextNode {
  const { type, children } = comparison;
  if (type.kind === 'pointer' && children[0]) {
    return { kind: 'wrap', prefix: '&', value: formatComparison(children[0].comparison, inList), suffix: '' };
  }
  return typed(
    type,
    braces(groups(children).flatMap((group, index, all) => formatGroup(group, index, all.length, type.kind))),
    'whole',
    inList,
  );
}

/** Neighbours that are all equal, or all different. */
function groups(children: readonly Child[]): Child[][] {
  const result: Child[][] = [];
  for (const child of children) {
    const last = result.at(-1);
    if (last !== undefined && isEqual(last[0] as Child) === isEqual(child)) last.push(child);
    else result.push([child]);
  }
  return result;
}

function isEqual({ comparison }: Child): boolean {
  return comparison.different === 0;
}

function formatGroup(group: readonly Child[], index: number, count: number, kind: string): TextRecord[] {
  const inList = kind !== 'struct';
  if (!isEqual(group[0] as Child)) return group.flatMap((child) => formatDifference(child, inList));
  const before = index === 0 ? 0 : Math.min(CONTEXT, group.length);
  let after = index === count - 1 ? 0 : Math.min(CONTEXT, group.length - before);
  // One record takes no more room than saying that it is left out.
  if (group.length - before - after === 1) after += 1;
  const left = group.length - before - after;
  const shown = (children: readonly Child[]) => children.map(({ key, comparison }) => ({ key, value: formatEqual(comparison, inList) }));
  return [
    ...shown(group.slice(0, before)),
    ...(left > 0 ? [ellipsis(`${left} identical ${nameOf(kind, left)}`)] : []),
    ...shown(group.slice(group.length - after)),
  ];
}

function formatDifference({ key, comparison }: Child, inList: boolean): TextRecord[] {
  // A single thing that differs, however deep, is told as a whole.
  if (comparison.descendants !== comparison.depth) return [{ key, value: formatComparison(comparison, inList) }];
  const side = (sign: '-' | '+', value: unknown) => ({ sign, key, value: formatValue(comparison.type, value, 'whole', inList) });
  return [
    ...(comparison.missing === 'x' ? [] : [side('-', comparison.x)]),
    ...(comparison.missing === 'y' ? [] : [side('+', comparison.y)]),
  ];
}

/** An equal value, cut off after a few parts. */
function formatEqual(comparison: Comparison, inList: boolean): TextNode {
  const { type, children, y } = comparison;
  if (children.length === 0) return formatValue(type, y, 'bare', inList);
  if (type.kind === 'pointer') {
    return { kind: 'wrap', prefix: '&', value: formatEqual((children[0] as Child).comparison, inList), suffix: '' };
  }
  const told = type.kind === 'struct' ? children.filter(({ comparison: part }) => !isZero(part.type, part.y)) : children;
  const records = told.slice(0, EQUAL_MAX).map(({ key, comparison: part }) => ({ key, value: formatEqual(part, type.kind !== 'struct') }));
  return braces(told.length > EQUAL_MAX ? [...records, { value: line('...') }] : records);
}

function nameOf(kind: string, count: number): string {
  if (kind === 'map') return count === 1 ? 'entry' : 'entries';
  const name = kind === 'struct' ? 'field' : 'element';
  return count === 1 ? name : `${name}s`;
}
