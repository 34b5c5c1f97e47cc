import type { AdmissionRequest, AdmissionView } from '@klockwork/admission';
import type { CompanionWrite, KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import type { Target } from './target.ts';
import type { WriteRequest } from './write-request.ts';

/** A write that admission looks at. */
export interface Admitted {
  readonly target: Target;
  readonly operation: AdmissionRequest['operation'];
  readonly subresource: string;
  /** Absent for a deletion. May be changed in place while it is admitted. */
  readonly draft?: KubeObject;
  /** Absent for a creation. */
  readonly previous?: KubeObject;
}

/** Lets every plugin change the draft, or refuse it. Comes before the kind's own rules. */
export function admit(context: RegistryContext, admitted: Admitted, request: WriteRequest): void {
  const [asked, view] = [admissionRequest(context, admitted, request), viewOf(context)];
  for (const plugin of context.admission) plugin.admit?.(asked, view);
}

/** Lets every plugin refuse what is about to be written. Comes after the kind's own rules. */
export function validateAdmission(context: RegistryContext, admitted: Admitted, request: WriteRequest): void {
  const [asked, view] = [admissionRequest(context, admitted, request), viewOf(context)];
  for (const plugin of context.admission) plugin.validate?.(asked, view);
}

/** What plugins write beside the admitted write. Asked in the turn in which it is stored. */
export function companionsOf(context: RegistryContext, admitted: Admitted, request: WriteRequest): readonly CompanionWrite[] {
  const [asked, view] = [admissionRequest(context, admitted, request), viewOf(context)];
  return context.admission.flatMap((plugin) => plugin.companions?.(asked, view) ?? []);
}

function admissionRequest({ random }: RegistryContext, admitted: Admitted, { actor, dryRun, warn }: WriteRequest): AdmissionRequest {
  const { target, operation, subresource, draft, previous } = admitted;
  return {
    resource: target.kind,
    operation,
    subresource,
    namespace: target.namespace,
    name: target.name,
    ...(draft && { object: draft }),
    ...(previous && { previous }),
    user: actor.user,
    dryRun,
    random,
    warn,
  };
}

/** The newest objects: a write may depend on one that was accepted and is on its way to the disk. */
export function viewOf({ journal }: RegistryContext): AdmissionView {
  return {
    get: ({ group, resource }, namespace, name) => journal.latest({ group, resource, namespace, name })?.object,
    list: ({ group, resource }, namespace) => [...journal.latestIn({ group, resource }, namespace)].map(({ object }) => object),
  };
}
