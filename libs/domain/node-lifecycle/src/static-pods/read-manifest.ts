import { DecodeError, type FieldError, fitSchema } from '@klockwork/api-machinery';
import type { Mutable } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import { type KindDefinition, type KubeObject, kindOf, metadataOf, type Pod, type PodSpec, qosClass } from '@klockwork/resources';
import { CONFIG_SOURCE } from '../static-pod.ts';
import { apiReference } from './api-reference.ts';
import { fnv128a } from './fnv128.ts';

/** File in a node's static pod folder. */
export interface Manifest {
  /** Part of the pod's identity: another path is another pod. */
  readonly path: string;
  /** Parsed content. */
  readonly value?: unknown;
  /** Parse error. */
  readonly problem?: string;
}

/** Pod, or the problem in upstream's words. */
export type ReadManifest = { readonly pod: Pod } | { readonly problem: string };

/** Annotation with a static pod's hash, equal to its uid. Models `ConfigHashAnnotationKey`. */
export const CONFIG_HASH = 'kubernetes.io/config.hash';

const podKind = kindOf('', 'pods') as KindDefinition<Pod>;

/**
 * Validated and defaulted pod of a manifest: uid is a hash of the file, its name ends with the node's. Models `tryDecodeSinglePod` and
 * `applyDefaults` of `pkg/kubelet/config/common.go`.
 */
export function readManifest(manifest: Manifest, node: string): ReadManifest {
  const { path, problem = kindProblem(manifest.value) } = manifest;
  if (problem !== undefined) return { problem: `${path}: couldn't parse as pod(${problem}), please check config file` };
  try {
    const pod = fitSchema(manifest.value, schemaOf(podKind.definition)) as Pod;
    return judge(pod, manifest, node);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { problem: `${path}: couldn't parse as pod(${error.message}), please check config file` };
  }
}

function kindProblem(value: unknown): string | undefined {
  const { kind, apiVersion } = typeof value === 'object' && value !== null ? (value as KubeObject) : {};
  if (!kind) return `Object 'Kind' is missing in '${JSON.stringify(value ?? null)}'`;
  if (kind === 'Pod' && apiVersion === 'v1') return undefined;
  return `no kind "${kind}" is registered for version "${apiVersion ?? ''}" in scheme "pkg/api/legacyscheme/scheme.go:30"`;
}

function judge(pod: Pod, manifest: Manifest, node: string): ReadManifest {
  if (!pod.metadata?.name) return { problem: 'invalid pod: name is needed for the pod' };
  podKind.strategy.default(pod);
  makeNodesOwn(pod, manifest, node);
  const errors = podKind.strategy.validate(pod);
  if (errors.length > 0) return { problem: `invalid pod: [${errors.map(errorText).join(' ')}]` };
  const reference = apiReference(pod.spec as PodSpec);
  if (reference !== undefined) return { problem: `static pods may not reference ${reference}` };
  pod.status = { phase: 'Pending', qosClass: qosClass(pod) };
  return { pod };
}

/** Sets annotations, node name and tolerations of a static pod. */
function makeNodesOwn(pod: Pod, { path }: Manifest, node: string): void {
  const metadata = metadataOf(pod);
  metadata.uid ??= fnv128a(`${JSON.stringify(pod)}host:${node}file:${path}`);
  metadata.name = `${metadata.name}-${node.toLowerCase()}`;
  metadata.namespace ||= 'default';
  metadata.annotations = { ...metadata.annotations, [CONFIG_HASH]: metadata.uid, [CONFIG_SOURCE]: 'file' };
  const spec = pod.spec as Mutable<PodSpec>;
  spec.nodeName = node;
  const bearsAll = { operator: 'Exists', effect: 'NoExecute' };
  const isBearer = ({ key, operator, effect }: { key?: string; operator?: string; effect?: string }) =>
    !key && operator === bearsAll.operator && effect === bearsAll.effect;
  spec.tolerations = [...(spec.tolerations ?? []).filter((toleration) => !isBearer(toleration)), bearsAll];
}

function errorText({ field, message }: FieldError): string {
  return `${field}: ${message}`;
}
