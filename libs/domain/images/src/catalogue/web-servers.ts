import type { ImageDescription, ProgramDescription } from '../description/image-description.ts';
import { versioned } from './parts.ts';
import { releases, tagged, versions } from './tags.ts';

/** Log format `main` of nginx. */
const NGINX_LOG = '{{client}} - - [{{now:clf}}] "{{request}}" {{status}} {{size}} "-" "{{agent}}" "-"';
const NGINX_PAGES = { folder: '/usr/share/nginx/html', server: 'nginx/{{version}}', log: NGINX_LOG } as const;

const NGINX: ProgramDescription = {
  memory: { base: '6Mi' },
  listens: [{ port: 80, ...NGINX_PAGES }],
  output: [
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
  signals: {
    TERM: {
      output: [
        '{{now:nginx}} [notice] 1#1: signal 3 (SIGQUIT) received, shutting down',
        '{{now:nginx}} [notice] 29#29: gracefully shutting down',
        '{{now:nginx}} [notice] 29#29: exit',
        '{{now:nginx}} [notice] 1#1: worker process 29 exited with code 0',
        '{{now:nginx}} [notice] 1#1: exit',
      ],
    },
    HUP: {
      ignore: true,
      output: [
        '{{now:nginx}} [notice] 1#1: signal 1 (SIGHUP) received from 30, reconfiguring',
        '{{now:nginx}} [notice] 1#1: reconfiguring',
      ],
    },
    USR1: { ignore: true, output: ['{{now:nginx}} [notice] 1#1: signal 10 (SIGUSR1) received from 30, reopening logs'] },
  },
};

/** `nginx -s`: signals to the master process, of which `reload` and `reopen` do not end it. */
const NGINX_SIGNALS: ProgramDescription = {
  commands: Object.fromEntries(
    Object.entries({ stop: 'TERM', quit: 'QUIT', reload: 'HUP', reopen: 'USR1' }).map(([command, sends]) => [
      command,
      { sends, output: ['{{now:nginx}} [notice] 30#30: signal process started'], exits: {} },
    ]),
  ),
  otherwise: { output: ['nginx: invalid option: "-s {{argument}}"'], exits: { code: 1 } },
};

/** The format `common`. */
const HTTPD_LOG = '{{client}} - - [{{now:clf}}] "{{request}}" {{status}} {{size}}';

const HTTPD: ProgramDescription = {
  memory: { base: '9Mi' },
  listens: [{ port: 80, folder: '/usr/local/apache2/htdocs', server: 'Apache/{{version}} (Unix)', log: HTTPD_LOG }],
  output: [
    "AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using {{hostname}}. Set the 'ServerName' directive globally to suppress this message",
    '[{{now:httpd}}] [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/{{version}} (Unix) configured -- resuming normal operations',
    "[{{now:httpd}}] [core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'",
  ],
  signals: { TERM: { output: ['[{{now:httpd}}] [mpm_event:notice] [pid 1:tid 1] AH00492: caught SIGWINCH, shutting down gracefully'] } },
};

/** The newest of each line; even minors are stable. */
const NGINX_VERSIONS = versions(
  [
    '1.29.3',
    '1.28.0',
    '1.27.5',
    '1.26.3',
    '1.25.5',
    '1.24.0',
    '1.23.4',
    '1.22.1',
    '1.21.6',
    '1.20.2',
    '1.19.10',
    '1.18.0',
    '1.17.10',
    '1.16.1',
    '1.15.12',
    '1.14.2',
    '1.13.12',
    '1.12.2',
    '1.11.13',
    '1.10.3',
    '1.9.15',
    '1.8.1',
    '1.7.12',
  ],
  { stable: '1.28.0' },
);

/** Adds version and configuration test options to a server. `-T` prints only its first output line. */
function httpd(server: ProgramDescription): ProgramDescription {
  const { commands, otherwise } = versioned(server, ['Server version: Apache/{{version}} (Unix)'], '-v', '-V');
  const test = { output: ['Syntax OK'], exits: {} };
  return { commands: { ...commands, '-t': test, configtest: test }, ...(otherwise && { otherwise }) };
}

function nginx(server: ProgramDescription): ProgramDescription {
  const { commands, otherwise } = versioned(server, ['nginx version: nginx/{{version}}'], '-v', '-V');
  const tested = [
    'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok',
    'nginx: configuration file /etc/nginx/nginx.conf test is successful',
  ];
  const test = { output: tested, exits: {} };
  const print = { ...test, output: [...tested, '# configuration file /etc/nginx/nginx.conf:'] };
  return { commands: { ...commands, '-t': test, '-T': print, '-s': NGINX_SIGNALS }, ...(otherwise && { otherwise }) };
}

const HELLO_CONFIGURATION = 'host not found in upstream "hello" in /etc/nginx/conf.d/frontend-nginx.conf:4';

/** Frontend of the tutorial on Services: nginx 1.17 without an entrypoint script, in front of the Service `hello`. */
const HELLO_FRONTEND: ProgramDescription = {
  memory: { base: '6Mi' },
  needs: [
    {
      host: 'hello',
      output: [`{{now:nginx}} [emerg] 1#1: ${HELLO_CONFIGURATION}`, `nginx: [emerg] ${HELLO_CONFIGURATION}`],
    },
  ],
  listens: [{ port: 80, server: 'nginx/{{version}}', log: NGINX_LOG, answers: [{ path: '/*', body: '{"message":"Hello"}\n' }] }],
};

/** `docker.io/library/nginx` and `httpd`, and the image of Kubernetes' own examples. */
export const WEB_SERVERS: readonly ImageDescription[] = [
  {
    repository: 'docker.io/library/nginx',
    ...tagged('stable', 'mainline', 'perl', ...releases({ major: 1, first: 7, last: 29 })),
    size: '62939286',
    entrypoint: ['/docker-entrypoint.sh'],
    command: ['nginx', '-g', 'daemon off;'],
    environment: { NGINX_VERSION: '{{version}}' },
    stopSignal: 'SIGQUIT',
    tools: 'gnu',
    versions: NGINX_VERSIONS,
    programs: { 'docker-entrypoint.sh': { runsArguments: true }, nginx: nginx(NGINX), 'nginx-debug': nginx(NGINX) },
  },
  {
    repository: 'docker.io/nginxinc/nginx-unprivileged',
    ...tagged('stable', 'mainline', ...releases({ major: 1, first: 13, last: 29 })),
    size: '62988144',
    entrypoint: ['/docker-entrypoint.sh'],
    command: ['nginx', '-g', 'daemon off;'],
    tools: 'gnu',
    user: '101',
    versions: NGINX_VERSIONS,
    programs: { 'docker-entrypoint.sh': { runsArguments: true }, nginx: nginx({ ...NGINX, listens: [{ port: 8080, ...NGINX_PAGES }] }) },
  },
  {
    repository: 'registry.k8s.io/nginx-slim',
    tags: ['0.{1..27}'],
    size: '42183111',
    command: ['nginx', '-g', 'daemon off;'],
    tools: 'gnu',
    programs: { nginx: nginx(NGINX) },
  },
  {
    repository: 'gcr.io/google-samples/hello-frontend',
    tags: ['1.0', 'latest'],
    size: '44815065',
    command: ['nginx', '-g', 'daemon off;'],
    tools: 'gnu',
    versions: versions(['1.17.3'], { '1.0': '1.17.3' }),
    programs: { nginx: nginx(HELLO_FRONTEND) },
  },
  {
    repository: 'docker.io/library/httpd',
    ...tagged(...releases({ major: 2, first: 2, last: 4 })),
    size: '45247488',
    command: ['httpd-foreground'],
    environment: { HTTPD_PREFIX: '/usr/local/apache2' },
    tools: 'gnu',
    versions: versions(['2.4.65', '2.2.34']),
    programs: { 'httpd-foreground': HTTPD, httpd: httpd(HTTPD), apachectl: httpd(HTTPD) },
  },
];
