import { createHmac, randomBytes } from 'node:crypto';
import { LogRedactor, type StoredEvent } from '@klockwork/event-store';
import { nodeTimer } from '@klockwork/host';
import type { LogMoment } from '@klockwork/sqlite-event-store';
import type { LabState } from '../launcher/lab-folder.ts';
import { version } from '../version.ts';
import { readAll } from './copied-store.ts';
import { TAPE_FORMAT, type TapeFrame, type TapeManifest } from './tape-format.ts';
import { TapeWriter } from './tape-writer.ts';

/** Log to export, private to the export, and its span. */
export interface TapeSource {
  readonly path: string;
  /** First exported change; earlier objects become a snapshot. */
  readonly from: LogMoment;
  readonly state: LabState | undefined;
  readonly redacts: boolean;
}

/** Result of an export. */
export interface ExportedTape {
  readonly manifest: TapeManifest;
  readonly frames: readonly TapeFrame[];
}

const PSEUDONYM_DIGITS = 16;

/** Writes the tape `file` of a log. Throws errors of the system; then no file is left. */
export async function exportTape(source: TapeSource, file: string): Promise<ExportedTape> {
  const redactor = source.redacts ? new LogRedactor(pseudonyms()) : undefined;
  const base = new Map<string, StoredEvent>();
  let [first, last]: [StoredEvent | undefined, StoredEvent | undefined] = [undefined, undefined];
  const pruned = await readAll(source.path, (event) => {
    if (isBefore(event, source.from)) keepNewest(base, event);
    else first ??= event;
    last = event;
    redactor?.collect(event);
  });
  const writer = new TapeWriter(file);
  try {
    const written = (event: StoredEvent) => redactor?.redact(event) ?? event;
    for (const event of [...base.values()].sort((a, b) => a.revision - b.revision)) writer.add('snapshots', written(event));
    let events = 0;
    await readAll(source.path, (event) => {
      if (isBefore(event, source.from)) return;
      events += 1;
      writer.add('events', written(event));
    });
    let manifest: TapeManifest | undefined;
    const frames = writer.finish((indexSha256) => {
      manifest = manifestOf(source, { first: first ?? last, last, events, pruned, redactor, indexSha256 });
      return manifest;
    });
    return { manifest: manifest as TapeManifest, frames };
  } finally {
    writer.close();
  }
}

interface ExportSummary {
  readonly first: StoredEvent | undefined;
  readonly last: StoredEvent | undefined;
  readonly events: number;
  readonly pruned: Readonly<Record<string, number>>;
  readonly redactor: LogRedactor | undefined;
  readonly indexSha256: string;
}

function manifestOf({ state }: TapeSource, { first, last, events, pruned, redactor, indexSha256 }: ExportSummary): TapeManifest {
  return {
    format: TAPE_FORMAT,
    klockwork: version(),
    exportedAt: new Date(nodeTimer.now()).toISOString(),
    seed: null,
    clock: { firstAt: first?.at ?? 0, lastAt: last?.at ?? 0 },
    span: { firstRevision: first?.revision ?? 0, lastRevision: last?.revision ?? 0, events },
    lab: {
      nodes: state?.nodes ?? 3,
      profile: state?.profile ?? 'realistic',
      ...(state?.agents !== undefined && { agents: state.agents }),
      ...(state?.shape !== undefined && { shape: state.shape }),
    },
    pruned,
    redacted: redactor !== undefined,
    redactedValues: redactor?.values ?? 0,
    indexSha256,
  };
}

/** Returns pseudonyms by an HMAC whose key is forgotten after the export: nobody can test guesses against the file. */
function pseudonyms(): (text: string) => string {
  const key = randomBytes(32);
  const known = new Map<string, string>();
  return (text) => {
    const replacement = known.get(text) ?? `redacted-${createHmac('sha256', key).update(text).digest('hex').slice(0, PSEUDONYM_DIGITS)}`;
    known.set(text, replacement);
    return replacement;
  };
}

function isBefore({ revision, at }: StoredEvent, from: LogMoment): boolean {
  return 'revision' in from ? revision < from.revision : at < from.at;
}

/** Folds an event into the newest ones of live objects. */
function keepNewest(base: Map<string, StoredEvent>, event: StoredEvent): void {
  const { group, resource, namespace, name } = event.key;
  const id = JSON.stringify([group, resource, namespace, name]);
  if (event.change === 'deleted') base.delete(id);
  else base.set(id, event);
}
