import { type FunctionDeclaration, type Implementation, member, overload } from '../checker/function.ts';
import { BOOL, INT, STRING } from '../types/type.ts';
import { CelError, type LibraryValue, type Value } from '../values/value.ts';
import { SEMVER_TYPE as S } from './library-types.ts';

/** Version such as `1.2.3-rc.1`. */
class SemverValue implements LibraryValue {
  readonly libraryType = S;
  readonly numbers: readonly bigint[];
  readonly prerelease: readonly string[];

  constructor(numbers: readonly bigint[], prerelease: readonly string[]) {
    this.numbers = numbers;
    this.prerelease = prerelease;
  }

  equals(other: Value): boolean {
    return other instanceof SemverValue && compareVersions(this, other) === 0;
  }
}

/** Reads a version; a problem in the words of `github.com/blang/semver`. */
function parse(text: string): SemverValue | CelError {
  if (text === '') return new CelError('Version string empty');
  const parts = splitAtMost(text, 3);
  if (parts.length !== 3) return new CelError('No Major.Minor.Patch elements found');
  const [patch = '', build] = splitOnce(parts[2] as string, '+');
  const [last = '', prerelease] = splitOnce(patch, '-');
  const names = ['major', 'minor', 'patch'];
  for (const [index, part] of [parts[0], parts[1], last].entries()) {
    const problem = numberProblem(part as string, names[index] as string);
    if (problem !== undefined) return new CelError(problem);
  }
  const identifiers = prerelease === undefined ? [] : prerelease.split('.');
  const problem = identifierProblem(identifiers, build === undefined ? [] : build.split('.'));
  if (problem !== undefined) return new CelError(problem);
  return new SemverValue(
    [parts[0], parts[1], last].map((part) => BigInt(part as string)),
    identifiers,
  );
}

function splitAtMost(text: string, count: number): string[] {
  const parts = text.split('.');
  return parts.length <= count ? parts : [...parts.slice(0, count - 1), parts.slice(count - 1).join('.')];
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

function numberProblem(text: string, name: string): string | undefined {
  const title = name === 'major' ? 'Major' : name === 'minor' ? 'Minor' : 'Patch';
  if (!/^[0-9]*$/.test(text)) return `Invalid character(s) found in ${name} number ${JSON.stringify(text)}`;
  if (text.length > 1 && text.startsWith('0')) return `${title} number must not contain leading zeroes ${JSON.stringify(text)}`;
  return text === '' ? 'strconv.ParseUint: parsing "": invalid syntax' : undefined;
}

function identifierProblem(prerelease: readonly string[], build: readonly string[]): string | undefined {
  for (const part of prerelease) {
    if (part === '') return 'Prerelease is empty';
    if (/^[0-9]+$/.test(part) && part.length > 1 && part.startsWith('0')) {
      return `Numeric PreRelease version must not contain leading zeroes ${JSON.stringify(part)}`;
    }
    if (!/^[0-9A-Za-z-]+$/.test(part)) return `Invalid character(s) found in prerelease ${JSON.stringify(part)}`;
  }
  for (const part of build) {
    if (part === '') return 'Build meta data is empty';
    if (!/^[0-9A-Za-z-]+$/.test(part)) return `Invalid character(s) found in build meta data ${JSON.stringify(part)}`;
  }
  return undefined;
}

/** Accepts `v1.2`: removes the prefix and leading zeros, and adds missing numbers. */
function normalize(text: string): string | CelError {
  const parts = splitAtMost(text.replace(/^v/, ''), 3).map((part) => {
    if (part.length <= 1) return part;
    const trimmedPart = part.replace(/^0+/, '');
    return /^[0-9]/.test(trimmedPart) ? trimmedPart : `0${trimmedPart}`;
  });
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) as string)) {
    return new CelError('short version cannot contain PreRelease/Build meta data');
  }
  while (parts.length < 3) parts.push('0');
  return parts.join('.');
}

function compareVersions(a: SemverValue, b: SemverValue): number {
  for (const [index, number] of a.numbers.entries()) {
    const other = b.numbers[index] as bigint;
    if (number !== other) return number < other ? -1 : 1;
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return Math.sign(b.prerelease.length - a.prerelease.length);
  return comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const order = compareIdentifiers(a[index] as string, b[index] as string);
    if (order !== 0) return order;
  }
  return Math.sign(a.length - b.length);
}

/** Numbers precede words. */
function compareIdentifiers(a: string, b: string): number {
  const [first, second] = [/^[0-9]+$/.test(a), /^[0-9]+$/.test(b)];
  if (first && second) return BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0;
  if (first !== second) return first ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

const read = (text: string, normalizes: boolean): SemverValue | CelError => {
  const normal = normalizes ? normalize(text) : text;
  return normal instanceof CelError ? normal : parse(normal);
};

const comparison =
  (accepts: (order: number) => Value): Implementation =>
  (a, b) =>
    accepts(compareVersions(a as SemverValue, b as SemverValue));

const number =
  (index: number): Implementation =>
  (version) =>
    (version as SemverValue).numbers[index] as bigint;

const toSemver: Implementation = (text, normalizes = false) => read(text as string, normalizes as boolean);
const isSemver: Implementation = (text, normalizes = false) => read(text as string, normalizes as boolean) instanceof SemverValue;

/** Kubernetes' semantic versions. */
export const semvers: readonly FunctionDeclaration[] = [
  {
    name: 'semver',
    evaluate: toSemver,
    overloads: [overload('string_to_semver', [STRING], S), overload('string_bool_to_semver', [STRING, BOOL], S)],
  },
  {
    name: 'isSemver',
    evaluate: isSemver,
    overloads: [overload('is_semver_string', [STRING], BOOL), overload('is_semver_string_bool', [STRING, BOOL], BOOL)],
  },
  { name: 'isGreaterThan', evaluate: comparison((order) => order > 0), overloads: [member('semver_is_greater_than', [S, S], BOOL)] },
  { name: 'isLessThan', evaluate: comparison((order) => order < 0), overloads: [member('semver_is_less_than', [S, S], BOOL)] },
  { name: 'compareTo', evaluate: comparison((order) => BigInt(order)), overloads: [member('semver_compare_to', [S, S], INT)] },
  { name: 'major', evaluate: number(0), overloads: [member('semver_major', [S], INT)] },
  { name: 'minor', evaluate: number(1), overloads: [member('semver_minor', [S], INT)] },
  { name: 'patch', evaluate: number(2), overloads: [member('semver_patch', [S], INT)] },
];
