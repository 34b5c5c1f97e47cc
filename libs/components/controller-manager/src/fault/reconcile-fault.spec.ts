import { FAULT_FINALIZER, type Fault, type FaultStatus, resources } from '@klockwork/resources';
import { aNode } from '@klockwork/resources/testing';
import { describe, expect, test } from 'vitest';
import { selectedNodes } from './fault.controller.ts';
import { RECOVERY_MS_MAX, reconcileFault } from './reconcile-fault.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const END = START + 300_000;
const STARTED = { startTime: '2026-01-01T00:00:00.000Z', endTime: '2026-01-01T00:05:00.000Z' };

function fault(status: FaultStatus = { phase: 'Pending' }, metadata: object = {}): Fault {
  return {
    metadata: { name: 'cut', uid: 'u', creationTimestamp: '2026-01-01T00:00:00Z', finalizers: [FAULT_FINALIZER], ...metadata },
    spec: { type: 'NodePowerLoss', duration: '5m', after: '0s', nodePowerLoss: { nodes: ['node-2'] } },
    status,
  };
}

const condition = (type: string, status: string, reason: string, message: string, at = '2026-01-01T00:00:00Z') => ({
  ...{ type, status, reason, message },
  lastTransitionTime: at,
});
const patched = (status: object) => ({
  type: 'patch',
  resource: resources.faults,
  name: { name: 'cut' },
  subresource: 'status',
  patch: { type: 'merge', body: { metadata: { uid: 'u' }, status } },
});
const WAITING = condition('Injected', 'False', 'Waiting', 'no process has reported yet');
const INJECTED = condition('Injected', 'True', 'Injected', 'launcher: 1 touched (nodes/node-2)');
const report = (state: 'Injected' | 'Recovered') => ({ launcher: { state, touched: 1, names: ['nodes/node-2'] } });
const released = {
  type: 'patch',
  resource: resources.faults,
  name: { name: 'cut' },
  patch: { type: 'merge', body: { metadata: { uid: 'u', finalizers: [] } } },
  tolerate: ['NotFound'],
};

describe('the controller of Faults', () => {
  test('a new Fault becomes active, with its times and its nodes', () => {
    expect(reconcileFault({ fault: fault(), nodes: ['node-2'] }, START)).toEqual({
      stages: [[patched({ phase: 'Active', ...STARTED, nodes: ['node-2'], conditions: [WAITING] })]],
    });
  });

  test('a Fault with a delay waits for its start', () => {
    const later = fault();
    if (later.spec) later.spec.after = '1m';
    expect(reconcileFault({ fault: later, nodes: [] }, START + 59_999)).toEqual({
      stages: [],
      wakeAt: { at: START + 60_000, timer: { name: 'fault-start' } },
    });
  });

  test('a Fault without matching node is not injected', () => {
    const { stages } = reconcileFault({ fault: fault(), nodes: [] }, START);
    const missing = condition('Injected', 'False', 'TargetNotFound', 'no node matches the target');
    expect(stages).toEqual([[patched({ phase: 'Active', ...STARTED, nodes: [], conditions: [missing] })]]);
  });

  test('a report of injection becomes a condition with evidence, and an Event', () => {
    const active = fault({
      phase: 'Active',
      ...STARTED,
      nodes: ['node-2'],
      conditions: [WAITING],
      reports: report('Injected'),
    } as FaultStatus);
    expect(reconcileFault({ fault: active, nodes: ['node-2'] }, START)).toEqual({
      stages: [
        [
          patched({ phase: 'Active', conditions: [INJECTED] }),
          {
            type: 'record',
            about: { resource: resources.faults, object: active },
            eventType: 'Warning',
            reason: 'FaultInjected',
            message: 'launcher: 1 touched (nodes/node-2)',
          },
        ],
      ],
      wakeAt: { at: START + 30_000, timer: { name: 'fault-injection', upkeep: true } },
    });
  });

  test('a Fault without report is marked after half a minute', () => {
    const silent = fault({ phase: 'Active', ...STARTED, nodes: ['node-2'], conditions: [WAITING] } as FaultStatus);
    const { stages, wakeAt } = reconcileFault({ fault: silent, nodes: ['node-2'] }, START + 30_000);
    const none = condition('Injected', 'False', 'NotInjected', 'no process of this lab injects NodePowerLoss');
    expect(stages).toEqual([[patched({ phase: 'Active', conditions: [none] })]]);
    expect(wakeAt).toEqual({ at: END, timer: { name: 'fault-end' } });
  });

  test('an ended Fault waits for its reporters, at most one minute', () => {
    const active = fault({ phase: 'Active', ...STARTED, conditions: [INJECTED], reports: report('Injected') } as FaultStatus);
    const waiting = condition('Recovered', 'False', 'Waiting', 'waiting for launcher', '2026-01-01T00:05:00Z');
    expect(reconcileFault({ fault: active, nodes: [] }, END)).toEqual({
      stages: [[patched({ phase: 'Recovering', conditions: [INJECTED, waiting] })]],
      wakeAt: { at: END + RECOVERY_MS_MAX, timer: { name: 'fault-recovery' } },
    });
    const lost = reconcileFault({ fault: active, nodes: [] }, END + RECOVERY_MS_MAX);
    expect(lost.stages[0]?.[0]).toMatchObject({
      patch: { body: { status: { phase: 'Recovered', conditions: [{}, { status: 'True', reason: 'ReportersLost' }] } } },
    });
  });

  test('a Fault whose reporters ended their part is recovered', () => {
    const done = fault({ phase: 'Recovering', ...STARTED, conditions: [INJECTED], reports: report('Recovered') } as FaultStatus);
    const recovered = condition('Recovered', 'True', 'Recovered', 'launcher: 1 touched (nodes/node-2)', '2026-01-01T00:05:00Z');
    expect(reconcileFault({ fault: done, nodes: [] }, END).stages[0]?.[0]).toEqual(
      patched({ phase: 'Recovered', conditions: [INJECTED, recovered] }),
    );
  });

  test('a deleted Fault recovers before its finalizer is removed', () => {
    const deleted = { deletionTimestamp: '2026-01-01T00:01:00Z' };
    const active = fault({ phase: 'Active', ...STARTED, conditions: [INJECTED], reports: report('Injected') } as FaultStatus, deleted);
    const waits = reconcileFault({ fault: active, nodes: [] }, START + 60_000);
    expect(waits.stages[0]).toHaveLength(1);
    expect(waits.wakeAt?.at).toBe(START + 60_000 + RECOVERY_MS_MAX);
    const done = fault({ phase: 'Recovering', ...STARTED, conditions: [INJECTED], reports: report('Recovered') } as FaultStatus, deleted);
    expect(reconcileFault({ fault: done, nodes: [] }, START + 61_000).stages.at(-1)).toEqual([released]);
    expect(reconcileFault({ fault: fault({ phase: 'Pending' }, deleted), nodes: [] }, START + 60_000).stages).toEqual([[released]]);
  });

  test('a recovered Fault stays until its deletion', () => {
    const ended = fault({ phase: 'Recovered', ...STARTED } as FaultStatus);
    expect(reconcileFault({ fault: ended, nodes: [] }, END + 1)).toEqual({ stages: [] });
  });
});

test('nodes are selected by names and by labels', () => {
  const nodes = ['node-1', 'node-2', 'other'].map((name) => aNode({ metadata: { name, labels: { zone: name === 'node-2' ? 'b' : 'a' } } }));
  expect(selectedNodes({ nodes: ['node-*'] }, nodes)).toEqual(['node-1', 'node-2']);
  expect(selectedNodes({ nodeSelector: { zone: 'a' } }, nodes)).toEqual(['node-1', 'other']);
  expect(selectedNodes({ nodes: ['node-9'] }, nodes)).toEqual([]);
});
