import { goQuote } from '@klockwork/api-machinery';
import { decodeUtf8, encodeUtf8 } from '@klockwork/kernel';
import { describe, formatDouble, typeName } from '../values/describe.ts';
import { compareStrings } from '../values/equality.ts';
import { formatSeconds, formatTimestamp } from '../values/time.ts';
import {
  CelError,
  Duration,
  isLibraryValue,
  isMapValue,
  ListValue,
  type MapValue,
  Timestamp,
  TypeValue,
  Uint,
  type Value,
} from '../values/value.ts';
import { CLAUSE_RULES } from './format-validation.ts';

const PRECISION = 6;

/** Ends a formatting with an error. */
class FormatFault extends Error {}

/** Formats as CEL's `string.format`; an error in cel-go's words. */
export function formatText(template: string, list: ListValue): Value {
  try {
    return new Formatter(template, list).run();
  } catch (fault) {
    if (!(fault instanceof FormatFault)) throw fault;
    return new CelError(fault.message);
  }
}

class Formatter {
  readonly #template: string;
  readonly #list: ListValue;
  #used = 0;

  constructor(template: string, list: ListValue) {
    this.#template = template;
    this.#list = list;
  }

  run(): string {
    let result = '';
    const clause = /([^%]*)(?:%(?:(%)|(?:\.([0-9]+))?([a-zA-Z])|([\s\S]?)))?/y;
    while (clause.lastIndex < this.#template.length) {
      const [, plain = '', percent, precision, verb, wrong] = clause.exec(this.#template) as RegExpExecArray;
      if (wrong !== undefined) throw new FormatFault(unrecognized(wrong));
      result += plain + (percent ?? '') + (verb === undefined ? '' : this.#clause(verb, precision));
    }
    return result;
  }

  #clause(verb: string, precision: string | undefined): string {
    const format = CLAUSES[verb];
    if (format === undefined) throw new FormatFault(unrecognized(verb));
    if (this.#used >= this.#list.size) throw new FormatFault(`index ${this.#used} out of range`);
    const value = this.#list.at(this.#used);
    this.#used += 1;
    return format(value, precision === undefined ? PRECISION : Number(precision));
  }
}

function unrecognized(verb: string): string {
  return verb === '' ? 'unexpected end of string' : `could not parse formatting clause: unrecognized formatting clause "${verb}"`;
}

function wrongType(verb: string, value: Value): FormatFault {
  return new FormatFault(`error during formatting: ${CLAUSE_RULES[verb]?.problem}, was given ${typeName(value)}`);
}

type Clause = (value: Value, precision: number) => string;

const decimal: Clause = (value) => {
  if (typeof value === 'bigint' || value instanceof Uint) return describe(value);
  throw wrongType('d', value);
};

const fixedClause: Clause = (value, precision) => {
  const number = asDouble(value);
  if (number === undefined) throw wrongType('f', value);
  if (!Number.isFinite(number)) return Number.isNaN(number) ? 'NaN' : number > 0 ? '∞' : '-∞';
  const [whole = '', fraction] = number.toFixed(precision).split('.');
  const groupedDigits = whole.replace(/(?<=[0-9])(?=(?:[0-9]{3})+$)/g, ',');
  return fraction === undefined ? groupedDigits : `${groupedDigits}.${fraction}`;
};

const scientific: Clause = (value, precision) => {
  const number = asDouble(value);
  if (number === undefined) throw wrongType('e', value);
  if (!Number.isFinite(number)) return Number.isNaN(number) ? 'NaN' : number > 0 ? '∞' : '-∞';
  const [mantissa, exponent] = number.toExponential(precision).split('e') as [string, string];
  return `${mantissa}×10${superscript(exponent)}`;
};

function superscript(exponent: string): string {
  const power = Number(exponent);
  const digits = [...String(Math.abs(power)).padStart(2, '0')].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]);
  return `${power < 0 ? '⁻' : ''}${digits.join('')}`;
}

function asDouble(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (value === 'NaN') return Number.NaN;
  if (value === 'Infinity') return Number.POSITIVE_INFINITY;
  return value === '-Infinity' ? Number.NEGATIVE_INFINITY : undefined;
}

const binary: Clause = (value) => {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'bigint') return value.toString(2);
  if (value instanceof Uint) return value.value.toString(2);
  throw wrongType('b', value);
};

const octal: Clause = (value) => {
  if (typeof value === 'bigint') return value.toString(8);
  if (value instanceof Uint) return value.value.toString(8);
  throw wrongType('o', value);
};

const hex: Clause = (value) => {
  if (typeof value === 'bigint') return value.toString(16);
  if (value instanceof Uint) return value.value.toString(16);
  const bytes = typeof value === 'string' ? encodeUtf8(value) : value;
  if (!(bytes instanceof Uint8Array)) throw wrongType('x', value);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

const text: Clause = (value) => {
  if (value === null) return 'null';
  if (value instanceof ListValue) return formatList(value);
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatDouble(value);
  if (typeof value !== 'object') return describe(value);
  if (value instanceof Timestamp) return formatTimestamp(value.nanos);
  if (value instanceof Duration) return formatSeconds(value.nanos);
  if (value instanceof Uint8Array) return decodeUtf8(value);
  if (value instanceof TypeValue) return value.name;
  if (value instanceof Uint) return describe(value);
  if (!isLibraryValue(value) && isMapValue(value)) return formatMap(value);
  throw wrongType('s', value);
};

const CLAUSES: Readonly<Record<string, Clause>> = {
  s: text,
  d: decimal,
  f: fixedClause,
  e: scientific,
  b: binary,
  o: octal,
  x: hex,
  X: (value, precision) => hex(value, precision).toUpperCase(),
};

/** Formats an entry of a list or map, where texts are quoted. */
function entry(value: Value): string {
  if (typeof value === 'string') return goQuote(value);
  if (value instanceof Uint8Array) return `b${goQuote(decodeUtf8(value))}`;
  if (typeof value === 'number') return Number.isFinite(value) ? value.toFixed(PRECISION) : goQuote(formatDouble(value));
  if (value instanceof Timestamp) return `timestamp(${goQuote(formatTimestamp(value.nanos))})`;
  if (value instanceof Duration) return `duration(${goQuote(formatSeconds(value.nanos))})`;
  return text(value, PRECISION);
}

function formatList(list: ListValue): string {
  return `[${list.values().map(entry).join(', ')}]`;
}

function formatMap(map: MapValue): string {
  const pairs = map.keys().map((key) => [entry(key), entry(map.find(key) as Value)] as const);
  pairs.sort(([a], [b]) => compareStrings(a, b));
  return `{${pairs.map(([key, value]) => `${key}:${value}`).join(', ')}}`;
}
