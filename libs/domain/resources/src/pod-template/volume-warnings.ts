import { goQuote } from '@klockwork/api-machinery';
import type { VolumeProjection } from '@klockwork/kubernetes-types';
import { claimFractionWarnings } from './fraction-warnings.ts';
import type { Volume } from './pod-spec.ts';

/** Deprecated volume sources, with versions. */
const OLD_SOURCES: readonly (readonly [keyof Volume, string])[] = [
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'deprecated in v1.11'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

/** File of a volume; `source`: its origin in a projected volume. */
interface PlacedFile {
  readonly file: string;
  readonly source: string;
}

/** Warns about deprecated volumes, fractional bytes, and overlapping files. */
export function volumeWarnings(volumes: readonly Volume[], path: string): string[] {
  return [
    ...volumes.flatMap((volume, index) => [...oldSources(volume, `${path}[${index}]`), ...halfBytes(volume, `${path}[${index}]`)]),
    ...volumes.flatMap(overlappingFiles),
  ];
}

function oldSources(volume: Volume, path: string): string[] {
  return OLD_SOURCES.filter(([source]) => volume[source]).map(
    ([source, message]) => `${path}.${source === 'storageos' ? 'storageOS' : source}: ${message}`,
  );
}

function halfBytes({ ephemeral }: Volume, path: string): string[] {
  return claimFractionWarnings(ephemeral?.volumeClaimTemplate?.spec?.resources, `${path}.ephemeral.volumeClaimTemplate.spec.resources`);
}

/** Models `warningsForOverlappingVirtualPaths`. */
function overlappingFiles(volume: Volume): string[] {
  const { name, configMap, secret, downwardAPI, projected } = volume;
  const warn = (what: string) => (overlap: string) => `volume ${goQuote(name)} (${what}): overlapping paths: ${overlap}`;
  return [
    ...overlaps(filesOf(configMap?.items, '')).map(warn(`ConfigMap ${goQuote(configMap?.name ?? '')}`)),
    ...overlaps(filesOf(secret?.items, '')).map(warn(`Secret ${goQuote(secret?.secretName ?? '')}`)),
    ...overlaps(filesOf(downwardAPI?.items, '')).map(warn('DownwardAPI')),
    ...(projected?.sources ?? [])
      .filter((source) => Object.keys(source).length === 0)
      .map(() => `volume ${goQuote(name)} (Projected) has no sources provided`),
    ...overlaps((projected?.sources ?? []).flatMap(projectedFiles)).map(warn('Projected')),
  ];
}

function projectedFiles({ configMap, secret, downwardAPI, serviceAccountToken }: VolumeProjection): PlacedFile[] {
  if (configMap?.items) return filesOf(configMap.items, `ConfigMap ${goQuote(configMap.name ?? '')}`);
  if (secret?.items) return filesOf(secret.items, `Secret ${goQuote(secret.name ?? '')}`);
  if (downwardAPI?.items) return filesOf(downwardAPI.items, 'DownwardAPI');
  return serviceAccountToken ? filesOf([serviceAccountToken], 'ServiceAccountToken') : [];
}

function filesOf(items: readonly { readonly path?: string }[] | undefined, source: string): PlacedFile[] {
  return (items ?? []).map(({ path = '' }) => ({ file: path.replace(/\/+$/, ''), source }));
}

/** Returns `"a/b" with "a"`: each file with earlier ones that equal, contain or lie inside it. */
function overlaps(files: readonly PlacedFile[]): string[] {
  const before: PlacedFile[] = [];
  return files.flatMap((placedFile) => {
    const overlaps = placedFile.file === '' ? [] : before.filter(({ file }) => file !== '' && isAlong(file, placedFile.file));
    before.push(placedFile);
    return overlaps.map((other) => `${shown(placedFile)} with ${shown(other)}`);
  });
}

function isAlong(a: string, b: string): boolean {
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);
}

function shown({ file, source }: PlacedFile): string {
  return source === '' ? goQuote(file) : `${goQuote(file)} (${source})`;
}
