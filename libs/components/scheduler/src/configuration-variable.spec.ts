import { DEFAULT_CONFIGURATION } from '@klockwork/scheduling';
import { expect, test } from 'vitest';
import { readSchedulerConfiguration } from './configuration-variable.ts';

const HEAD = { apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration' };

test('the configuration of the variable counts, without one the default configuration', () => {
  expect(readSchedulerConfiguration({})).toBe(DEFAULT_CONFIGURATION);
  expect(readSchedulerConfiguration({ KLOCKWORK_SCHEDULER_CONFIG: '' })).toBe(DEFAULT_CONFIGURATION);
  const text = JSON.stringify({ ...HEAD, profiles: [{ schedulerName: 'packing' }] });
  expect([...readSchedulerConfiguration({ KLOCKWORK_SCHEDULER_CONFIG: text }).profiles.keys()]).toEqual(['packing']);
});

test('an invalid configuration is refused with the name of the variable', () => {
  const text = JSON.stringify({ ...HEAD, parallelism: -1 });
  expect(() => readSchedulerConfiguration({ KLOCKWORK_SCHEDULER_CONFIG: text })).toThrow(
    'KLOCKWORK_SCHEDULER_CONFIG is no valid configuration: parallelism: Invalid value: -1: should be an integer value greater than zero',
  );
});
