import type { Call, Flavour } from '../call.ts';

/** Messages of tar by flavour. */
interface Words {
  cannotStat(path: string, why: string): string;
  cannotRead(path: string, why: string): string;
  cannotFindFolder(path: string, why: string): string;
  cannotOpenArchive(path: string, why: string): string;
  cannotWrite(path: string, why: string): string;
  cannotFill(path: string, why: string): string;
  cannotMakeFolder(path: string, why: string): string;
  cannotLink(path: string, target: string, why: string): string;
  removing(prefix: string): string;
  notFound(path: string): string;
  cannotReplace(path: string, why: string): string;
  isArchive(path: string): string;
  readonly truncated: string;
  readonly notAnArchive: string;
}

const GNU: Words = {
  cannotStat: (path, why) => `${path}: Cannot stat: ${why}`,
  cannotRead: (path, why) => `${path}: Cannot open: ${why}`,
  cannotFindFolder: (path, why) => `${path}: Cannot open: ${why}`,
  cannotOpenArchive: (path, why) => `${path}: Cannot open: ${why}`,
  cannotWrite: (path, why) => `${path}: Cannot open: ${why}`,
  cannotFill: (path, why) => `${path}: Cannot write: ${why}`,
  cannotMakeFolder: (path, why) => `${path}: Cannot mkdir: ${why}`,
  cannotLink: (path, target, why) => `${path}: Cannot hard link to '${target}': ${why}`,
  removing: (prefix) => `Removing leading \`${prefix}' from member names`,
  notFound: (path) => `${path}: Not found in archive`,
  cannotReplace: (path, why) => `${path}: Cannot open: ${why}`,
  isArchive: (path) => `${path}: file is the archive; not dumped`,
  truncated: 'Unexpected EOF in archive',
  notAnArchive: 'This does not look like a tar archive',
};

const BUSYBOX: Words = {
  cannotStat: (path, why) => `${path}: ${why}`,
  cannotRead: (path, why) => `can't open '${path}': ${why}`,
  cannotFindFolder: (path, why) => `can't change directory to '${path}': ${why}`,
  cannotOpenArchive: (path, why) => `can't open '${path}': ${why}`,
  cannotWrite: (path, why) => `can't open '${path}': ${why}`,
  cannotFill: (_, why) => `write error: ${why}`,
  cannotMakeFolder: (path, why) => `can't create directory '${path}': ${why}`,
  cannotLink: (path, target) => `can't create hardlink '${path}' to '${target}'`,
  removing: (prefix) => `removing leading '${prefix}' from member names`,
  notFound: (path) => `${path}: not found in archive`,
  cannotReplace: (path, why) => `can't remove old file ${path}: ${why}`,
  isArchive: (path) => `${path}: file is the archive; skipping`,
  truncated: 'short read',
  notAnArchive: 'invalid tar magic',
};

const WORDS: Readonly<Record<Flavour, Words>> = { gnu: GNU, busybox: BUSYBOX };

/** Ends tar after its message was printed. */
export class TarStop extends Error {
  override readonly name = 'TarStop';
}

/** Error output of tar: member errors are counted, and a final message reports them. */
export class Complaints {
  readonly words: Words;
  readonly #call: Call;
  readonly #messages = new Set<string>();
  #count = 0;

  constructor(call: Call) {
    this.#call = call;
    this.words = WORDS[call.flavour];
  }

  /** Prints a warning once. */
  async remark(message: string): Promise<void> {
    if (this.#messages.has(message)) return;
    this.#messages.add(message);
    await this.#call.complain(message);
  }

  /** Reports a failed member. */
  async fail(message: string): Promise<void> {
    this.#count += 1;
    await this.#call.complain(message);
  }

  /** Aborts. `message` is printed unless the cause was printed before. BusyBox prints only the cause. */
  async stop(message?: string): Promise<never> {
    if (message !== undefined) await this.#call.complain(message);
    if (!this.#call.isBusybox) await this.#call.complain('Error is not recoverable: exiting now');
    throw new TarStop();
  }

  /** Exit code at the end of tar. */
  async status(): Promise<number> {
    if (this.#count === 0) return 0;
    await this.#call.complain(
      this.#call.isBusybox ? 'error exit delayed from previous errors' : 'Exiting with failure status due to previous errors',
    );
    return this.failure;
  }

  get failure(): number {
    return this.#call.isBusybox ? 1 : 2;
  }
}
