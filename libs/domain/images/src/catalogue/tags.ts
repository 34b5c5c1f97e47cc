/** What may follow a version in the tags of Docker's official images. */
const VARIANT =
  '(?:-(?:alpine(?:3\\.\\d+)?|slim|otel|perl|debian|ubuntu|(?:slim-)?(?:stretch|buster|bullseye|bookworm|trixie|focal|jammy|noble)|(?:bullseye|bookworm|trixie)-(?:slim|perl)|alpine-(?:slim|perl)|glibc|musl|uclibc))*';

/**
 * Tags of one line of releases: `major`, `major.minor` and `major.minor.patch` for the minors from `first` to `last`,
 * with the usual variants. A version that was never released (`nginx:1.161`) does not match.
 */
export function releases(...lines: readonly { major: number; first: number; last: number }[]): string {
  return lines.map(releaseLine).join('|');
}

/** A pattern of whole tags from alternatives, each of which may carry a variant. `latest` is always there. */
export function tagsOf(...alternatives: readonly string[]): RegExp {
  return new RegExp(`^(?:(?:latest|${alternatives.join('|')})${VARIANT}|alpine(?:3\\.\\d+)?|slim)$`);
}

function releaseLine({ major, first, last }: { major: number; first: number; last: number }): string {
  const minors: number[] = [];
  for (let minor = first; minor <= last; minor++) minors.push(minor);
  return `${major}(?:\\.(?:${minors.join('|')})(?:\\.\\d{1,2})?)?`;
}
