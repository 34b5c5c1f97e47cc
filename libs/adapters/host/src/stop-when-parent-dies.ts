import type { StopSource } from '@klockwork/kernel';

/** The part of `process` that is needed here. */
export interface ChildProcess {
  readonly connected: boolean;
  readonly channel?: { unref(): void } | null | undefined;
  once(event: 'disconnect', listener: () => void): unknown;
}

/**
 * Stops when the parent that spawned this process with an IPC channel is gone, however it died: the kernel closes the channel.
 * Does nothing when there is no such parent. The channel itself does not keep the process alive.
 */
export function stopWhenParentDies(stop: StopSource, host: ChildProcess = process as ChildProcess): void {
  if (host.channel === undefined || host.channel === null) return;
  if (!host.connected) {
    stop.stop();
    return;
  }
  host.once('disconnect', () => stop.stop());
  host.channel.unref();
}
