import type { ConfigMap, Secret } from '@klockwork/resources';

/** A ConfigMap or Secret that a pod names; it is in the pod's namespace. */
export interface Reference {
  readonly kind: 'configmap' | 'secret';
  readonly name: string;
}

/** What a pod's references lead to, at one instant. */
export interface ReferencedData {
  configMap(name: string): ConfigMap | undefined;
  secret(name: string): Secret | undefined;
}
