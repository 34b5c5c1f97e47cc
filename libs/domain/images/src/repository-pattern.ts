const PLAIN = /^[a-z0-9._:*-]+$/;

/** Whether a repository stands for many: `ghcr.io/**`, `*`. */
export function isRepositoryPattern(repository: string): boolean {
  return repository.includes('*');
}

/** Problem of a repository pattern; undefined when valid. */
export function repositoryPatternProblem(pattern: string): string | undefined {
  const parts = pattern.split('/');
  const hasTag = /:(?!\d+\/)/.test(pattern);
  return parts.every((part) => PLAIN.test(part)) && !hasTag && !pattern.includes('***')
    ? undefined
    : 'must be the name of an image without a tag, or a pattern of names: * is any part of a name between slashes, ** any names';
}

/** Matches whole repositories, registry included: `docker.io/library/nginx`. The patterns `*` and `**` match all. */
export function repositoryMatcher(pattern: string): RegExp {
  if (/^\*{1,2}$/.test(pattern)) return /^/;
  const source = withRegistry(pattern).replace(/\*\*|\*|[.+^$()|[\]\\{}]/g, (found) =>
    found === '**' ? '.*' : found === '*' ? '[^/]*' : `\\${found}`,
  );
  return new RegExp(`^${source}$`);
}

/** Compares patterns, most specific first: more literal characters, then fewer `**`, then by name. */
export function compareSpecificity(a: string, b: string): number {
  const literals = (pattern: string) => withRegistry(pattern).replaceAll('*', '').length;
  const deep = (pattern: string) => pattern.split('**').length;
  const isAll = (pattern: string) => Number(/^\*{1,2}$/.test(pattern));
  return isAll(a) - isAll(b) || literals(b) - literals(a) || deep(a) - deep(b) || (a < b ? -1 : Number(a > b));
}

/** Fills in `docker.io` and `library/`, as for names. */
function withRegistry(pattern: string): string {
  const at = pattern.indexOf('/');
  const first = pattern.slice(0, Math.max(at, 0));
  if (at < 0) return `docker.io/library/${pattern}`;
  const hasRegistry = /[.:]|^\*{1,2}$/.test(first) || first === 'localhost';
  return hasRegistry ? pattern.replace(/^docker\.io\/([^/]+)$/, 'docker.io/library/$1') : `docker.io/${pattern}`;
}
