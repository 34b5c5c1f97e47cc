import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StoredPorts } from '@klockwork/http-server';
import { writePrivate } from '@klockwork/tls';

/** Ports of a data folder that replaced wanted ports, in a JSON file. */
export class StoredHostPorts implements StoredPorts {
  readonly #file: string;
  readonly #ports: Map<string, number>;

  constructor(file: string) {
    this.#file = file;
    this.#ports = new Map(Object.entries(portsIn(file)));
  }

  get(key: string): number | undefined {
    return this.#ports.get(key);
  }

  /** Throws the system's error. */
  set(key: string, port: number): void {
    this.#ports.set(key, port);
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    writePrivate(this.#file, `${JSON.stringify(Object.fromEntries(this.#ports), null, 2)}\n`);
  }
}

/** A missing or damaged file has no ports: new ones are chosen. */
function portsIn(file: string): Record<string, number> {
  try {
    const ports: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof ports === 'object' && ports !== null ? (ports as Record<string, number>) : {};
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
