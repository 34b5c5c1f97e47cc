import type { ConfigMap, Secret } from '@klockwork/resources';

/** ConfigMap or Secret named by a pod, in the pod's namespace. */
export interface Reference {
  readonly kind: 'configmap' | 'secret';
  readonly name: string;
}

/** Objects behind a pod's references, at one instant. */
export interface ReferencedData {
  configMap(name: string): ConfigMap | undefined;
  secret(name: string): Secret | undefined;
}
