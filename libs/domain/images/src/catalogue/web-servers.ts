import type { Image, Program } from '../image.ts';
import { releases, tagsOf } from './tags.ts';

const PAGES = { '/': 200, '/index.html': 200 } as const;

const NGINX: Program = {
  kind: 'serve',
  listens: [{ port: 80, speaks: 'http', paths: { ...PAGES, '/50x.html': 200 } }],
  lines: [
    '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
    '/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/',
    '/docker-entrypoint.sh: Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh',
    '10-listen-on-ipv6-by-default.sh: info: Getting the checksum of /etc/nginx/conf.d/default.conf',
    '10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf',
    '/docker-entrypoint.sh: Sourcing /docker-entrypoint.d/15-local-resolvers.envsh',
    '/docker-entrypoint.sh: Launching /docker-entrypoint.d/20-envsubst-on-templates.sh',
    '/docker-entrypoint.sh: Launching /docker-entrypoint.d/30-tune-worker-processes.sh',
    '/docker-entrypoint.sh: Configuration complete; ready for start up',
    '{{now:nginx}} [notice] 1#1: using the "epoll" event method',
    '{{now:nginx}} [notice] 1#1: nginx/{{version}}',
    '{{now:nginx}} [notice] 1#1: start worker processes',
    '{{now:nginx}} [notice] 1#1: start worker process 29',
  ],
  onTerm: {
    code: 0,
    lines: [
      '{{now:nginx}} [notice] 1#1: signal 3 (SIGQUIT) received, shutting down',
      '{{now:nginx}} [notice] 29#29: gracefully shutting down',
      '{{now:nginx}} [notice] 29#29: exit',
      '{{now:nginx}} [notice] 1#1: worker process 29 exited with code 0',
      '{{now:nginx}} [notice] 1#1: exit',
    ],
  },
};

const HTTPD: Program = {
  kind: 'serve',
  listens: [{ port: 80, speaks: 'http', paths: PAGES }],
  lines: [
    "AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using {{hostname}}. Set the 'ServerName' directive globally to suppress this message",
    '[{{now:httpd}}] [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/{{version}} (Unix) configured -- resuming normal operations',
    "[{{now:httpd}}] [core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'",
  ],
  onTerm: {
    code: 0,
    lines: ['[{{now:httpd}}] [mpm_event:notice] [pid 1:tid 1] AH00492: caught SIGWINCH, shutting down gracefully'],
  },
};

/** `docker.io/library/nginx` and `httpd`, and the image of Kubernetes' own examples. */
export const WEB_SERVERS: readonly Image[] = [
  {
    repository: 'docker.io/library/nginx',
    tags: tagsOf('stable', 'mainline', 'perl', releases({ major: 1, first: 7, last: 29 })),
    sizeBytes: 62_939_286,
    entrypoint: ['/docker-entrypoint.sh'],
    command: ['nginx', '-g', 'daemon off;'],
    environment: { NGINX_VERSION: '{{version}}' },
    tools: 'gnu',
    programs: { 'docker-entrypoint.sh': { kind: 'wrapper' }, nginx: NGINX },
  },
  {
    repository: 'docker.io/nginxinc/nginx-unprivileged',
    tags: tagsOf('stable', 'mainline', releases({ major: 1, first: 13, last: 29 })),
    sizeBytes: 62_988_144,
    entrypoint: ['/docker-entrypoint.sh'],
    command: ['nginx', '-g', 'daemon off;'],
    environment: {},
    tools: 'gnu',
    programs: { 'docker-entrypoint.sh': { kind: 'wrapper' }, nginx: { ...NGINX, listens: [{ port: 8080, speaks: 'http', paths: PAGES }] } },
  },
  {
    repository: 'registry.k8s.io/nginx-slim',
    tags: /^0\.(?:[1-9]|1\d|2[0-7])$/,
    sizeBytes: 42_183_111,
    entrypoint: [],
    command: ['nginx', '-g', 'daemon off;'],
    environment: {},
    tools: 'gnu',
    programs: { nginx: NGINX },
  },
  {
    repository: 'docker.io/library/httpd',
    tags: tagsOf(releases({ major: 2, first: 2, last: 4 })),
    sizeBytes: 45_247_488,
    entrypoint: [],
    command: ['httpd-foreground'],
    environment: { HTTPD_PREFIX: '/usr/local/apache2' },
    tools: 'gnu',
    programs: { 'httpd-foreground': HTTPD, httpd: HTTPD },
  },
];
