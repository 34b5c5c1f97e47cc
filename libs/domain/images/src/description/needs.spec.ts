import { expect, test } from 'vitest';
import { programProblems } from './image-problems.ts';

const problems = (program: unknown) => programProblems(program, '').map(({ field, message }) => `${field}: ${message}`);

test.each([
  { needs: [{ file: '/etc/app/tls.crt', output: ['no certificate'], exitCode: 2 }] },
  { needs: [{ host: 'hello' }, { option: '--target', values: ['deployment/*'] }], exits: {} },
  { exits: {}, sends: 'QUIT' },
])('a program may be described as %j', (program) => expect(problems(program)).toEqual([]));

test.each<[object, string[]]>([
  [{ needs: [{}] }, ['needs[0]: Invalid value: {}: must have exactly one of `file`, `host` and `option`']],
  [
    { needs: [{ file: '/a', host: 'a' }] },
    ['needs[0]: Invalid value: {"file":"/a","host":"a"}: must have exactly one of `file`, `host` and `option`'],
  ],
  [{ needs: [{ file: '/a', values: ['a*'] }] }, ['needs[0].values: Forbidden: may only be set together with `option`']],
  [
    { needs: [{ option: '-a', values: ['*'] }] },
    ['needs[0].values[0]: Invalid value: "*": must be a beginning such as -* or an end such as *.conf'],
  ],
  [{ needs: [{ hots: 'a' }] }, ['needs[0].hots: Forbidden: unknown field']],
  [{ needs: [{ host: 'a' }], runsArguments: true }, ['needs: Forbidden: may not be set together with `runsArguments`']],
  [{ sends: 'QUIT' }, ['sends: Forbidden: may only be set together with `exits`']],
  [{ sends: 'KILL', exits: {} }, ['sends: Invalid value: "KILL": must be one of TERM, INT, HUP, QUIT, USR1, USR2']],
])('a program described as %j is refused', (program, expected) => expect(problems(program)).toEqual(expected));
