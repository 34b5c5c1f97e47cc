import type { StopSource } from '@klockwork/kernel';

/** Required part of `process`. */
export interface ChildProcess {
  readonly connected: boolean;
  readonly channel?: { unref(): void } | null | undefined;
  once(event: 'disconnect', listener: () => void): unknown;
}

/**
 * Stops when the parent of this process's IPC channel is gone, for any reason: the kernel closes the channel. No effect without such a
 * parent. The channel does not keep the process alive.
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
