import { describe, expect, test } from 'vitest';
import { rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { faultKind } from './fault.kind.ts';
import { FAULT_FINALIZER, type Fault, type FaultSpec, isFaultActive, matchesAny } from './fault.ts';
import { faultNodes } from './fault-targets.ts';

const NOON = Date.parse('2026-01-01T12:00:00Z');

const fault = (spec: FaultSpec): Fault => ({ metadata: { name: 'cut' }, spec });
const errorsOf = (spec: object) => tryCreate(faultKind, fault(spec as FaultSpec)).errors;

/** Stored Fault with a status. */
function stored(spec: FaultSpec, status: Fault['status'] = {}): Fault {
  const { object } = tryCreate(faultKind, fault(spec));
  const metadata = { ...object.metadata, resourceVersion: '1', uid: 'u', creationTimestamp: '2026-01-01T11:59:00Z' };
  return { ...object, metadata, status: { ...object.status, ...status } };
}

describe('a Fault', () => {
  test('a new Fault gets defaults, a finalizer and no status of its author', () => {
    const { object, errors } = tryCreate(faultKind, {
      ...fault({ type: 'ApiErrors', apiErrors: { error: 'Conflict' } }),
      status: { nodes: ['x'] },
    });
    expect(errors).toEqual([]);
    expect(object).toMatchObject({
      metadata: { finalizers: [FAULT_FINALIZER], generation: 1 },
      spec: { type: 'ApiErrors', duration: '5m', after: '0s', seed: 1, apiErrors: { error: 'Conflict', percent: 100 } },
    });
    expect(object.status).toEqual({ phase: 'Pending' });
  });

  test.each<[object, readonly string[]]>([
    [{}, ['spec.type: Required value']],
    [
      { type: 'Flood' },
      [
        'spec.type: Unsupported value: "Flood": supported values: "AgentFrozen", "ApiErrors", "ApiLatency", "BusDelay", "BusDuplication", "BusLoss", "BusReordering", "ClockSkew", "ContainerCrash", "CpuBrownout", "ImagePullFailure", "NodePowerLoss", "Partition", "ProcessKill", "SlowDisk", "StaleReads"',
      ],
    ],
    [{ type: 'NodePowerLoss' }, ['spec.nodePowerLoss: Required value: must be specified when `type` is NodePowerLoss']],
    [{ type: 'NodePowerLoss', nodePowerLoss: {} }, ['spec.nodePowerLoss: Required value: must specify one of: `nodes`, `nodeSelector`']],
    [
      { type: 'NodePowerLoss', nodePowerLoss: { nodes: ['*'] }, processKill: {} },
      ['spec.processKill: Forbidden: may not be specified when `type` is NodePowerLoss'],
    ],
    [
      { type: 'ProcessKill', processKill: { processes: ['sh -c reboot'] } },
      [
        'spec.processKill.processes[0]: Unsupported value: "sh -c reboot": supported values: "api-server", "controller-manager", "scheduler"',
      ],
    ],
    [{ type: 'AgentFrozen', agentFrozen: {} }, ['spec.agentFrozen: Required value: must specify one of: `nodes`, `nodeSelector`']],
    [
      { type: 'Partition', partition: { from: ['node-1'], direction: 'Up', traffic: 'Some' } },
      [
        'spec.partition.to: Required value',
        'spec.partition.direction: Unsupported value: "Up": supported values: "Both", "FromTo"',
        'spec.partition.traffic: Unsupported value: "Some": supported values: "All", "Pods"',
      ],
    ],
    [
      { type: 'Partition', partition: { from: ['node-1'], to: ['api-server'], traffic: 'Pods' } },
      ['spec.partition.to[0]: Invalid value: "api-server": is no node, and `traffic` is Pods'],
    ],
    [{ type: 'ClockSkew', clockSkew: { nodes: ['node-1'] } }, ['spec.clockSkew.offset: Required value']],
    [
      { type: 'ClockSkew', clockSkew: { nodes: ['node-1'], offset: '-0s' } },
      ['spec.clockSkew.offset: Invalid value: "-0s": must be a duration between 1ms and 87600h0m0s, in either direction'],
    ],
    [
      { type: 'StaleReads', staleReads: { lag: '0s' } },
      [
        'spec.staleReads: Required value: must specify one of: `users`, `userAgents`',
        'spec.staleReads.lag: Invalid value: "0s": must be greater than 0',
      ],
    ],
    [{ type: 'CpuBrownout', cpuBrownout: { nodes: ['node-1'] } }, ['spec.cpuBrownout.percent: Required value']],
    [
      { type: 'SlowDisk', slowDisk: { nodes: ['node-1'], processes: ['api-server', 'scheduler'], delay: '1s' } },
      [
        'spec.slowDisk.processes[1]: Unsupported value: "scheduler": supported values: "api-server"',
        'spec.slowDisk.processes: Forbidden: may not be specified with `nodes` or `nodeSelector`',
      ],
    ],
    [{ type: 'SlowDisk', slowDisk: { delay: '1s' } }, ['spec.slowDisk: Required value: must specify one of: `nodes`, `nodeSelector`']],
    [{ type: 'BusLoss', busLoss: {} }, ['spec.busLoss.components: Required value']],
    [
      { type: 'BusDuplication', busDuplication: { components: ['scheduler'], percent: 0 } },
      ['spec.busDuplication.percent: Invalid value: 0: must be greater than 0 and less than or equal to 100'],
    ],
    [{ type: 'BusDelay', busDelay: { components: ['scheduler'] } }, ['spec.busDelay.delay: Required value']],
    [
      { type: 'BusReordering', busReordering: { components: ['scheduler'], delay: '1us' } },
      ['spec.busReordering.delay: Invalid value: "1us": must be a whole number of milliseconds'],
    ],
    [{ type: 'ProcessKill', processKill: { processes: [] } }, ['spec.processKill.processes: Required value']],
    [{ type: 'ContainerCrash', containerCrash: {} }, ['spec.containerCrash.podSelector: Required value']],
    [{ type: 'ImagePullFailure', imagePullFailure: { nodes: ['node-1'] } }, ['spec.imagePullFailure.images: Required value']],
    [{ type: 'ApiErrors', apiErrors: {} }, ['spec.apiErrors.error: Required value']],
    [
      { type: 'ApiErrors', apiErrors: { error: 'Conflict', percent: 101 } },
      ['spec.apiErrors.percent: Invalid value: 101: must be greater than 0 and less than or equal to 100'],
    ],
    [{ type: 'ApiLatency', apiLatency: {} }, ['spec.apiLatency.delay: Required value']],
    [
      { type: 'ApiLatency', apiLatency: { delay: '0s' }, duration: '0s' },
      ['spec.duration: Invalid value: "0s": must be greater than 0', 'spec.apiLatency.delay: Invalid value: "0s": must be greater than 0'],
    ],
    [
      { type: 'NodePowerLoss', nodePowerLoss: { nodes: ['node-1', ''] }, duration: '90000h' },
      ['spec.duration: Invalid value: "90000h": must be less than or equal to 87600h0m0s', 'spec.nodePowerLoss.nodes[1]: Required value'],
    ],
    [
      { type: 'NodePowerLoss', nodePowerLoss: { nodes: ['node-1'] }, after: '-1s', seed: -1 },
      [
        'spec.after: Invalid value: "-1s": must be greater than or equal to 0',
        'spec.seed: Invalid value: -1: must be greater than or equal to 0',
      ],
    ],
  ])('the spec %j has the errors %j', (spec, errors) => {
    expect(errorsOf(spec)).toEqual(errors);
  });

  test('the spec of a Fault is immutable', () => {
    const before = stored({ type: 'ProcessKill', processKill: { processes: ['scheduler'] } });
    const { errors } = tryUpdate(faultKind, before, (draft) => Object.assign(draft, { spec: { ...draft.spec, duration: '1h' } }));
    expect(errors).toEqual([expect.stringContaining('spec: Invalid value: ')]);
    expect(errors[0]).toContain('field is immutable');
    expect(tryUpdate(faultKind, before, (draft) => Object.assign(draft.metadata ?? {}, { labels: { a: 'b' } })).errors).toEqual([]);
  });
});

test.each<[FaultSpec, string]>([
  [{ type: 'NodePowerLoss', nodePowerLoss: { nodes: ['node-1', 'node-2'] } }, 'node-1,node-2'],
  [{ type: 'NodePowerLoss', nodePowerLoss: { nodeSelector: { zone: 'a' } } }, 'zone=a'],
  [{ type: 'ApiErrors', apiErrors: { error: 'Timeout', users: ['alice'], resources: ['pods'] } }, 'alice'],
  [{ type: 'ApiErrors', apiErrors: { error: 'Timeout' } }, '*'],
])('the Fault %j prints the target %s', (spec, target) => {
  expect(rowOf(faultKind, stored(spec), NOON)).toEqual({
    Name: 'cut',
    Type: spec.type,
    Target: target,
    Status: 'Pending',
    Remaining: '<none>',
    Age: '60s',
  });
});

test('an active Fault prints the lab time until its end', () => {
  const times = { startTime: '2026-01-01T11:59:00.000Z', endTime: '2026-01-01T12:03:30.000Z' };
  const active = stored({ type: 'ProcessKill', processKill: { processes: ['scheduler'] } }, { phase: 'Active', ...times });
  expect(rowOf(faultKind, active, NOON)).toMatchObject({ Status: 'Active', Remaining: '3m30s' });
  expect(isFaultActive(active, Date.parse(times.endTime))).toBe(false);
  expect(isFaultActive({ ...active, metadata: { ...active.metadata, deletionTimestamp: times.startTime } }, NOON)).toBe(false);
});

test('an event names the change of the phase, and the reporters', () => {
  const before = stored({ type: 'ProcessKill', processKill: { processes: ['scheduler'] } });
  const event = (next: Fault) => faultKind.event({ verb: 'update', subresource: 'status', previous: before, next });
  expect(event({ ...before, status: { phase: 'Active' } })).toEqual({
    type: 'FaultPhaseChanged',
    data: { from: 'Pending', to: 'Active' },
  });
  expect(event({ ...before, status: { ...before.status, reports: { launcher: { state: 'Injected' } } } })).toEqual({
    type: 'FaultReported',
    data: { reporters: ['launcher'] },
  });
});

test.each([
  [['node-1'], 'node-1', true],
  [['node-1'], 'node-10', false],
  [['node-*'], 'node-10', true],
  [['*'], '', true],
  [['a*c*e'], 'abcde', true],
  [['a*ab'], 'ab', false],
  [['*b*b'], 'b', false],
  [[], 'anything', true],
])('the patterns %j match %s: %s', (patterns, name, matches) => {
  expect(matchesAny(patterns, name)).toBe(matches);
});

test('only faults of nodes select nodes', () => {
  expect(faultNodes(fault({ type: 'NodePowerLoss', nodePowerLoss: { nodes: ['*'] } }))).toEqual({ nodes: ['*'] });
  expect(faultNodes(fault({ type: 'ProcessKill', processKill: { processes: ['scheduler'] } }))).toBeUndefined();
});
