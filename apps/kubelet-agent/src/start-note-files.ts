import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateFolder } from '@klockwork/host';
import type { Logger } from '@klockwork/kernel';
import { endLines, readEnds, type StartNotes, startedLine, startingLine } from '@klockwork/kubelet';

/** Lifetime of a note, in ms of host time: programs that crash an agent do so soon after their start. */
const KEPT_MS = 10_000;

interface Run {
  /** Previous ends by pod. */
  readonly ends: ReadonlyMap<string, number>;
  /** Noted pods, each with its expiry timer. */
  readonly noted: Map<string, NodeJS.Timeout>;
}

/**
 * Notes in files of the host, `<root>/<node>/pod-starts`: one line for each change, so that the file is whole whenever the agent ends. A note
 * that cannot be written is logged once, and the pod is started all the same.
 */
export class StartNoteFiles implements StartNotes {
  readonly #root: string;
  readonly #logger: Logger;
  readonly #runs = new Map<string, Run>();
  #failed = false;

  constructor(root: string, { logger }: { readonly logger: Logger }) {
    this.#root = root;
    this.#logger = logger;
  }

  begin(node: string): ReadonlyMap<string, number> {
    const ends = this.#tried(() => this.#read(node)) ?? new Map();
    this.#runs.set(node, { ends, noted: new Map() });
    this.#rewrite(node, ends);
    return ends;
  }

  starting(node: string, uid: string): void {
    const noted = this.#noted(node);
    clearTimeout(noted.get(uid));
    if (!noted.has(uid)) this.#append(node, startingLine(uid));
    noted.set(uid, setTimeout(() => this.drop(node, uid), KEPT_MS).unref());
  }

  drop(node: string, uid: string): void {
    const noted = this.#noted(node);
    clearTimeout(noted.get(uid));
    if (!noted.delete(uid)) return;
    // Unbounded growth otherwise.
    if (noted.size === 0) this.#rewrite(node, this.#runs.get(node)?.ends ?? new Map());
    else this.#append(node, startedLine(uid));
  }

  end(node: string): void {
    for (const timer of this.#noted(node).values()) clearTimeout(timer);
    this.#runs.delete(node);
    this.#rewrite(node, new Map());
  }

  #noted(node: string): Run['noted'] {
    return this.#runs.get(node)?.noted ?? new Map();
  }

  #read(node: string): Map<string, number> {
    makePrivateFolder(join(this.#root, node));
    return existsSync(this.#file(node)) ? readEnds(readFileSync(this.#file(node), 'utf8')) : new Map();
  }

  #append(node: string, line: string): void {
    this.#tried(() => appendFileSync(this.#file(node), line, { mode: 0o600 }));
  }

  #rewrite(node: string, ends: ReadonlyMap<string, number>): void {
    this.#tried(() => writeFileSync(this.#file(node), endLines(ends), { mode: 0o600 }));
  }

  #file(node: string): string {
    return join(this.#root, node, 'pod-starts');
  }

  #tried<T>(act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      if (!this.#failed) this.#logger.warn({ error: (error as Error).message }, 'cannot note which pods are being started');
      this.#failed = true;
      return undefined;
    }
  }
}
