import { expect, it } from 'vitest';
import { UserError } from '../user-error.ts';
import { type AdvanceOptions, type AdvanceRequest, advanceRequest } from './advance-request.ts';

const available: AdvanceRequest = {
  reach: 'Condition',
  by: '1h',
  for: 'condition=Available',
  object: { type: 'deployment', name: 'web', namespace: 'shop' },
};
const understood: [string, string[], AdvanceOptions, AdvanceRequest][] = [
  ['advance 1h30m', ['1h30m'], {}, { reach: 'Bound', by: '1h30m' }],
  ['advance --until-idle', [], { untilIdle: true }, { reach: 'Idle', by: '1h' }],
  ['advance --until-idle --limit 5m', [], { untilIdle: true, limit: '5m' }, { reach: 'Idle', by: '5m' }],
  ['advance 5m --until-idle', ['5m'], { untilIdle: true }, { reach: 'Idle', by: '5m' }],
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
      reach: 'Condition',
      by: '10m',
      for: 'jsonpath={.status.phase}=Running',
      object: { type: 'pod', name: 'web', namespace: 'default' },
    },
  ],
];
it.each(understood)('understands %s', (_name, words, options, request) => {
  expect(advanceRequest(words, options)).toEqual(request);
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
it.each(refused)('%s', (message, words, options) => {
  expect(() => advanceRequest(words, options)).toThrow(new UserError(message));
});
