import type { Image } from '../image.ts';
import { releases, tagsOf } from './tags.ts';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function baseImage(image: Pick<Image, 'repository' | 'tags' | 'sizeBytes' | 'command' | 'tools'>): Image {
  return { ...image, entrypoint: [], environment: { PATH }, programs: {} };
}

/** Images that bring a shell and tools, and end at once when nothing else is asked of them. */
export const BASE_IMAGES: readonly Image[] = [
  baseImage({
    repository: 'docker.io/library/busybox',
    tags: tagsOf('stable', 'unstable', 'musl', 'glibc', 'uclibc', releases({ major: 1, first: 21, last: 37 })),
    sizeBytes: 2_223_685,
    command: ['sh'],
    tools: 'busybox',
  }),
  baseImage({
    repository: 'docker.io/library/alpine',
    tags: tagsOf('edge', '2[67]\\d{6}', '202[3-6]\\d{4}', releases({ major: 3, first: 1, last: 23 })),
    sizeBytes: 3_802_452,
    command: ['/bin/sh'],
    tools: 'busybox',
  }),
  baseImage({
    repository: 'docker.io/library/ubuntu',
    tags: tagsOf('rolling', 'devel', '(?:16|18|20|22|24|26)\\.04', '25\\.(?:04|10)', 'xenial|bionic|focal|jammy|noble|plucky|questing'),
    sizeBytes: 29_724_688,
    command: ['/bin/bash'],
    tools: 'gnu',
  }),
  baseImage({
    repository: 'docker.io/library/debian',
    tags: tagsOf('stable', 'testing', 'unstable', 'sid', '(?:9|10|11|12|13)(?:\\.\\d{1,2})?', 'stretch|buster|bullseye|bookworm|trixie'),
    sizeBytes: 49_279_872,
    command: ['bash'],
    tools: 'gnu',
  }),
  baseImage({
    repository: 'docker.io/library/bash',
    tags: tagsOf('devel', releases({ major: 5, first: 0, last: 3 }, { major: 4, first: 0, last: 4 })),
    sizeBytes: 6_881_280,
    command: ['bash'],
    tools: 'gnu',
  }),
];
