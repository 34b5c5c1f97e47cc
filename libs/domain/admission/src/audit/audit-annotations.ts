import { goQuote, qualifiedName } from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';

/** Max size of the annotations of an event, in bytes. Models `MaxEventSize` of upstream's truncating audit backend. */
const BYTES_MAX = 100 * 1024;
const TRUNCATED = 'audit.k8s.io/truncated';

const EXAMPLE = "'podsecuritypolicy.admission.k8s.io/admit-policy'";

/** Audit annotations of one write. Models `attributesRecord.AddAnnotation` of `k8s.io/apiserver/pkg/admission`. */
export class AuditAnnotations {
  readonly #values = new Map<string, string>();
  #bytes = 0;

  /**
   * Adds an annotation. Returns upstream's problem for an invalid key or another value than before. Values above 100 KiB in total are
   * dropped, which `audit.k8s.io/truncated` marks.
   */
  add(key: string, value: string): string | undefined {
    const problem = keyProblem(key);
    if (problem !== undefined) return problem;
    const present = this.#values.get(key);
    if (present === value) return undefined;
    if (present !== undefined) return overwritten(key, present, value);
    this.#bytes += utf8Length(key) + utf8Length(value);
    if (this.#bytes > BYTES_MAX) this.#values.set(TRUNCATED, 'true');
    else this.#values.set(key, value);
    return undefined;
  }

  /** Annotations by key, in the order of keys; undefined without any. */
  get all(): Readonly<Record<string, string>> | undefined {
    if (this.#values.size === 0) return undefined;
    return Object.fromEntries([...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function overwritten(key: string, present: string, value: string): string {
  const texts = `old value: {Metadata ${present}}, new value: {Metadata ${value}}`;
  return `admission annotations are not allowd to be overwritten, key:${goQuote(key)}, ${texts}`;
}

/** Models `checkKeyFormat`. */
function keyProblem(key: string): string | undefined {
  if (key.split('/').length !== 2)
    return `annotation key has invalid format, the right format is a DNS subdomain prefix and '/' and key name. (e.g. ${EXAMPLE})`;
  const problems = qualifiedName(key);
  if (problems.length === 0) return undefined;
  return `annotation key has invalid format ${problems.join(',')}. A qualified name like ${EXAMPLE} is required.`;
}
