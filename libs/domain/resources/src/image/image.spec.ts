import { describe, expect, test } from 'vitest';
import { rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { imageKind } from './image.kind.ts';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const MINIMAL = { metadata: { name: 'my-app' }, spec: { repository: 'my-app', tags: ['1.0'] } };

function refusals(spec: object): readonly string[] {
  return tryCreate(imageKind, { metadata: { name: 'my-app' }, spec: { ...MINIMAL.spec, ...spec } }).errors;
}
const ofProgram = (program: object) => refusals({ programs: { app: program } });

describe('an Image', () => {
  test('an Image needs a repository and tags, and gets a size and tools', () => {
    expect(tryCreate(imageKind, MINIMAL)).toMatchObject({
      errors: [],
      object: { metadata: { generation: 1 }, spec: { repository: 'my-app', tags: ['1.0'], size: '64Mi', tools: 'busybox' } },
    });
    expect(tryCreate(imageKind, { metadata: { name: 'my-app' } }).errors).toEqual([
      'spec.repository: Required value',
      'spec.tags: Required value',
    ]);
  });

  test('an Image with a repository pattern has all tags', () => {
    const { errors, object } = tryCreate(imageKind, { metadata: { name: 'any' }, spec: { repository: 'ghcr.io/**' } });
    expect([errors, object.spec]).toEqual([[], { repository: 'ghcr.io/**', tags: ['*'], size: '64Mi', tools: 'busybox' }]);
  });

  test.each<[object, string]>([
    [
      { repository: 'ghcr.io/*:1' },
      'spec.repository: Invalid value: "ghcr.io/*:1": must be the name of an image without a tag, or a pattern of names: * is any part of a name between slashes, ** any names',
    ],
    [{ repository: 'my-app:1.0' }, 'spec.repository: Invalid value: "my-app:1.0": must have no tag and no digest: they are said by `tags`'],
    [{ repository: 'My App' }, 'spec.repository: Invalid value: "My App": must be the name of an image without a tag'],
    [
      { tags: ['1.{9..1}'] },
      'spec.tags[0]: Invalid value: "1.{9..1}": must have ranges from the lower to the higher, of 10000 numbers at most',
    ],
    [{ size: '-1' }, 'spec.size: Invalid value: "-1": must be greater than or equal to 0'],
    [{ tools: 'windows' }, 'spec.tools: Unsupported value: "windows": supported values: "none", "busybox", "gnu"'],
    [{ workingDir: 'app' }, 'spec.workingDir: Invalid value: "app": must be an absolute path'],
    [{ stopSignal: 'TERM' }, 'spec.stopSignal: Invalid value: "TERM": must be the name of a signal, such as SIGTERM'],
    [{ exposedPorts: [0] }, 'spec.exposedPorts[0]: Invalid value: 0: must be between 1 and 65535, inclusive'],
  ])('an Image with %j is refused', (spec, refusal) => expect(refusals(spec)).toEqual([refusal]));

  const path = 'spec.programs[app]';
  test.each<[object, string]>([
    [{ startsIn: '5' }, `${path}.startsIn: Invalid value: "5": time: missing unit in duration "5"`],
    [{ logs: [{ every: '0s', line: 'x' }] }, `${path}.logs[0].every: Invalid value: "0s": must be greater than 0`],
    [{ listens: [{}] }, `${path}.listens[0].port: Required value`],
    [
      { listens: [{ port: 80, answers: [{ path: 'healthz' }] }] },
      `${path}.listens[0].answers[0].path: Invalid value: "healthz": must begin with "/" and have no query`,
    ],
    [{ signals: { KILL: {} } }, `${path}.signals: Invalid value: "KILL": must be one of TERM, INT, HUP, QUIT, USR1, USR2`],
    [{ failures: [{ times: 0 }] }, `${path}.failures[0].times: Invalid value: 0: must be between 1 and 1000000, inclusive`],
    [{ prepends: { words: ['x'] } }, `${path}.prepends: Forbidden: may only be set together with \`runsArguments\``],
    [
      { runsArguments: true, prepends: { words: ['x'], before: ['--'] } },
      `${path}.prepends.before[0]: Invalid value: "--": must be a beginning such as -* or an end such as *.conf`,
    ],
    [{ runsArguments: true, requires: [{ program: 'x' }] }, `${path}.requires[0].anyOf: Required value`],
    [{ exits: {}, tool: 'sh' }, `${path}.tool: Forbidden: may not be set together with \`exits\``],
    [{ script: 'true', listens: [{ port: 80 }] }, `${path}.listens: Forbidden: may not be set together with \`script\``],
    [{ script: 'true', tool: 'sh' }, `${path}.script: Forbidden: may not be set together with \`tool\``],
    [{ exits: {}, listens: [{ port: 80 }] }, `${path}.listens: Forbidden: may not be set together with \`exits\``],
    [
      { commands: { run: { startsIn: '-1s' } } },
      `${path}.commands[run].startsIn: Invalid value: "-1s": must be greater than or equal to 0`,
    ],
    [{ memory: { spikes: [{ for: '1s' }] } }, `${path}.memory.spikes[0].amount: Required value`],
  ])('an Image with a program %j is refused', (program, refusal) => expect(ofProgram(program)).toEqual([refusal]));

  test('an Image counts generations by its spec', () => {
    const { object } = tryCreate(imageKind, { ...MINIMAL, metadata: { name: 'my-app', resourceVersion: '1' } });
    const next = tryUpdate(imageKind, object, (draft) => {
      draft.spec = { repository: 'my-app', tags: ['1.0', '1.1'] };
    });
    expect([next.errors, next.object.metadata?.generation]).toEqual([[], 2]);
  });

  test('an Image is printed with repository and tags', () => {
    const spec = { repository: 'nginx', tags: ['a', 'b', 'c', 'd', 'e'], size: '60Mi', programs: { nginx: {}, 'entrypoint.sh': {} } };
    const object = { metadata: { name: 'web', creationTimestamp: '2026-01-01T00:00:00Z' }, spec };
    expect(rowOf(imageKind, object, NOON)).toEqual({
      Name: 'web',
      Repository: 'nginx',
      Tags: 'a,b,c + 2 more...',
      Size: '60Mi',
      Age: '12h',
      'Programs (wide)': 'nginx,entrypoint.sh',
    });
  });
});
