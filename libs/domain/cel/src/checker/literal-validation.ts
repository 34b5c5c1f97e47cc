import { formatProblems } from '../library/format-validation.ts';
import { compileRegex } from '../library/regex.ts';
import { childrenOf } from '../syntax/children.ts';
import type { Call, Expression, ListExpression, MapExpression } from '../syntax/expression.ts';
import type { SourceError } from '../syntax/source.ts';
import { type CelType, formatType, isOptional, sameType } from '../types/type.ts';
import { isValidTimestamp, parseGoDuration, parseTimestamp } from '../values/time.ts';
import { CelError } from '../values/value.ts';

const LITERAL_CHECKS: Readonly<Record<string, (text: string) => boolean>> = {
  duration: (text) => parseGoDuration(text) !== undefined,
  timestamp: (text) => isTimestamp(text),
  matches: (text) => !(compileRegex(text) instanceof CelError),
};

function isTimestamp(text: string): boolean {
  const nanos = parseTimestamp(text);
  return nanos !== undefined && isValidTimestamp(nanos);
}

/** Finds literals that cannot be evaluated, and lists and maps of mixed types. Models the validators of cel-go `cel/validator.go`. */
export function validateLiterals(expression: Expression): SourceError[] {
  return Object.keys(LITERAL_CHECKS)
    .flatMap((name) => wrongArguments(expression, name))
    .concat(mixedAggregates(expression));
}

function wrongArguments(node: Expression, name: string): SourceError[] {
  const own = node.kind === 'call' && node.name === name ? wrongArgument(node) : [];
  return [...own, ...childrenOf(node).flatMap((child) => wrongArguments(child, name))];
}

function wrongArgument({ name, args: [argument] }: Call): SourceError[] {
  if (argument?.kind !== 'literal' || typeof argument.value !== 'string') return [];
  const isValid = LITERAL_CHECKS[name]?.(argument.value) !== false;
  return isValid ? [] : [{ offset: argument.offset, message: `invalid ${name} argument` }];
}

/** Arguments of `format` may be mixed. */
function mixedAggregates(node: Expression): SourceError[] {
  if (node.kind === 'call' && node.name === 'format') return formatProblems(node);
  const own = node.kind === 'list' ? mixedElements(node) : node.kind === 'map' ? mixedEntries(node) : [];
  return [...own, ...childrenOf(node).flatMap(mixedAggregates)];
}

function mixedElements({ elements, optional }: ListExpression): SourceError[] {
  const [first, ...rest] = elements.map((element, index) => typeIn(element, optional.has(index)));
  const wrong = rest.findIndex((type) => first !== undefined && !sameType(first, type));
  return wrong < 0 ? [] : [mismatch(elements[wrong + 1] as Expression, first as CelType, rest[wrong] as CelType)];
}

function mixedEntries({ entries: [first, ...rest] }: MapExpression): SourceError[] {
  if (first === undefined) return [];
  const keyType = first.key.type as CelType;
  const valueType = typeIn(first.value, first.optional);
  return rest.flatMap(({ key, value, optional }) => {
    const type = typeIn(value, optional);
    return [
      ...(sameType(keyType, key.type as CelType) ? [] : [mismatch(key, keyType, key.type as CelType)]),
      ...(sameType(valueType, type) ? [] : [mismatch(value, valueType, type)]),
    ];
  });
}

function typeIn({ type }: Expression, isUnwrapped: boolean): CelType {
  return isUnwrapped && isOptional(type as CelType) ? ((type as CelType).params[0] as CelType) : (type as CelType);
}

function mismatch(node: Expression, expectedType: CelType, actual: CelType): SourceError {
  return { offset: node.offset, message: `expected type '${formatType(expectedType)}' but found '${formatType(actual)}'` };
}
