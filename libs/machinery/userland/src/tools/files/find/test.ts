import type { FileStat } from '@klockwork/files';

/** How a number must be: `+3` is more, `-3` less, `3` just that. */
export interface NumberTest {
  readonly sign: '+' | '-' | '';
  readonly value: number;
}

/** What is asked of each file, and done with it. */
export type Test =
  | { readonly kind: 'and' | 'or' | 'list'; readonly left: Test; readonly right: Test }
  | { readonly kind: 'not'; readonly test: Test }
  | { readonly kind: 'name' | 'path'; fits(text: string): boolean }
  | { readonly kind: 'type'; readonly types: readonly FileStat['kind'][] }
  | { readonly kind: 'age'; readonly unitMs: number; readonly count: NumberTest }
  | { readonly kind: 'newer'; readonly than: number }
  | { readonly kind: 'size'; readonly unit: number; readonly count: NumberTest }
  | { readonly kind: 'links' | 'inode' | 'uid' | 'gid'; readonly count: NumberTest }
  | { readonly kind: 'mode'; readonly mode: number; readonly which: 'exactly' | 'all' | 'any' }
  | { readonly kind: 'exec'; readonly argv: readonly string[]; readonly batch: string[] | undefined; readonly inFolder: boolean }
  | { readonly kind: 'printf'; readonly format: string }
  | { readonly kind: 'empty' | 'true' | 'false' | 'print' | 'print0' | 'delete' | 'prune' | 'quit' };

/** Whether a number is as asked. */
export function isCount({ sign, value }: NumberTest, number: number): boolean {
  if (sign === '') return number === value;
  return sign === '+' ? number > value : number < value;
}
