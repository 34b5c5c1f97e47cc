import { type FunctionDeclaration, overload } from '../checker/function.ts';
import { STRING } from '../types/type.ts';

/** Names in JSON patches. */
export const jsonPatches: readonly FunctionDeclaration[] = [
  {
    name: 'jsonpatch.escapeKey',
    evaluate: (key) => (key as string).replaceAll('~', '~0').replaceAll('/', '~1'),
    overloads: [overload('string_jsonpatch_escapeKey_string', [STRING], STRING)],
  },
];
