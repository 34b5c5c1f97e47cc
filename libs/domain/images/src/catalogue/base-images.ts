import type { ImageDescription } from '../description/image-description.ts';
import { releases, tagged, versions } from './tags.ts';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function baseImage(
  image: Pick<ImageDescription, 'repository' | 'tags' | 'variants' | 'size' | 'command' | 'tools' | 'versions'>,
): ImageDescription {
  return { ...image, environment: { PATH } };
}

/** Images with a shell and tools; their default command exits at once. */
export const BASE_IMAGES: readonly ImageDescription[] = [
  baseImage({
    repository: 'docker.io/library/busybox',
    versions: versions(['1.37.0', '1.36.1', '1.35.0', '1.34.1', '1.33.1', '1.32.1', '1.31.1', '1.30.1', '1.29.3', '1.28.4', '1.27.2']),
    ...tagged('stable', 'unstable', 'musl', 'glibc', 'uclibc', ...releases({ major: 1, first: 21, last: 37 })),
    size: '2223685',
    command: ['sh'],
    tools: 'busybox',
  }),
  baseImage({
    repository: 'docker.io/library/alpine',
    versions: versions(['3.22.2', '3.21.5', '3.20.8', '3.19.9', '3.18.12', '3.17.10', '3.16.9', '3.15.11', '3.14.10', '3.23.0']),
    ...tagged('edge', '202[3-6][01][0-9][0-3][0-9]', ...releases({ major: 3, first: 1, last: 23 })),
    size: '3802452',
    command: ['/bin/sh'],
    tools: 'busybox',
  }),
  baseImage({
    repository: 'docker.io/library/ubuntu',
    versions: versions(['24.04', '22.04', '20.04'], {
      xenial: '16.04',
      bionic: '18.04',
      focal: '20.04',
      jammy: '22.04',
      plucky: '25.04',
      questing: '25.10',
    }),
    ...tagged(
      'rolling',
      'devel',
      '{16,18,20,22,24,26}.04',
      '{24,25}.10',
      '25.04',
      'xenial',
      'bionic',
      'focal',
      'jammy',
      'noble',
      'plucky',
      'questing',
    ),
    size: '29724688',
    command: ['/bin/bash'],
    tools: 'gnu',
  }),
  baseImage({
    repository: 'docker.io/library/debian',
    ...tagged('stable', 'testing', 'unstable', 'sid', '{9..13}', '{9..13}.{0..20}', 'stretch', 'buster', 'bullseye', 'bookworm', 'trixie'),
    size: '49279872',
    command: ['bash'],
    tools: 'gnu',
  }),
  baseImage({
    repository: 'docker.io/library/bash',
    ...tagged('devel', ...releases({ major: 5, first: 0, last: 3 }, { major: 4, first: 0, last: 4 })),
    size: '6881280',
    command: ['bash'],
    tools: 'gnu',
  }),
];
