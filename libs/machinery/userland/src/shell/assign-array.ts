import { elementKey } from './array-elements.ts';
import { ArrayValue } from './array-value.ts';
import type { ArrayElement, Assignment } from './ast.ts';
import { expandWords } from './expand.ts';
import { expandText } from './expand-text.ts';
import type { Io } from './io.ts';
import type { Shell } from './shell.ts';
import { scopeOf } from './shell-scope.ts';

/** Carries out `NAME=(…)` and `NAME[subscript]=value`. False for an assignment of one text. Throws ReadonlyVariableError. */
export async function assignArray(shell: Shell, assignment: Assignment, io: Io): Promise<boolean> {
  const { name, subscript, elements, append } = assignment;
  const before = shell.variables.array(name);
  if (elements !== undefined) {
    const array = append && before !== undefined ? before.copy() : new ArrayValue(before?.isAssociative ?? false);
    let next = array.end;
    for (const element of elements) next = await addElement(shell, array, { ...element, next }, io);
    shell.variables.setArray(name, array);
    return true;
  }
  if (subscript === undefined) return false;
  const scope = scopeOf(shell, io);
  const key = elementKey(before, await expandText(subscript, scope), scope);
  const prefix = append ? (before?.get(key) ?? '') : '';
  shell.variables.setElement(name, key, prefix + (await expandText(assignment.value, scope)));
  return true;
}

/** Adds one element at its subscript, or its fields from index `next` on. Returns the next free index. */
async function addElement(shell: Shell, array: ArrayValue, element: ArrayElement & { readonly next: number }, io: Io): Promise<number> {
  const { subscript, value } = element;
  const scope = scopeOf(shell, io);
  if (subscript !== undefined) {
    const key = elementKey(array, await expandText(subscript, scope), scope);
    array.set(key, await expandText(value, scope));
    return Number(key) + 1;
  }
  const texts = await expandWords([value], scope);
  for (const [offset, text] of texts.entries()) array.set(String(element.next + offset), text);
  return element.next + texts.length;
}
