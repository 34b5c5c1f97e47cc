import type { Image } from '../image.ts';
import { releases, tagsOf } from './tags.ts';

const HELLO_WORLD = ['', 'Hello from Docker!', 'This message shows that your installation appears to be working correctly.', ''];

/** Small programs that people try first. */
export const APPLICATIONS: readonly Image[] = [
  {
    repository: 'docker.io/library/hello-world',
    tags: /^(?:latest|linux)$/,
    sizeBytes: 10_072,
    entrypoint: [],
    command: ['/hello'],
    environment: {},
    tools: 'none',
    programs: { hello: { kind: 'exit', lines: HELLO_WORLD, code: 0 } },
  },
  {
    repository: 'docker.io/traefik/whoami',
    tags: tagsOf('v?1\\.(?:[0-9]|1[01])(?:\\.\\d+)?'),
    sizeBytes: 2_936_012,
    entrypoint: ['/whoami'],
    command: [],
    environment: {},
    tools: 'none',
    programs: {
      whoami: {
        kind: 'serve',
        listens: [{ port: 80, speaks: 'http' }],
        lines: ['{{now:go}} Starting up on port 80'],
        onTerm: { code: 2, lines: [] },
      },
    },
  },
  {
    repository: 'docker.io/curlimages/curl',
    tags: tagsOf(releases({ major: 8, first: 0, last: 17 }, { major: 7, first: 65, last: 88 })),
    sizeBytes: 9_449_472,
    entrypoint: ['/entrypoint.sh'],
    command: ['curl'],
    environment: {},
    tools: 'busybox',
    programs: {
      'entrypoint.sh': { kind: 'wrapper' },
      curl: { kind: 'exit', lines: ["curl: try 'curl --help' or 'curl --manual' for more information"], code: 2 },
    },
  },
];
