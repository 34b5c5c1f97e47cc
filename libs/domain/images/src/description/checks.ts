import { type FieldError, fieldErrors, parseDuration, parseQuantity, QuantityError } from '@klockwork/api-machinery';

/** Returns field errors of a value at a path. */
export type Check = (value: unknown, path: string) => FieldError[];

export const text: Check = (value, path) => (typeof value === 'string' ? [] : wrongType(value, path, 'string'));

/** True or false. */
export const flag: Check = (value, path) => (typeof value === 'boolean' ? [] : wrongType(value, path, 'boolean'));

/** A whole number between two. */
export function whole(least: number, most: number): Check {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return wrongType(value, path, 'integer');
    return value >= least && value <= most ? [] : [fieldErrors.invalid(path, value, `must be between ${least} and ${most}, inclusive`)];
  };
}

/** Text from a fixed set. */
export function oneOf(...supported: readonly string[]): Check {
  return (value, path) => {
    if (typeof value !== 'string') return wrongType(value, path, 'string');
    return supported.includes(value) ? [] : [fieldErrors.notSupported(path, value, supported)];
  };
}

/** Text for which `problem` returns undefined. */
export function textOf(problem: (value: string) => string | undefined): Check {
  return (value, path) => {
    if (typeof value !== 'string') return wrongType(value, path, 'string');
    const detail = problem(value);
    return detail === undefined ? [] : [fieldErrors.invalid(path, value, detail)];
  };
}

/** Nonnegative Go duration; positive for a `period`. */
export function duration(what: 'length' | 'period' = 'length'): Check {
  return textOf((value) => {
    const duration = parseDuration(value);
    if ('problem' in duration) return duration.problem;
    if (what === 'period') return duration.ms > 0 ? undefined : 'must be greater than 0';
    return duration.ms >= 0 ? undefined : 'must be greater than or equal to 0';
  });
}

/** Nonnegative quantity; JSON numbers are valid. */
export const quantity: Check = (value, path) => {
  if (typeof value !== 'string') return wrongType(value, path, 'string');
  try {
    return parseQuantity(value).nanos < 0n ? [fieldErrors.invalid(path, value, 'must be greater than or equal to 0')] : [];
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    return [fieldErrors.invalid(path, value, error.message)];
  }
};

export function listOf(item: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return wrongType(value, path, 'array');
    return value.flatMap((one, index) => item(one, `${path}[${index}]`));
  };
}

/** A map with free keys. */
export function mapOf(value: Check, key: (key: string) => string | undefined = () => undefined): Check {
  return (map, path) => {
    if (!isMap(map)) return wrongType(map, path, 'object');
    return Object.entries(map).flatMap(([name, one]) => {
      const problem = key(name);
      const refusedErrors = problem === undefined ? [] : [fieldErrors.invalid(path, name, problem)];
      return [...refusedErrors, ...value(one, `${path}[${name}]`)];
    });
  };
}

/** Object with known fields, some of them required. */
export function fields(checks: Readonly<Record<string, Check>>, ...required: readonly string[]): Check {
  return (value, path) => {
    if (!isMap(value)) return wrongType(value, path, 'object');
    const missing = required.filter((name) => isMissing(value[name])).map((name) => fieldErrors.required(join(path, name)));
    return [
      ...missing,
      ...present(value).flatMap(([name, one]) => field(ownCheck(checks, name), one, join(path, name), missing.length > 0)),
    ];
  };
}

function ownCheck(checks: Readonly<Record<string, Check>>, name: string): Check | undefined {
  return Object.hasOwn(checks, name) ? checks[name] : undefined;
}

function field(check: Check | undefined, value: unknown, path: string, hasMissing: boolean): FieldError[] {
  if (check === undefined) return [fieldErrors.forbidden(path, 'unknown field')];
  return hasMissing && isMissing(value) ? [] : check(value, path);
}

function present(map: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(map).filter(([, value]) => value !== undefined && value !== null);
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(value: unknown, path: string, expected: string): FieldError[] {
  const type = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  return [fieldErrors.typeInvalid(path, type, `must be of type ${expected}`)];
}
