/** Reason that an operation does not apply. */
export type PatchFailure =
  | { readonly type: 'malformed' | 'missing-path' | 'missing-from' | 'missing-key' | 'test' | 'copies' }
  | { readonly type: 'index'; readonly index: string };

/** Failed operation of a patch, with its pointers as sent. */
export interface FailedOperation {
  readonly op: string;
  readonly path: string;
  readonly from: string;
}

const MISSING = 'missing value';

/** Returns upstream's words for a failed operation. Models `github.com/evanphx/json-patch` 4. */
export function patchProblem({ op, path, from }: FailedOperation, failure: PatchFailure): string {
  switch (failure.type) {
    case 'malformed':
      return OPERATIONS.has(op) ? `${op} operation failed to decode path: ${MISSING}` : `Unexpected kind: ${op}`;
    case 'missing-from':
      return `${op} operation does not apply: doc is missing from path: ${from}: ${MISSING}`;
    case 'missing-path':
      return `${op} operation does not apply: ${missingPath(op, path)}: ${MISSING}`;
    case 'missing-key':
      if (op === 'replace') return `replace operation does not apply: doc is missing key: ${path}: ${MISSING}`;
      return `error in ${op} for path: '${op === 'remove' ? path : keyOf(from)}': Unable to remove nonexistent key: ${keyOf(op === 'remove' ? path : from)}: ${MISSING}`;
    case 'test':
      return `testing value ${path} failed: test failed`;
    case 'copies':
      return 'Unable to complete the copy, the accumulated size increase of copy is too large';
    case 'index':
      return `error in ${op} for path: '${path}': ${indexProblem(failure.index)}`;
  }
}

const OPERATIONS: ReadonlySet<string> = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/** Each operation has its own words. */
function missingPath(op: string, path: string): string {
  if (op === 'add' || op === 'remove') return `doc is missing path: "${path}"`;
  if (op === 'replace') return `doc is missing path: ${path}`;
  return op === 'test' ? `is missing path: ${path}` : `doc is missing destination path: ${path}`;
}

function indexProblem(index: string): string {
  if (/^[+-]?\d+$/.test(index)) return `Unable to access invalid index: ${Number(index)}: invalid index referenced`;
  return `value was not a proper array index: '${index}': strconv.Atoi: parsing ${JSON.stringify(index)}: invalid syntax`;
}

function keyOf(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}
