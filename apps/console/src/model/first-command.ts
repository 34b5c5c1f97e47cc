import type { Kind } from './kinds.ts';

const DEPLOYMENT = 'kubectl create deployment web --image=nginx --replicas=3';

/** Commands that create the first object of a kind, by resource. Pods and ReplicaSets come with a Deployment. */
const CREATE: Readonly<Record<string, string>> = {
  pods: DEPLOYMENT,
  'deployments.apps': DEPLOYMENT,
  'replicasets.apps': DEPLOYMENT,
  services: 'kubectl expose deployment web --port=80',
  configmaps: 'kubectl create configmap settings --from-literal=colour=blue',
  secrets: 'kubectl create secret generic login --from-literal=password=example',
  'jobs.batch': 'kubectl create job once --image=busybox -- date',
  'cronjobs.batch': "kubectl create cronjob hourly --image=busybox --schedule='0 * * * *' -- date",
  'poddisruptionbudgets.policy': 'kubectl create poddisruptionbudget web --selector=app=web --min-available=1',
};

/** Returns the kubectl command for a list without objects: a command that creates one, or else the documentation of the kind. */
export function firstCommand({ resource, plural }: Pick<Kind, 'resource' | 'plural'>): string {
  return CREATE[resource] ?? `kubectl explain ${plural}`;
}
