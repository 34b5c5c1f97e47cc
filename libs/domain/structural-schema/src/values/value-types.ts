import type { Place } from '../place.ts';
import type { SchemaNode } from '../schema-node.ts';
import { isInteger, isNearInteger } from './go-number.ts';
import { type Problem, wrongType } from './problem.ts';

/** Reports a value of another type. Returns whether it has an accepted one. Models `typeValidator`. */
export function checkType(value: unknown, node: SchemaNode, place: Place, problems: Problem[]): boolean {
  const { types, format } = node;
  const type = typeOf(value);
  const isNumber = type === 'number' || type === 'integer';
  const takesNumbers = types.includes('number') || types.includes('integer');
  const accepted =
    types.includes(type) ||
    (type === 'integer' && types.includes('number')) ||
    (type === 'number' && types.includes('integer') && isNearInteger(value as number));
  if (accepted) return true;
  const isText = type === 'string' || type === 'array';
  // Upstream accepts texts and lists of any format, whatever their type.
  if (isText && format !== '' && !takesNumbers) return true;
  const ownFormat = isNumber ? (type === 'integer' ? 'int64' : 'float64') : '';
  const byFormat = !isText && format !== '' && ownFormat !== format;
  problems.push(byFormat ? wrongType(place, format, ownFormat) : wrongType(place, types.join(','), type));
  return false;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number' || typeof value === 'bigint') return isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
