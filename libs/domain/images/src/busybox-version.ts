import type { ResolvedImage } from './pull.ts';

/** BusyBox by release of Alpine, newest first: what `apk info busybox` prints there. */
const OF_ALPINE: readonly (readonly [release: number, version: string])[] = [
  [21, '1.37.0'],
  [18, '1.36.1'],
  [16, '1.35.0'],
  [15, '1.34.1'],
  [14, '1.33.1'],
  [13, '1.32.1'],
  [11, '1.31.1'],
  [10, '1.30.1'],
  [9, '1.29.3'],
  [8, '1.28.4'],
  [0, '1.27.2'],
];
const OTHERS = '1.36.1';

/** BusyBox version of an image: `1.28.4` for `busybox:1.28`; default: a recent Debian's. */
export function busyboxVersion({ image: { repository }, version }: Pick<ResolvedImage, 'image' | 'version'>): string {
  if (repository.endsWith('/busybox')) return /^\d+\.\d+/.test(version) ? version : OTHERS;
  if (!repository.endsWith('/alpine')) return OTHERS;
  const release = Number(version.split('.')[1] ?? Number.POSITIVE_INFINITY);
  return OF_ALPINE.find(([since]) => release >= since)?.[1] ?? OTHERS;
}
