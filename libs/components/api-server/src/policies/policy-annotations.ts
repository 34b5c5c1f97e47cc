import type { PolicyViolation } from '@klockwork/admission';
import { decodeUtf8, encodeUtf8 } from '@klockwork/kernel';
import type { ValidatingAdmissionPolicyBinding } from '@klockwork/resources';

/** Max size of a value, in bytes. Models `maxAuditAnnotationValueLength`. */
const VALUE_BYTES_MAX = 10 * 1024;
const FAILURE = 'validation.policy.admission.k8s.io/validation_failure';

/** Audit annotations of all policies for one write. Models `auditAnnotationCollector` and `publishValidationFailureAnnotation`. */
export class PolicyAnnotations {
  readonly #failures: string[] = [];
  readonly #values = new Map<string, Set<string>>();

  /** Adds the value of a policy's annotation. */
  add(policy: string, key: string, value: string): void {
    const name = `${policy}/${key}`;
    const values = this.#values.get(name) ?? new Set();
    this.#values.set(name, values.add(cut(value)));
  }

  /** Adds the violations of a binding with the action `Audit`. */
  addFailures({ metadata, spec }: ValidatingAdmissionPolicyBinding, violations: readonly PolicyViolation[]): void {
    for (const { index, message } of violations) {
      const names = { policy: spec?.policyName, binding: metadata?.name };
      this.#failures.push(JSON.stringify([{ message, ...names, expressionIndex: index, validationActions: spec?.validationActions }]));
    }
  }

  /** Keys and values; distinct values of a key are joined. A second failure cannot replace the first. */
  get entries(): readonly (readonly [key: string, value: string])[] {
    const values = [...this.#values].map(([key, texts]) => [key, [...texts].join(', ')] as const);
    return [...this.#failures.map((text) => [FAILURE, text] as const), ...values];
  }
}

/** Returns at most 10 KiB of a text. */
function cut(value: string): string {
  const bytes = encodeUtf8(value);
  return bytes.length <= VALUE_BYTES_MAX ? value : decodeUtf8(bytes.subarray(0, VALUE_BYTES_MAX));
}
