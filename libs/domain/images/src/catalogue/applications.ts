import type { ImageDescription } from '../description/image-description.ts';
import { GO_SIGNALS } from './parts.ts';
import { releases, tagged } from './tags.ts';

const HELLO_WORLD = ['', 'Hello from Docker!', 'This message shows that your installation appears to be working correctly.', ''];

const WHOAMI = 'Hostname: {{hostname}}\nIP: 127.0.0.1\nIP: {{address}}\nRemoteAddr: {{client}}\n{{request}}\nUser-Agent: {{agent}}\n\n';

/** Small programs that people try first. */
export const APPLICATIONS: readonly ImageDescription[] = [
  {
    repository: 'docker.io/library/hello-world',
    tags: ['latest', 'linux'],
    size: '10072',
    command: ['/hello'],
    tools: 'none',
    programs: { hello: { output: HELLO_WORLD, exits: { code: 0 } } },
  },
  {
    repository: 'docker.io/traefik/whoami',
    tags: ['latest', '{,v}1.{0..11}', '{,v}1.{0..11}.{0..99}'],
    size: '2936012',
    entrypoint: ['/whoami'],
    tools: 'none',
    programs: {
      whoami: {
        listens: [{ port: 80, answers: [{ path: '/', body: WHOAMI }, { path: '/health' }] }],
        output: ['{{now:go}} Starting up on port 80'],
        signals: GO_SIGNALS,
      },
    },
  },
  {
    repository: 'docker.io/curlimages/curl',
    ...tagged(...releases({ major: 8, first: 0, last: 17 }, { major: 7, first: 65, last: 88 })),
    size: '9449472',
    entrypoint: ['/entrypoint.sh'],
    command: ['curl'],
    tools: 'busybox',
    programs: {
      'entrypoint.sh': { runsArguments: true, prepends: { words: ['curl'], beforeUnknown: true } },
      curl: { tool: 'curl' },
    },
  },
  {
    repository: 'docker.io/polinux/stress',
    tags: ['latest', '1.0.4', '1.0.1'],
    size: '4041495',
    tools: 'busybox',
    programs: { stress: { tool: 'stress' } },
  },
  {
    repository: 'docker.io/progrium/stress',
    tags: ['latest'],
    size: '105906176',
    entrypoint: ['/usr/bin/stress', '--verbose'],
    tools: 'gnu',
    programs: { stress: { tool: 'stress' } },
  },
  {
    repository: 'docker.io/alexeiled/stress-ng',
    tags: ['latest*', '0.{10..20}.{0..99}*'],
    size: '2516582',
    entrypoint: ['/stress-ng'],
    tools: 'none',
    programs: { 'stress-ng': { tool: 'stress-ng' } },
  },
  {
    repository: 'docker.io/vish/stress',
    tags: ['latest'],
    size: '1558791',
    entrypoint: ['/stress', '-logtostderr'],
    tools: 'none',
    programs: { stress: { tool: 'vish-stress' } },
  },
];
