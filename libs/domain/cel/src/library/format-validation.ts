import type { Call, Expression } from '../syntax/expression.ts';
import type { SourceError } from '../syntax/source.ts';
import type { CelType, TypeKind } from '../types/type.ts';

/** Types that a clause accepts, and the words for others. */
interface ClauseRule {
  readonly kinds: ReadonlySet<TypeKind>;
  readonly problem: string;
}

const rule = (kinds: readonly TypeKind[], problem: string): ClauseRule => ({ kinds: new Set(kinds), problem });
const DOUBLES: readonly TypeKind[] = ['double', 'string'];
const HEX = rule(['int', 'uint', 'string', 'bytes'], 'only integers, byte buffers, and strings can be formatted as hex');
const TEXTS: readonly TypeKind[] = [
  'list',
  'map',
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'timestamp',
  'bytes',
  'duration',
  'type',
  'null',
];
const TEXT_WORDS = 'strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps';

/** Rules of clauses; their problems are also those of run time. */
export const CLAUSE_RULES: Readonly<Record<string, ClauseRule>> = {
  s: rule(TEXTS, `string clause can only be used on ${TEXT_WORDS}`),
  d: rule(['int', 'uint'], 'decimal clause can only be used on integers'),
  f: rule(DOUBLES, 'fixed-point clause can only be used on doubles'),
  e: rule(DOUBLES, 'scientific clause can only be used on doubles'),
  b: rule(['int', 'uint', 'bool'], 'only integers and bools can be formatted as binary'),
  o: rule(['int', 'uint'], 'octal clause can only be used on integers'),
  x: HEX,
  X: HEX,
};

/** Compares a constant template with the arguments of `format`. Models cel-go's `stringFormatValidator`. */
export function formatProblems(call: Call): SourceError[] {
  const [list] = call.args;
  if (call.target?.kind !== 'literal' || typeof call.target.value !== 'string' || list?.kind !== 'list') return [];
  const verbs = [...call.target.value.matchAll(/%(?:%|(?:\.[0-9]+)?([a-zA-Z]))/g)].flatMap(([, verb]) => verb ?? []);
  for (const [index, verb] of verbs.entries()) {
    const problem = clauseProblem(call, verb, { argument: list.elements[index], index });
    if (problem !== undefined) return [problem];
  }
  if (list.elements.length <= verbs.length) return [];
  const counts = `(expected ${verbs.length}, got ${list.elements.length})`;
  return [{ offset: call.offset, message: `too many arguments supplied to string.format ${counts}` }];
}

function clauseProblem(
  call: Call,
  verb: string,
  { argument, index }: { argument: Expression | undefined; index: number },
): SourceError | undefined {
  const clause = CLAUSE_RULES[verb];
  if (clause === undefined) {
    return { offset: call.offset, message: `could not parse formatting clause: unrecognized formatting clause "${verb}"` };
  }
  if (argument === undefined) return { offset: call.offset, message: `index ${index} out of range` };
  const type = argument.type as CelType;
  if (type.kind === 'dyn' || clause.kinds.has(type.kind)) return undefined;
  return { offset: argument.offset, message: `error during formatting: ${clause.problem}, was given ${type.name}` };
}
