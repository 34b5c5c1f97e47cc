import {
  base64Problem,
  dns1035Label,
  dns1123Label,
  dns1123Subdomain,
  labelValue,
  type NameFormat,
  qualifiedName,
} from '@klockwork/api-machinery';
import { type FunctionDeclaration, type Implementation, member, overload } from '../checker/function.ts';
import { listOf, optionalOf, STRING } from '../types/type.ts';
import { parseTimestamp } from '../values/time.ts';
import { type LibraryValue, ListValue, NONE, OptionalValue, type Value } from '../values/value.ts';
import { FORMAT_TYPE } from './library-types.ts';
import { parseRequestUri } from './urls.ts';

/** Format of names or values. */
class FormatValue implements LibraryValue {
  readonly libraryType = FORMAT_TYPE;
  readonly name: string;
  readonly validate: NameFormat;
  /** Length of the format's pattern, which its cost depends on. */
  readonly regexSize: number;

  constructor(name: string, regexSize: number, validate: NameFormat) {
    this.name = name;
    this.regexSize = regexSize;
    this.validate = validate;
  }

  equals(other: Value): boolean {
    return other instanceof FormatValue && other.name === this.name;
  }
}

const UUID = /^(?:[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12})$/;

/** Accepts `name-` as the beginning of a name. */
function prefixOf(format: NameFormat): NameFormat {
  return (value) => format(value.endsWith('-') ? `${value.slice(0, -1)}a` : value);
}

function uriProblems(value: string): string[] {
  const requestUris = parseRequestUri(value);
  return 'problem' in requestUris ? [requestUris.problem] : [];
}

const accepting =
  (isValid: (value: string) => boolean, problem: string): NameFormat =>
  (value) =>
    isValid(value) ? [] : [problem];

const isDate = (value: string): boolean => /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) && parseTimestamp(`${value}T00:00:00Z`) !== undefined;

/** Lengths of the patterns of go-openapi `strfmt`. */
const UUID_PATTERN_SIZE = 70;
const DATE_TIME_PATTERN_SIZE = 71;

const FORMATS: ReadonlyMap<string, FormatValue> = new Map([
  ['dns1123Label', new FormatValue('DNS1123Label', 30, dns1123Label)],
  ['dns1123Subdomain', new FormatValue('DNS1123Subdomain', 60, dns1123Subdomain)],
  ['dns1035Label', new FormatValue('DNS1035Label', 30, dns1035Label)],
  ['qualifiedName', new FormatValue('QualifiedName', 60, qualifiedName)],
  ['dns1123LabelPrefix', new FormatValue('DNS1123LabelPrefix', 30, prefixOf(dns1123Label))],
  ['dns1123SubdomainPrefix', new FormatValue('DNS1123SubdomainPrefix', 60, prefixOf(dns1123Subdomain))],
  ['dns1035LabelPrefix', new FormatValue('DNS1035LabelPrefix', 30, prefixOf(dns1035Label))],
  ['labelValue', new FormatValue('LabelValue', 40, labelValue)],
  ['uri', new FormatValue('URI', 1103, uriProblems)],
  [
    'uuid',
    new FormatValue(
      'uuid',
      UUID_PATTERN_SIZE,
      accepting((value) => UUID.test(value), 'does not match the UUID format'),
    ),
  ],
  [
    'byte',
    new FormatValue(
      'byte',
      84,
      accepting((value) => base64Problem(value) === undefined, 'invalid base64'),
    ),
  ],
  ['date', new FormatValue('date', DATE_TIME_PATTERN_SIZE, accepting(isDate, 'invalid date'))],
  [
    'datetime',
    new FormatValue(
      'datetime',
      DATE_TIME_PATTERN_SIZE,
      accepting((value) => parseTimestamp(value) !== undefined, 'invalid datetime'),
    ),
  ],
]);

const namedImplementation: Implementation = (name) => {
  const format = FORMATS.get(name as string);
  return format === undefined ? NONE : new OptionalValue(format);
};

const validate: Implementation = (format, value) => {
  const problems = (format as FormatValue).validate(value as string);
  return problems.length === 0 ? NONE : new OptionalValue(new ListValue(problems));
};

/** Kubernetes' formats, such as `format.dns1123Label()`. */
export const formats: readonly FunctionDeclaration[] = [
  { name: 'format.named', evaluate: namedImplementation, overloads: [overload('format-named', [STRING], optionalOf(FORMAT_TYPE))] },
  { name: 'validate', evaluate: validate, overloads: [member('format-validate', [FORMAT_TYPE, STRING], optionalOf(listOf(STRING)))] },
  ...[...FORMATS].map(([name, format]) => ({
    name: `format.${name}`,
    evaluate: () => format,
    overloads: [overload(`format.${name}`, [], FORMAT_TYPE)],
  })),
];
