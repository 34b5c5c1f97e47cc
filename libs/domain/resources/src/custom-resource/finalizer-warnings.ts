import { goQuote, qualifiedName } from '@klockwork/api-machinery';

const STANDARD = ['foregroundDeletion', 'kubernetes', 'orphan'];
const CONFLICTS = 'to avoid accidental conflicts with other finalizer writers';

/** Returns warnings about names of new finalizers, in order. Models `generateWarningsFromObj` of `pkg/registry/customresource`. */
export function finalizerWarnings(finalizers: readonly string[], previous: readonly string[]): string[] {
  const addedFinalizers = [...new Set(finalizers)].filter((name) => !previous.includes(name)).sort();
  return addedFinalizers.flatMap((name) => adviceOn(name).map((advice) => `metadata.finalizers: ${goQuote(name)}: ${advice}`));
}

function adviceOn(name: string): string[] {
  if (name.includes('/') || STANDARD.includes(name)) return qualifiedName(name);
  const form = name.includes('.') ? 'a domain-qualified finalizer name including a path (/)' : 'a domain-qualified finalizer name';
  return [...qualifiedName(name), `prefer ${form} ${CONFLICTS}`];
}
