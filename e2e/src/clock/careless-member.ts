import { subjectsOf } from '@klockwork/bus';
import { BusClusterApi, LogHeads, ServerStarts } from '@klockwork/cluster-api';
import { hostActivity, hostRandom, nodeTimer, RealTimeClock } from '@klockwork/host';
import { type Activity, type Clock, silentLogger } from '@klockwork/kernel';
import { type ClockMember, createClockMember } from '@klockwork/lockstep';
import { NatsBus, parseNatsUrl } from '@klockwork/nats-bus';
import { resources } from '@klockwork/resources';
import { pause } from '../chaos/waiting.ts';

const RENEW_MS = 10_000;
/** Host time of work before each renewal. */
const THINKING_MS = 60;
const NAMESPACE = 'kube-node-lease';

/** Settings of a member. */
export interface MemberConduct {
  /** Lease name. */
  readonly name: string;
  /** Whether the member holds time during its work. */
  readonly holds: boolean;
  /** Offset of renewals after whole ten seconds: at busy instants, time would wait for other members. */
  readonly phaseMs: number;
}

/** Member of the clock that renews a lease every ten seconds of lab time, after some host time of work. */
export class CarelessMember {
  readonly #bus: NatsBus;
  readonly #member: ClockMember;
  readonly #stopRenewals: () => Promise<void>;

  static async join(env: Readonly<Record<string, string>>, conduct: MemberConduct): Promise<CarelessMember> {
    const [logger, random, activity, subjects] = [silentLogger, hostRandom(), hostActivity(), subjectsOf('lab')];
    const clock = new RealTimeClock({ activity, host: nodeTimer, setting: { type: 'lockstep', labAt: 0 } });
    const { servers } = parseNatsUrl(env.NATS_URL ?? '');
    const auth = { user: env.NATS_USER ?? '', password: env.NATS_PASSWORD ?? '' };
    const bus = await NatsBus.connect({ name: conduct.name, servers, auth, clock, activity, logger });
    const incarnation = random.uuid();
    const ports = {
      channel: bus.control,
      subjects: subjects.clock,
      clock,
      activity,
      host: nodeTimer,
      logger,
      sent: () => bus.activity().sent,
    };
    const member = createClockMember({ name: conduct.name, incarnation, ...ports });
    await member.start();
    const reach = { bus, subjects, clock, servers: new ServerStarts({ bus, subjects, activity }), heads: new LogHeads({ bus, subjects }) };
    const api = new BusClusterApi({ ...reach, random, actor: { user: 'system:admin', userAgent: conduct.name } });
    return new CarelessMember(bus, member, await keepLease({ api, clock, activity, conduct }));
  }

  private constructor(bus: NatsBus, member: ClockMember, stopRenewals: () => Promise<void>) {
    this.#bus = bus;
    this.#member = member;
    this.#stopRenewals = stopRenewals;
  }

  async leave(): Promise<void> {
    await this.#stopRenewals();
    this.#member.leave();
    await this.#bus.close();
  }
}

interface LeaseRenewal {
  readonly api: BusClusterApi;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly conduct: MemberConduct;
}

/** Renews a lease until the returned function is called, which resolves after the renewal in progress. */
async function keepLease({ api, clock, activity, conduct: { name, holds, phaseMs } }: LeaseRenewal): Promise<() => Promise<void>> {
  const cause = { trigger: 'timer', name: 'careless-renewal' } as const;
  const spec = { holderIdentity: name, leaseDurationSeconds: 40 };
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { namespace: NAMESPACE, name }, spec };
  await api.create(resources.leases, lease, { cause });
  let deadline = Math.floor(clock.now() / RENEW_MS) * RENEW_MS - RENEW_MS + phaseMs;
  const renew = async () => {
    const thinking = pause(THINKING_MS);
    await (holds ? activity.track('thinking', thinking) : thinking);
    const renewTime = new Date(clock.now()).toISOString().replace('Z', '000Z');
    await api.patch(resources.leases, { namespace: NAMESPACE, name }, { type: 'merge', body: { spec: { renewTime } } }, { cause });
  };
  const renewals = new Set<Promise<void>>();
  const next = () => {
    deadline += RENEW_MS;
    return clock.at(deadline, { name: 'careless-renewal' }, () => {
      cancel = next();
      const renewal = renew().finally(() => renewals.delete(renewal));
      renewals.add(renewal);
    });
  };
  let cancel = next();
  return async () => {
    cancel();
    await Promise.all(renewals);
  };
}
