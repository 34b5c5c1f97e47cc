import { fieldErrors, goNumber } from '@klockwork/api-machinery';
import type { Place } from '../place.ts';
import type { SchemaNode } from '../schema-node.ts';
import { hasFormat, isKnownFormat } from './formats.ts';
import { asInteger, isInteger, isNearInteger } from './go-number.ts';
import { invalid, type Problem, wrongType } from './problem.ts';

/** Reports the first problem of a text's length or pattern. Models `stringValidator`. */
export function checkText(text: string, node: SchemaNode, place: Place, problems: Problem[]): void {
  const { maxLength, minLength, pattern } = node.source;
  if (maxLength !== undefined && isLongerThan(text, maxLength)) problems.push(tooLong(place, maxLength));
  else if (minLength !== undefined && (minLength > text.length || !isLongerThan(text, minLength - 1)))
    problems.push(invalid(place, text, (name) => `${name} in body should be at least ${minLength} chars long`));
  else if (pattern) checkPattern(text, node, place, problems);
}

/** Counts characters, not UTF-16 units. */
function isLongerThan(text: string, max: number): boolean {
  if (text.length <= max) return false;
  if (text.length > 2 * max) return true;
  let count = 0;
  for (const _ of text) count += 1;
  return count > max;
}

function tooLong(place: Place, max: number): Problem {
  return {
    place,
    text: (name) => `${name} in body should be at most ${max} chars long`,
    error: (field) => fieldErrors.tooLong(field, max),
  };
}

function checkPattern(text: string, node: SchemaNode, place: Place, problems: Problem[]): void {
  const { pattern } = node;
  const shownPattern = node.source.pattern ?? '';
  const words = 'problem' in pattern ? `${shownPattern}, but pattern is invalid: ${pattern.problem}` : shownPattern;
  if ('test' in pattern && pattern.test(text)) return;
  problems.push(invalid(place, text, (name) => `${name} in body should match '${words}'`));
}

/** Reports a text without its known format. Models `formatValidator`. */
export function checkFormat(text: string, { format }: SchemaNode, place: Place, problems: Problem[]): void {
  if (!hasFormat(text, format)) problems.push(wrongType(place, format, text));
}

/** True if a text's format counts. */
export function checksFormat({ format }: SchemaNode): boolean {
  return format !== '' && isKnownFormat(format);
}

/** Reports a number beyond its bounds; integers are compared with bounds without fraction. Models `numberValidator`. */
export function checkNumber(value: number | bigint, node: SchemaNode, place: Place, problems: Problem[]): void {
  const { multipleOf, minimum, maximum, exclusiveMinimum = false, exclusiveMaximum = false } = node.source;
  if (multipleOf !== undefined) checkMultiple(value, multipleOf, place, problems);
  const whole = isInteger(value);
  const boundOf = (bound: number) => (whole ? asInteger(bound) : bound);
  const report = (words: string, bound: number) => {
    const shown = whole ? String(asInteger(bound)) : goNumber(bound);
    problems.push(invalid(place, value, (name) => `${name} in body should be ${words} ${shown}`));
  };
  if (minimum !== undefined && (exclusiveMinimum ? value <= boundOf(minimum) : value < boundOf(minimum)))
    report(exclusiveMinimum ? 'greater than' : 'greater than or equal to', minimum);
  if (maximum !== undefined && (exclusiveMaximum ? value >= boundOf(maximum) : value > boundOf(maximum)))
    report(exclusiveMaximum ? 'less than' : 'less than or equal to', maximum);
}

/** Models `MultipleOfNativeType`. */
function checkMultiple(value: number | bigint, factor: number, place: Place, problems: Problem[]): void {
  const whole = isInteger(value);
  const usedFactor = whole ? asInteger(factor) : factor;
  const shown = typeof usedFactor === 'bigint' ? String(usedFactor) : goNumber(usedFactor);
  if (usedFactor <= 0)
    problems.push(invalid(place, usedFactor, (name) => `factor MultipleOf declared for ${name} must be positive: ${shown}`));
  else if (!isMultiple(value, usedFactor))
    problems.push(invalid(place, value, (name) => `${name} in body should be a multiple of ${shown}`));
}

function isMultiple(value: number | bigint, factor: number | bigint): boolean {
  if (typeof factor === 'bigint') return BigInt(value) % factor === 0n;
  const data = Number(value);
  return isNearInteger(factor < 1 ? (1 / factor) * data : data / factor);
}
