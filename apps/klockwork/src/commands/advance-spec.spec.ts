import type { ClockSpec } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { UserError } from '../user-error.ts';
import { type AdvanceOptions, advanceSpec } from './advance-spec.ts';

const available: ClockSpec = {
  advance: '1h',
  until: { reach: 'Condition', for: 'condition=Available', resource: 'deployment', name: 'web', namespace: 'shop' },
};
const understood: [string, string[], AdvanceOptions, ClockSpec][] = [
  ['advance 1h30m', ['1h30m'], {}, { advance: '1h30m' }],
  ['advance 10m --max-rate 60', ['10m'], { maxRate: 60 }, { advance: '10m', maxRate: 60 }],
  ['advance --until-idle', [], { untilIdle: true }, { advance: '1h', until: { reach: 'Idle' } }],
  ['advance --until-idle --limit 5m', [], { untilIdle: true, limit: '5m' }, { advance: '5m', until: { reach: 'Idle' } }],
  ['advance 5m --until-idle', ['5m'], { untilIdle: true }, { advance: '5m', until: { reach: 'Idle' } }],
  [
    'advance --until condition=Available deployment/web -n shop',
    ['deployment/web'],
    { until: 'condition=Available', namespace: 'shop' },
    available,
  ],
  ['the object as two words', ['deployment', 'web'], { until: 'condition=Available', namespace: 'shop' }, available],
  ['all in quotes', [], { until: 'condition=Available deployment/web -n shop' }, available],
  [
    'without a namespace, with a limit',
    ['pod/web'],
    { until: 'jsonpath={.status.phase}=Running', limit: '10m' },
    {
      advance: '10m',
      until: { reach: 'Condition', for: 'jsonpath={.status.phase}=Running', resource: 'pod', name: 'web', namespace: 'default' },
    },
  ],
];
test.each(understood)('the command line parses: %s', (_name, words, options, spec) => {
  expect(advanceSpec(words, options)).toEqual(spec);
});

const refused: [string, string[], AdvanceOptions][] = [
  ['say how far, as in "clock advance 10m", or until when: --until-idle, --until CONDITION TYPE/NAME', [], {}],
  ['time: missing unit in duration "10"', ['10'], {}],
  ['time: invalid duration "soon"', ['soon'], {}],
  ['time never goes back: the lab cannot advance by -5m', ['-5m'], {}],
  ['time goes forward only: 0s is no time', ['0s'], {}],
  ['unknown option \'--untill\' (see "klockwork clock advance --help")', ['--untill', 'delete', 'pod/web'], {}],
  ['time: unknown unit "parsecs" in duration "1parsecs"', [], { untilIdle: true, limit: '1parsecs' }],
  ['a length of time is itself the limit: leave --limit out', ['5m'], { limit: '5m' }],
  ['a length of time is one word, as 10m or 1h30m: what is 30m for?', ['1h', '30m'], {}],
  ['choose one of --until and --until-idle', ['pod/web'], { until: 'delete', untilIdle: true }],
  ['unrecognized condition: "Ready"', ['pod/web'], { until: 'Ready' }],
  ['say what --until is about: --until condition=Available deployment/web', [], { until: 'condition=Available' }],
  ['resource(s) were provided, but no name was specified', ['deployment'], { until: 'delete' }],
  ['arguments in resource/name form must have a single resource and name', ['deployment/'], { until: 'delete' }],
  ['arguments in resource/name form may not have more than one slash', ['apps/deployment/web'], { until: 'delete' }],
  ['--until waits for one object', ['pod/a', 'pod/b'], { until: 'delete' }],
  ['--until waits for one object', ['pod', 'a', 'b'], { until: 'delete' }],
  ['-n needs the name of a namespace', [], { until: 'delete pod/a -n' }],
];
test.each(refused)('a wrong advance is refused: %s', (message, words, options) => {
  expect(() => advanceSpec(words, options)).toThrow(new UserError(message));
});
