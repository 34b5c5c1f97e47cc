import type { NodeInfo } from '../../node-info.ts';
import { type Candidate, type FieldScore, SCORE_MAX } from '../../plugin.ts';

const MIB = 1_024 * 1_024;
/** Smaller images are pulled quickly, and score 0. */
const THRESHOLD_BYTES_MIN = 23 * MIB;
/** Bytes for each image of the pod that score 100. */
const THRESHOLD_BYTES_MAX = 1_000 * MIB;

/** Prefers nodes that have the pod's images, weighted by the share of nodes that have them. Models `plugins/imagelocality`. */
export const imageLocality: FieldScore = {
  name: 'ImageLocality',
  weight: 1,
  scores({ pod }, feasible, nodes) {
    const images = imagesOf(pod).map(normalizedName);
    if (!feasible.some((node) => images.some((image) => node.images.has(image)))) return undefined;
    const shares = new Map([...new Set(images)].map((image) => [image, shareOf(image, nodes)] as const));
    return feasible.map((node) => {
      const bytes = images.reduce((sum, image) => sum + Math.trunc((node.images.get(image) ?? 0) * (shares.get(image) as number)), 0);
      return scoreOf(bytes, images.length);
    });
  },
};

function imagesOf({ spec }: Candidate['pod']): string[] {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ image }) => image);
  const volumes = (spec?.volumes ?? []).map(({ image }) => image?.reference);
  return [...containers, ...volumes].filter((image) => image !== undefined);
}

/** A name without a tag has the tag `latest`. Models `normalizedImageName`. */
function normalizedName(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}

function shareOf(image: string, nodes: readonly NodeInfo[]): number {
  return nodes.reduce((count, node) => count + (node.images.has(image) ? 1 : 0), 0) / nodes.length;
}

/** Models `calculatePriority`. */
function scoreOf(bytes: number, images: number): number {
  const max = THRESHOLD_BYTES_MAX * images;
  const limited = Math.min(Math.max(bytes, THRESHOLD_BYTES_MIN), max);
  return Math.trunc((SCORE_MAX * (limited - THRESHOLD_BYTES_MIN)) / (max - THRESHOLD_BYTES_MIN));
}
