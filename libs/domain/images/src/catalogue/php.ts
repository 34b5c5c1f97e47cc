import type { ImageDescription, ProgramDescription } from '../description/image-description.ts';
import { releases, tagged, versions } from './tags.ts';

const VERSION: ProgramDescription = { output: ['PHP {{version}} (cli) (NTS)', 'Copyright (c) The PHP Group'], exits: {} };
const PHP_CLI: ProgramDescription = {
  commands: { '': { exits: {} }, '-a': { output: ['Interactive shell', ''], exits: {} }, '-v': VERSION, '--version': VERSION },
  otherwise: { tool: 'stand-in' },
};

const APACHE: ProgramDescription = {
  memory: { base: '12Mi' },
  listens: [
    {
      port: 80,
      folder: '/var/www/html',
      server: 'Apache/2.4.65 (Debian)',
      log: '{{client}} - - [{{now:clf}}] "{{request}}" {{status}} {{size}} "-" "{{agent}}"',
    },
  ],
  output: [
    "AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using {{address}}. Set the 'ServerName' directive globally to suppress this message",
    '[{{now:httpd}}] [mpm_prefork:notice] [pid 1] AH00163: Apache/2.4.65 (Debian) PHP/{{version}} configured -- resuming normal operations',
    "[{{now:httpd}}] [core:notice] [pid 1] AH00094: Command line: 'apache2 -D FOREGROUND'",
  ],
  signals: { TERM: { output: ['[{{now:httpd}}] [mpm_prefork:notice] [pid 1] AH00169: caught SIGTERM, shutting down'] } },
};

const FPM: ProgramDescription = {
  memory: { base: '10Mi' },
  listens: [{ port: 9000, protocol: 'TCP' }],
  output: ['[{{now:fpm}}] NOTICE: fpm is running, pid 1', '[{{now:fpm}}] NOTICE: ready to handle connections'],
  signals: { TERM: { output: ['[{{now:fpm}}] NOTICE: Terminating ...', '[{{now:fpm}}] NOTICE: exiting, bye-bye!'] } },
};

/** `php` image variant with its main program and arguments. */
function php(
  tags: Pick<ImageDescription, 'tags' | 'variants'>,
  [program = '', ...args]: readonly string[],
  programs: ImageDescription['programs'],
): ImageDescription {
  return {
    repository: 'docker.io/library/php',
    ...tags,
    size: '178257920',
    entrypoint: ['docker-php-entrypoint'],
    command: [program, ...args],
    workingDir: program === 'php' ? '/' : '/var/www/html',
    tools: 'gnu',
    standIn: true,
    versions: versions(['8.4.14', '8.3.27', '8.2.29', '8.1.33', '8.0.30', '7.4.33', '7.3.33', '7.2.34', '7.1.33', '7.0.33', '5.6.40']),
    programs: { 'docker-php-entrypoint': { runsArguments: true, prepends: { words: [program] } }, php: PHP_CLI, ...programs },
  };
}

const CLI_TAGS = tagged(
  'cli',
  'zts',
  ...releases({ major: 8, first: 0, last: 5 }, { major: 7, first: 0, last: 4 }, { major: 5, first: 3, last: 6 }),
);

/** The image of PHP: with Apache's server, with FastCGI, or the interpreter alone. No tag belongs to two of them. */
export const PHP: readonly ImageDescription[] = [
  php({ tags: ['apache', 'apache-*', '*-apache', '*-apache-*'] }, ['apache2-foreground'], { 'apache2-foreground': APACHE }),
  php({ tags: ['fpm', 'fpm-*', '*-fpm', '*-fpm-*'] }, ['php-fpm'], { 'php-fpm': FPM }),
  php({ tags: CLI_TAGS.tags, variants: ['cli', 'zts', ...(CLI_TAGS.variants ?? [])] }, ['php', '-a'], {}),
];
