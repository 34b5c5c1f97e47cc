import type { ImageDescription, ProgramDescription } from '../description/image-description.ts';
import { entrypoint, versioned } from './parts.ts';
import { REDIS_CLI } from './redis-cli.ts';
import { releases, tagged, versions } from './tags.ts';

/** `lines` of its log, without times. */
function redisServer(lines: readonly string[]): ProgramDescription {
  return {
    cpu: { base: '2m' },
    memory: { base: '8Mi' },
    listens: [{ port: 6379, portFrom: ['--port'], protocol: 'REDIS' }],
    output: lines.map((line) => line.replace(/^(\S+) /, '$1 {{now:redis}} ')),
    signals: {
      TERM: {
        output: [
          '1:signal-handler ({{now:epoch}}) Received SIGTERM scheduling shutdown...',
          '1:M {{now:redis}} * User requested shutdown...',
          '1:M {{now:redis}} # Redis is now ready to exit, bye bye...',
        ],
      },
    },
  };
}

const REDIS_VERSION = 'Redis version={{version}}, bits=64, commit=00000000, modified=0, pid=1, just started';
const NO_REDIS_FILE =
  '1:C # Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf';
const REDIS_CLOCK = '1:M * monotonic clock: POSIX clock_gettime';
const REDIS_MODE = "1:M * Running mode=standalone, port={{value:--port '6379'}}.";

const REDIS_3 = [
  '1:C # oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
  `1:C # ${REDIS_VERSION}`,
  NO_REDIS_FILE,
  REDIS_MODE,
  '1:M # Server initialized',
  '1:M * Ready to accept connections',
];
const REDIS_6_2 = REDIS_3.toSpliced(3, 0, REDIS_CLOCK);
const REDIS_7_2 = [
  '1:C * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
  `1:C * ${REDIS_VERSION}`,
  NO_REDIS_FILE,
  REDIS_CLOCK,
  REDIS_MODE,
  '1:M * Server initialized',
  '1:M * Ready to accept connections tcp',
];

/** Releases with the same log lines. */
function redis(tags: Pick<ImageDescription, 'tags' | 'variants'>, newest: readonly string[], lines: readonly string[]): ImageDescription {
  return {
    repository: 'docker.io/library/redis',
    ...tags,
    size: '45006921',
    entrypoint: ['docker-entrypoint.sh'],
    command: ['redis-server'],
    tools: 'gnu',
    versions: versions(newest),
    programs: {
      'docker-entrypoint.sh': { ...entrypoint('redis-server'), prepends: { words: ['redis-server'], before: ['-*', '*.conf'] } },
      'redis-server': versioned(
        redisServer(lines),
        ['Redis server v={{version}} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=0'],
        '--version',
        '-v',
      ),
      'redis-cli': REDIS_CLI,
    },
  };
}

/** `6.0`, and `6.0.20`. */
const minors = (...lines: readonly string[]) => lines.flatMap((line) => [line, `${line}.{0..99}`]);

const { variants } = tagged();
/** Redis by release. */
export const REDIS: readonly ImageDescription[] = [
  redis(
    { tags: ['3', '4', '5', ...minors('3.{0..2}', '4.0', '5.0', '6.0')], ...(variants && { variants }) },
    ['6.0.20', '5.0.14', '4.0.14', '3.2.12', '3.0.7'],
    REDIS_3,
  ),
  redis({ tags: ['6', ...minors('6.2', '7.0')], ...(variants && { variants }) }, ['7.0.15', '6.2.21'], REDIS_6_2),
  redis(
    tagged('7', ...minors('7.{2..4}'), ...releases({ major: 8, first: 0, last: 4 })),
    ['8.4.0', '8.2.3', '8.0.5', '7.4.7', '7.2.12'],
    REDIS_7_2,
  ),
];
