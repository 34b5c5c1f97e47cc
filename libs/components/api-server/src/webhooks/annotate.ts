import type { Logger } from '@klockwork/kernel';
import type { CalledWrite } from '@klockwork/registry';

/** Key and value of an audit annotation. */
type AuditEntry = readonly [key: string, value: string];

const PREFIX = 'webhook.admission.k8s.io';

/** Adds an audit annotation to a write. Logs the key of an invalid one, without its value, as values can be confidential. */
export function annotate({ logger }: { readonly logger: Logger }, write: Pick<CalledWrite, 'annotate'>, entry: AuditEntry): void {
  const [key, value] = entry;
  if (write.annotate(key, value) !== undefined) logger.warn({ key }, 'audit annotation not added: invalid key, or a second value');
}

/** Call of a webhook: round of reinvocation, and position among the webhooks of the write. */
export interface CallPosition {
  readonly round: number;
  readonly index: number;
}

/** Key of the annotation that tells whether a webhook changed the object. Models `MutationAuditAnnotationPrefix`. */
export function mutationKey({ round, index }: CallPosition): string {
  return `mutation.${PREFIX}/round_${round}_index_${index}`;
}

/** Key of the annotation of an ignored failure. Models `…AuditAnnotationFailedOpenKeyPrefix`. */
export function failedOpenKey(type: 'mutation' | 'validating', { round, index }: CallPosition): string {
  return `failed-open.${type}.${PREFIX}/round_${round}_index_${index}`;
}
