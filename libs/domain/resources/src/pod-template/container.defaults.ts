import { canonicalQuantity } from '@klockwork/api-machinery';
import type { EnvVar, LifecycleHandler, Probe, ResourceRequirements } from '@klockwork/kubernetes-types';
import { imageTag } from './image-tag.ts';
import type { Container } from './pod-spec.ts';

/** Sets a container's defaults. Models `SetDefaults_Container` and its nested functions in `pkg/apis/core/v1/defaults.go`. */
export function defaultContainer(container: Container): void {
  container.imagePullPolicy ||= pullPolicyFor(container.image ?? '');
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  container.resources ??= {};
  canonicalizeResources(container.resources);
  for (const port of container.ports ?? []) port.protocol ||= 'TCP';
  for (const variable of container.env ?? []) defaultEnvVar(variable);
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe) defaultProbe(probe);
  }
  for (const handler of [container.lifecycle?.postStart, container.lifecycle?.preStop]) {
    if (handler) defaultHandler(handler);
  }
}

/** Converts a resource list's quantities to canonical form: `1000m` to `1`. Invalid ones are left to validation. */
export function canonicalizeQuantities(list: Record<string, string> | undefined): void {
  for (const [name, quantity] of Object.entries(list ?? {})) (list as Record<string, string>)[name] = canonicalQuantity(quantity);
}

/** {@link canonicalizeQuantities} for limits and requests. */
export function canonicalizeResources(resources: ResourceRequirements): void {
  canonicalizeQuantities(resources.limits);
  canonicalizeQuantities(resources.requests);
}

/** Returns `Always` for tag `latest`, explicit or implied. */
export function pullPolicyFor(image: string): string {
  return imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent';
}

function defaultEnvVar(variable: EnvVar): void {
  const { fieldRef, resourceFieldRef } = variable.valueFrom ?? {};
  if (fieldRef) fieldRef.apiVersion ||= 'v1';
  if (resourceFieldRef) resourceFieldRef.divisor = canonicalQuantity(resourceFieldRef.divisor ?? '0');
}

function defaultProbe(probe: Probe): void {
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  if (probe.grpc) probe.grpc.service ??= '';
  defaultHandler(probe);
}

function defaultHandler({ httpGet, sleep }: Pick<LifecycleHandler, 'httpGet' | 'sleep'>): void {
  if (sleep) sleep.seconds ??= 0;
  if (!httpGet) return;
  httpGet.path ||= '/';
  httpGet.scheme ||= 'HTTP';
}
