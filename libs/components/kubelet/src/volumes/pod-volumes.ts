import type { ClusterApi } from '@klockwork/cluster-api';
import { type Cause, timerCause } from '@klockwork/event-store';
import { FileTree } from '@klockwork/files';
import {
  ApiError,
  type Cancel,
  type Clock,
  everyWhole,
  type Logger,
  logFailure,
  messageOf,
  nextWhole,
  StoppedError,
  StopSource,
  type TimerName,
} from '@klockwork/kernel';
import { containersOf, type RecordAction } from '@klockwork/pod-lifecycle';
import type { Pod, Volume } from '@klockwork/resources';
import type { ActivePods } from '../active-pods.ts';
import { environmentReferences } from '../environment/container-environment.ts';
import type { PodReporter } from '../pod-reporter.ts';
import type { ReferencedObjects } from '../references/referenced-objects.ts';
import { ClaimError, claimedVolume } from './claimed-volume.ts';
import { emptyDirExcess, hasEmptyDirLimit } from './empty-dir-limit.ts';
import { isProjection, pluginOf, volumeReferences, volumesUsed } from './plugins.ts';
import { PodTokens } from './pod-tokens.ts';
import { type MountedVolume, VolumeError } from './volume-plugin.ts';

export interface PodVolumesParts {
  readonly logger: Logger;
  readonly hostFiles: FileTree;
  readonly objects: ReferencedObjects;
  readonly api: Pick<ClusterApi, 'create'>;
  readonly wallClock: Pick<Clock, 'now'>;
  readonly hostIP: string;
  readonly allocatable: Readonly<Record<string, string>>;
  readonly host: Pick<PodReporter, 'record'> & Pick<ActivePods, 'evict'>;
}

/** First retry delay in ms after a failed set-up, doubled each time. Models `exponentialbackoff` of `pkg/util/goroutinemap`. */
const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 122_000;
/** Models `podAttachAndMountTimeout` of the volume manager, and the pod's following sync. */
const TIMEOUT_MS = 123_000;
const TIMEOUT_REPEAT_MS = 133_000;
/** Changed content is updated at the next whole minute: upstream syncs pods about as often. */
const REFRESH_MS = 60_000;
/** Models `evictionMonitoringPeriod`; an evicted pod has one second to end. */
const LIMIT_PERIOD_MS = 10_000;
const EVICTION_GRACE_SECONDS = 1;
const LIMIT: TimerName = { name: 'empty-dir-limit', upkeep: true };
const BACK_OFF: TimerName = { name: 'volume-mount-back-off' };
const TIMEOUT: TimerName = { name: 'volume-mount-timeout' };
const REFRESH: TimerName = { name: 'volume-refresh' };
const TOKEN_REFRESH: TimerName = { name: 'token-refresh', upkeep: true };

/** Volumes of one pod: set up before its sandbox, updated while it runs, and removed with it. Models `pkg/kubelet/volumemanager`. */
export class PodVolumes {
  readonly #parts: PodVolumesParts;
  readonly #clock: Clock;
  readonly #mounted = new Map<string, MountedVolume>();
  /** Folders with memory of the node mounted. */
  readonly #memory = new Set<string>();
  readonly #tokens: PodTokens;
  #pod: Pod;
  #waiting: StopSource | undefined;
  #refresh: Cancel | undefined;
  #limit: Cancel | undefined;
  #renewal: Cancel | undefined;

  /** `clock` sets timers for the pod. */
  constructor(pod: Pod, clock: Clock, parts: PodVolumesParts) {
    this.#pod = pod;
    this.#clock = clock;
    this.#parts = parts;
    this.#tokens = new PodTokens(parts);
    // A container's variables stay constant after its start, so their changes are ignored.
    parts.objects.hold(pod, containersOf(pod).flatMap(environmentReferences), () => {});
    parts.objects.hold(pod, volumeReferences(volumesUsed(pod)), (cause) => this.changed(cause));
  }

  /** Mounted volumes by name. */
  get mounted(): ReadonlyMap<string, MountedVolume> {
    return this.#mounted;
  }

  /**
   * Sets up all volumes, with retries until success; returns the cause of the last success. Undefined after `giveUp`. Failures are recorded
   * as events.
   */
  async mountAll(lead: Cause): Promise<Cause | undefined> {
    const waiting = new StopSource();
    this.#waiting = waiting;
    const volumes = volumesUsed(this.#pod).filter(({ name }) => !this.#mounted.has(name));
    const cancel = volumes.length === 0 ? undefined : this.#complainLate(TIMEOUT_MS, lead);
    try {
      const causes = await Promise.all(volumes.map((volume) => this.#mountAtLast(volume, lead, waiting)));
      this.#holdToLimits(lead);
      this.#renewTokens(lead);
      return causes.find(({ trigger }) => trigger === 'timer') ?? lead;
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
      return undefined;
    } finally {
      cancel?.();
      if (this.#waiting === waiting) this.#waiting = undefined;
    }
  }

  /** Stops waiting for volumes. */
  giveUp(): void {
    this.#waiting?.stop();
  }

  /** Handles a changed pod: downward API files change at once. */
  update(pod: Pod, cause: Cause): void {
    const before = this.#pod.metadata;
    this.#pod = pod;
    const isSame = before?.labels === pod.metadata?.labels && before?.annotations === pod.metadata?.annotations;
    if (!isSame && this.#mounted.size > 0) void this.#bringUpToDate(cause);
  }

  /** Handles a possibly changed source. */
  changed(cause: Cause): void {
    if (this.#mounted.size === 0 || this.#refresh !== undefined) return;
    this.#refresh = this.#clock.at(nextWhole(REFRESH_MS, this.#clock.now()), REFRESH, () => {
      this.#refresh = undefined;
      void this.#bringUpToDate(timerCause(REFRESH, cause));
    });
  }

  /** Stops all updates, and leaves the content on the node. */
  stop(): void {
    this.giveUp();
    this.#refresh?.();
    this.#refresh = undefined;
    this.#limit?.();
    this.#limit = undefined;
    this.#renewal?.();
    this.#renewal = undefined;
  }

  /** Removes the pod's folder from the node. */
  tearDown(): void {
    this.stop();
    this.#parts.objects.release(this.#pod);
    this.empty();
  }

  /** Removes the content of all volumes; `mountAll` sets them up again. */
  empty(): void {
    this.#mounted.clear();
    const { hostFiles } = this.#parts;
    const files = hostFiles.root;
    const folder = podFolder(this.#pod);
    for (const path of this.#memory) hostFiles.unmount(path);
    this.#memory.clear();
    if (files.exists(folder)) files.removeAll(folder);
  }

  async #mountAtLast(volume: Volume, lead: Cause, waiting: StopSource): Promise<Cause> {
    let cause = lead;
    for (let delayMs = RETRY_MS_MIN; ; delayMs = Math.min(delayMs * 2, RETRY_MS_MAX)) {
      if (await this.#tryToMount(volume, cause)) return cause;
      await this.#clock.sleep(delayMs, BACK_OFF, waiting);
      cause = timerCause(BACK_OFF, cause);
    }
  }

  /** Returns false after a failure, which is recorded as an event. */
  async #tryToMount(volume: Volume, cause: Cause): Promise<boolean> {
    let { name } = volume;
    try {
      const source = await this.#find(volume);
      name = source.name;
      const mountedVolume = await this.#setUp(source, cause);
      const readOnly = mountedVolume.readOnly || volume.persistentVolumeClaim?.readOnly === true;
      this.#mounted.set(volume.name, { ...mountedVolume, readOnly });
      return true;
    } catch (error) {
      if (error instanceof StoppedError) throw error;
      const isKnown = error instanceof VolumeError || error instanceof ApiError;
      if (!isKnown) logFailure(this.#parts.logger, { pod: this.#pod.metadata?.name, volume: name }, error);
      const isWhole = error instanceof ClaimError;
      const message = messageOf(error);
      this.#parts.host.record(
        this.#pod,
        mountFailed(isWhole ? message : `MountVolume.SetUp failed for volume "${name}" : ${message}`),
        cause,
      );
      return false;
    }
  }

  /** Returns the volume itself, or that behind its claim. */
  async #find(volume: Volume): Promise<Volume> {
    if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) return volume;
    const { hostFiles, objects } = this.#parts;
    return claimedVolume(volume, { pod: this.#pod, objects, files: hostFiles.root });
  }

  async #setUp(volume: Volume, cause: Cause): Promise<MountedVolume> {
    const { hostFiles, objects, hostIP, allocatable, wallClock } = this.#parts;
    const plugin = pluginOf(volume);
    if (plugin === undefined) throw new VolumeError('no volume plugin matched');
    const data = await objects.read(this.#pod, plugin.references?.(volume) ?? []);
    const tokens = await this.#tokens.read(this.#pod, plugin.tokens?.(volume) ?? [], cause);
    const folder = `${podFolder(this.#pod)}/volumes/${plugin.folderName}/${volume.name}`;
    const mountMemory = (bytesMax: number) => this.#mountMemory(folder, bytesMax);
    const view = { data, tokens, pod: this.#pod, podIP: '', hostIP, allocatable, now: wallClock.now() };
    return plugin.setUp(volume, { files: hostFiles.root, folder, ...view, mountMemory });
  }

  #mountMemory(at: string, bytesMax: number): void {
    const { hostFiles } = this.#parts;
    this.#memory.add(at);
    if (hostFiles.isMountPoint(at)) return;
    hostFiles.mount({ at, tree: new FileTree({ now: () => this.#clock.now(), type: 'tmpfs', bytesMax }) });
  }

  async #bringUpToDate(cause: Cause): Promise<void> {
    const projections = volumesUsed(this.#pod).filter((volume) => isProjection(volume) && this.#mounted.has(volume.name));
    for (const volume of projections) {
      // The pod may have ended during the read.
      if (!this.#mounted.has(volume.name)) return;
      if (!(await this.#tryToMount(volume, cause))) this.changed(cause);
    }
  }

  /** Replaces tokens at the whole minute after they are due: upstream checks them at each sync of a pod. */
  #renewTokens(lead: Cause): void {
    this.#renewal?.();
    const { dueInMs } = this.#tokens;
    if (dueInMs === undefined) return;
    this.#renewal = this.#clock.at(nextWhole(REFRESH_MS, this.#clock.now() + dueInMs), TOKEN_REFRESH, () => {
      const cause = timerCause(TOKEN_REFRESH, lead);
      void this.#bringUpToDate(cause).then(() => this.#mounted.size > 0 && this.#renewTokens(cause));
    });
  }

  /** Checks limits of shared folders periodically. */
  #holdToLimits(lead: Cause): void {
    if (!hasEmptyDirLimit(this.#pod) || this.#limit !== undefined) return;
    this.#limit = everyWhole(this.#clock, LIMIT_PERIOD_MS, LIMIT, () => {
      const message = emptyDirExcess(this.#pod, this.#mounted, this.#parts.hostFiles.root);
      if (message === undefined) return;
      this.#limit?.();
      this.#parts.host.evict(this.#pod, { reason: 'Evicted', message, graceSeconds: EVICTION_GRACE_SECONDS }, timerCause(LIMIT, lead));
    });
  }

  #complainLate(afterMs: number, lead: Cause): Cancel {
    let cancel = this.#clock.after(afterMs, TIMEOUT, () => {
      const missing = volumesUsed(this.#pod).filter(({ name }) => !this.#mounted.has(name));
      const names = missing.map(({ name }) => name).sort();
      const lists = `unmounted volumes=[${names.join(' ')}], unattached volumes=[], failed to process volumes=[]`;
      const cause = timerCause(TIMEOUT, lead);
      this.#parts.host.record(this.#pod, mountFailed(`Unable to attach or mount volumes: ${lists}: context deadline exceeded`), cause);
      cancel = this.#complainLate(TIMEOUT_REPEAT_MS, cause);
    });
    return () => cancel();
  }
}

function podFolder({ metadata }: Pod): string {
  return `/var/lib/kubelet/pods/${metadata?.uid}`;
}

function mountFailed(message: string): RecordAction {
  return { type: 'record', eventType: 'Warning', reason: 'FailedMount', message };
}
