import { decodeText, encodeText } from '../generic/base64.ts';
import type { Strategy } from '../kind.ts';
import type { Secret } from './secret.ts';
import { validateSecret, validateSecretUpdate } from './secret.validation.ts';
import { tlsPairProblem } from './tls-pair.ts';

/** Models `pkg/registry/core/secret/strategy.go`. */
export const secretStrategy: Strategy<Secret> = {
  default: defaultSecret,
  prepareForCreate() {},
  prepareForUpdate(draft, previous) {
    // An update without a type keeps it.
    draft.type ||= previous.type;
  },
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  warnings: pairWarnings,
};

/** Models `warningsForSecret`. */
function pairWarnings({ type, data = {} }: Secret): string[] {
  if (type !== 'kubernetes.io/tls') return [];
  const problem = tlsPairProblem(decodeText(data['tls.crt'] ?? ''), decodeText(data['tls.key'] ?? ''));
  return problem === undefined ? [] : [problem];
}

/**
 * Type Opaque; `stringData`, which is write-only, is merged into `data`.
 * Models `SetDefaults_Secret` and `Convert_v1_Secret_To_core_Secret`.
 */
function defaultSecret(secret: Secret): void {
  secret.type ||= 'Opaque';
  if (secret.stringData === undefined) return;
  const encodedEntries = Object.entries(secret.stringData).map(([key, text]) => [key, encodeText(text)]);
  if (encodedEntries.length > 0) secret.data = { ...secret.data, ...Object.fromEntries(encodedEntries) };
  delete secret.stringData;
}
