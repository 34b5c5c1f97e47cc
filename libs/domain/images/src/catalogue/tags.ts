import type { ImageDescription } from '../description/image-description.ts';

/** Variant suffixes in tags of Docker's official images. */
const VARIANTS = [
  'alpine',
  'alpine3.{0..30}',
  'slim',
  'otel',
  'perl',
  'debian',
  'ubuntu',
  'stretch',
  'buster',
  'bullseye',
  'bookworm',
  'trixie',
  'focal',
  'jammy',
  'noble',
  'glibc',
  'musl',
  'uclibc',
];

/**
 * Tags of lines of releases: `major`, `major.minor` and `major.minor.patch` for the minors from `first` to `last`.
 * A version that was never released (`nginx:1.161`) does not match.
 */
export function releases(...lines: readonly { major: number; first: number; last: number }[]): string[] {
  return lines.flatMap(({ major, first, last }) => {
    const minor = `${major}.${first === last ? first : `{${first}..${last}}`}`;
    return [String(major), minor, `${minor}.{0..99}`];
  });
}

/** Tags with the usual variants; `latest`, `alpine` and `slim` are always there. */
export function tagged(...tags: readonly string[]): Pick<ImageDescription, 'tags' | 'variants'> {
  return { tags: ['latest', 'alpine', 'alpine3.{0..30}', 'slim', ...tags], variants: VARIANTS };
}

/**
 * Versions by tag: `1`, `1.29` and `1.29.3` map to the first matching version of `newest`, tags without a number, such as `latest`, to its
 * first. `names` are additional tags: `{ stable: '1.28.0' }`.
 */
export function versions(
  newest: readonly string[],
  names: Readonly<Record<string, string>> = {},
): NonNullable<ImageDescription['versions']> {
  const byTag: Record<string, string> = { '': newest[0] ?? '', ...names };
  for (const version of newest)
    for (let tag = version; tag !== ''; tag = tag.slice(0, Math.max(tag.lastIndexOf('.'), 0))) byTag[tag] ??= version;
  return byTag;
}
