import type { LoggedEvent } from '@klockwork/lab-tool';

type Detail = Partial<Pick<LoggedEvent, 'data' | 'uid' | 'object' | 'cause'>>;

/** Builder of logs for tests of verdicts, event by event. */
export class LogBuilder {
  readonly events: LoggedEvent[] = [];

  add(at: number, type: string, path: string, detail: Detail = {}): this {
    const [resource = '', namespace = '', name = ''] = path.split('/');
    this.events.push({
      revision: this.events.length + 1,
      previousRevision: 0,
      key: { group: '', resource, namespace, name },
      uid: `uid of ${name}`,
      type,
      at,
      actor: { user: 'test', userAgent: 'test' },
      cause: { trigger: 'request' },
      data: {},
      ...detail,
    });
    return this;
  }

  /** Renewals of a node's lease. */
  renewals(node: string, ...instants: readonly number[]): this {
    for (const at of instants) this.add(at, 'LeaseRenewed', `leases/kube-node-lease/${node}`);
    return this;
  }

  /** Adds a pod status: restart count and container state. */
  run(at: number, pod: string, restartCount: number, state: 'running' | 'terminated' | 'backing-off'): this {
    const ended = { terminated: { exitCode: 1 } };
    const states = {
      running: { state: { running: {} } },
      terminated: { state: ended },
      'backing-off': { state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: ended },
    };
    const status = { containerStatuses: [{ restartCount, containerID: 'x', ...states[state] }] };
    return this.add(at, 'PodStatusReported', `pods/default/${pod}`, { object: { status } });
  }
}
