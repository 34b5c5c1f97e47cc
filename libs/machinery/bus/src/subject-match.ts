/**
 * True if `subject` matches `pattern`: `*` matches one token, a final `>` one or more. Models the subject rules of NATS (docs.nats.io,
 * "Subject-Based Messaging").
 */
export function subjectMatches(pattern: string, subject: string): boolean {
  return hasWildcard(pattern) ? tokensMatch(pattern.split('.'), subject.split('.')) : pattern === subject;
}

/** {@link subjectMatches} for tokens of both. */
export function tokensMatch(wanted: readonly string[], given: readonly string[]): boolean {
  for (let index = 0; index < wanted.length; index++) {
    const token = wanted[index];
    if (token === '>') return given.length > index;
    if (given[index] === undefined) return false;
    if (token !== '*' && token !== given[index]) return false;
  }
  return wanted.length === given.length;
}

/** True if a whole token of `subject` is a wildcard; such subjects cannot be published to. */
export function hasWildcard(subject: string): boolean {
  return /(^|\.)[*>](\.|$)/.test(subject);
}
