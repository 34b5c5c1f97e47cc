import { mkdirSync, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { nodeTimer } from '@klockwork/host';
import { type Activity, type Cancel, type Logger, StoppedError, type StopSignal, StopSource } from '@klockwork/kernel';
import type { ManifestSource } from '@klockwork/kubelet';
import { parseDocument } from 'yaml';

/** Manifest read from a folder. */
type Manifest = Parameters<Parameters<ManifestSource['follow']>[1]>[0][number];

/** Quiet time before a read, in ms of host time: editors write in several steps. */
const SETTLE_MS = 30;
/** A file may be no larger. Models `maxConfigLength` of pkg/kubelet/config. */
const BYTES_MAX = 10 * 1024 * 1024;

/**
 * Manifests in folders of the host, `<root>/<node>/manifests`, created if missing. Changes are outside work and pass the gate of the clock.
 * After the removal of a folder, only a restarted agent follows it again.
 */
export class ManifestFolders implements ManifestSource {
  readonly #root: string;
  readonly #activity: Activity;
  readonly #logger: Logger;

  constructor(root: string, parts: { activity: Activity; logger: Logger }) {
    this.#root = root;
    this.#activity = parts.activity;
    this.#logger = parts.logger;
  }

  follow(node: string, changed: (manifests: readonly Manifest[]) => void): Cancel {
    const folder = join(this.#root, node, 'manifests');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stop = new StopSource();
    const read = () => changed(readManifests(folder, this.#logger));
    let isDue = false;
    this.#watch(folder, stop, () => {
      if (isDue) return;
      isDue = true;
      void this.#whenSettled(stop, () => {
        isDue = false;
        read();
      });
    });
    read();
    return () => stop.stop();
  }

  /** Hosts limit watched folders: a node above the limit keeps its initial manifests. */
  #watch(folder: string, stop: StopSignal, onChange: () => void): void {
    const failed = (error: Error) => this.#logger.error({ path: folder, err: error.message }, 'Unable to watch the manifest folder');
    try {
      const watcher = watch(folder, { persistent: false }, onChange);
      watcher.on('error', failed);
      stop.onStop(() => watcher.close());
    } catch (error) {
      failed(error as Error);
    }
  }

  async #whenSettled(stop: StopSignal, then: () => void): Promise<void> {
    try {
      const release = await this.#activity.admit('manifests', stop);
      nodeTimer.set(SETTLE_MS, () => {
        if (!stop.stopped) then();
        release();
      });
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
    }
  }
}

/** Returns all files of a folder except hidden ones, by name; none for a missing folder. */
export function readManifests(folder: string, logger: Logger): Manifest[] {
  try {
    const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
    return names.sort().flatMap((name) => readManifest(join(folder, name), logger));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    logger.error({ path: folder, err: 'path does not exist, ignoring' }, 'Unable to read config path');
    return [];
  }
}

function readManifest(path: string, logger: Logger): Manifest[] {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) logger.error({ path }, 'Provided manifest path is a directory, not recursing into manifest path');
    if (!stats.isFile()) return [];
    if (stats.size > BYTES_MAX) return [{ path, problem: 'read limit reached' }];
    return [parsed(path, readFileSync(path, 'utf8'))];
  } catch (error) {
    // Removed meanwhile: a new read follows.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    return [{ path, problem: (error as Error).message }];
  }
}

/** Parses the first document of a file, as upstream does. */
function parsed(path: string, text: string): Manifest {
  const [first = ''] = text.replace(/^---[ \t]*\r?\n/, '').split(/^---[ \t]*\r?$/m);
  const document = parseDocument(first);
  const [problem] = document.errors;
  if (problem === undefined) return { path, value: document.toJS() };
  return { path, problem: `error converting YAML to JSON: yaml: ${problem.message.split('\n')[0]}` };
}
