import { type AdmissionView, matchesRule } from '@klockwork/admission';
import { statusErrors } from '@klockwork/api-machinery';
import type { CalledWrite } from '@klockwork/registry';
import { type KubeObject, resources } from '@klockwork/resources';
import { versionsOf, type WriteVersion } from './versioned-write.ts';
import type { Hook } from './webhook-source.ts';

/** Webhook to call, and the version in which it receives the write. */
export interface Invocation {
  readonly hook: Hook;
  readonly version: WriteVersion;
}

/**
 * Returns how to call a webhook for a write; undefined if the write does not concern it. Throws NotFound for a missing namespace. Models
 * `ShouldCallHook`, without matchConditions.
 */
export function invocationOf(hook: Hook, write: CalledWrite, view: AdmissionView): Invocation | undefined {
  const version = matchingVersion(hook, write);
  if (version === undefined || !matchesObjects(hook, write)) return undefined;
  return matchesNamespace(hook, write, view) ? { hook, version } : undefined;
}

function matchingVersion({ webhook: { rules = [], matchPolicy } }: Hook, write: CalledWrite): WriteVersion | undefined {
  const [requestVersion, ...equivalents] = versionsOf(write);
  if (requestVersion !== undefined && rules.some((rule) => matchesRule(rule, requestVersion.resource, write))) return requestVersion;
  if (matchPolicy !== 'Equivalent') return undefined;
  for (const rule of rules) {
    const version = equivalents.find(({ resource }) => matchesRule(rule, resource, write));
    if (version !== undefined) return version;
  }
  return undefined;
}

/** The old or the new object must match. Models `object.Matcher`. */
function matchesObjects({ objects }: Hook, { object, previous }: CalledWrite): boolean {
  if (objects.requirements.length === 0) return true;
  return [object, previous].some((one) => one !== undefined && objects.matches(one.metadata?.labels));
}

/** Cluster-scoped objects other than namespaces always match. Models `namespace.Matcher`. */
function matchesNamespace({ namespaces }: Hook, write: CalledWrite, view: AdmissionView): boolean {
  if (namespaces.requirements.length === 0) return true;
  const { kind, subresource, operation, object } = write;
  const isNamespace = kind.group === '' && kind.resource === 'namespaces';
  if (!isNamespace && write.namespace === '') return true;
  if (isNamespace && subresource === '' && operation !== 'DELETE' && operation !== 'CONNECT')
    return namespaces.matches(object?.metadata?.labels);
  return namespaces.matches(namespaceOf(isNamespace ? write.name : write.namespace, view).metadata?.labels);
}

function namespaceOf(name: string, view: AdmissionView): KubeObject {
  const namespace = view.get(resources.namespaces, '', name);
  if (namespace === undefined) throw statusErrors.notFound(resources.namespaces, name);
  return namespace;
}
