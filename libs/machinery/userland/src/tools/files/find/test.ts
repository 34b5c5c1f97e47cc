import type { FileStat } from '@klockwork/files';

/** Numeric test: `+3` is more, `-3` less, `3` exact. */
export interface NumberTest {
  readonly sign: '+' | '-' | '';
  readonly value: number;
}

/** Test or action on a file. */
export type Test =
  | { readonly type: 'and' | 'or' | 'list'; readonly left: Test; readonly right: Test }
  | { readonly type: 'not'; readonly test: Test }
  | { readonly type: 'name' | 'path'; fits(text: string): boolean }
  | { readonly type: 'type'; readonly types: readonly FileStat['type'][] }
  | { readonly type: 'age'; readonly unitMs: number; readonly count: NumberTest }
  | { readonly type: 'newer'; readonly than: number }
  | { readonly type: 'size'; readonly unit: number; readonly count: NumberTest }
  | { readonly type: 'links' | 'inode' | 'uid' | 'gid'; readonly count: NumberTest }
  | { readonly type: 'mode'; readonly mode: number; readonly which: 'exactly' | 'all' | 'any' }
  | { readonly type: 'exec'; readonly argv: readonly string[]; readonly batch: string[] | undefined; readonly inFolder: boolean }
  | { readonly type: 'printf'; readonly format: string }
  | { readonly type: 'empty' | 'true' | 'false' | 'print' | 'print0' | 'delete' | 'prune' | 'quit' };

export function isCount({ sign, value }: NumberTest, number: number): boolean {
  if (sign === '') return number === value;
  return sign === '+' ? number > value : number < value;
}
