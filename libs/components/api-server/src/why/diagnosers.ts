import type { ObjectKey } from '@klockwork/resources';
import { diagnoseAutoscaler } from './cluster/autoscaler.ts';
import { diagnoseClaim } from './cluster/claim-pending.ts';
import { diagnoseNamespace } from './cluster/namespace-terminating.ts';
import { diagnoseService } from './cluster/service-endpoints.ts';
import { diagnoseCordoned } from './nodes/cordoned.ts';
import { diagnoseCrashLoop } from './pods/crash-loop.ts';
import { diagnoseCreating } from './pods/creating.ts';
import { diagnoseEvicted } from './pods/evicted.ts';
import { diagnoseFailed } from './pods/failed.ts';
import { diagnosePending } from './pods/pending.ts';
import { diagnoseRestarted } from './pods/restarted.ts';
import { diagnoseTerminating } from './pods/terminating.ts';
import { diagnoseUnready } from './pods/unready.ts';
import { diagnoseConfig, diagnoseImage } from './pods/waiting.ts';
import type { ClusterView, Diagnose, DiagnosisDraft, Subject } from './subject.ts';
import { diagnoseJobFailed } from './workloads/job-failed.ts';
import { diagnoseDaemonSet, diagnoseDeployment, diagnoseReplicaSet, diagnoseStatefulSet } from './workloads/replicas.ts';

/** Diagnosers of each kind, most important first. */
const DIAGNOSERS: Readonly<Record<string, readonly Diagnose[]>> = {
  '/pods': [
    diagnoseTerminating,
    diagnosePending,
    diagnoseEvicted,
    diagnoseImage,
    diagnoseConfig,
    diagnoseCreating,
    diagnoseCrashLoop,
    diagnoseFailed,
    diagnoseUnready,
    diagnoseRestarted,
  ],
  '/nodes': [diagnoseCordoned],
  '/services': [diagnoseService],
  '/persistentvolumeclaims': [diagnoseClaim],
  '/namespaces': [diagnoseNamespace],
  'autoscaling/horizontalpodautoscalers': [diagnoseAutoscaler],
  'batch/jobs': [diagnoseJobFailed],
  'apps/deployments': [diagnoseDeployment],
  'apps/replicasets': [diagnoseReplicaSet],
  'apps/statefulsets': [diagnoseStatefulSet],
  'apps/daemonsets': [diagnoseDaemonSet],
};

/** Returns all diagnoses for an object's state. */
export function diagnose(subject: Subject, view: ClusterView): readonly DiagnosisDraft[] {
  return diagnosersOf(subject.key).flatMap((ask) => ask(subject, view) ?? []);
}

function diagnosersOf({ group, resource }: ObjectKey): readonly Diagnose[] {
  return DIAGNOSERS[`${group}/${resource}`] ?? [];
}
