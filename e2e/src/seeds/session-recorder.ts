import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { normalizeChance } from '../kubectl/normalize.ts';
import { Session } from '../kubectl/session.ts';

const MANIFESTS = fileURLToPath(new URL('manifests', import.meta.url));
/** Command line output specific to this machine and run. */
const OURS: readonly (readonly [RegExp, string])[] = [
  [/it is <time>Z in the lab \(.* of yours\)/g, 'it is <time> in the lab'],
  [/\(process \d+\)/g, '(process <pid>)'],
];

/** Offset of the start within a second: ages are whole seconds, whose rounding would vary. */
const AFTER_THE_SECOND_MS = 250;

/** Runs the course's scenarios in a paused lab, and records commands with their output. */
export class SessionRecorder {
  readonly session: Session;
  readonly #page: string[];
  #console: string[] = [];

  private constructor(session: Session, introduction: string) {
    this.session = session;
    this.#page = [introduction.trim()];
  }

  /** Starts a paused lab of two nodes, with all manifests in the working folder of commands. */
  static async begin(introduction: string): Promise<SessionRecorder> {
    const session = await Session.open(['--nodes', '2', '--agents', '2', '--behind', '24h'], normalizeChance);
    for (const name of readdirSync(MANIFESTS)) session.write(name, readFileSync(join(MANIFESTS, name), 'utf8'));
    await session.lab.klockwork('clock', 'pause');
    const { now } = JSON.parse(await session.lab.klockwork('clock', '-o', 'json')) as { now: number };
    await session.lab.advance(`${AFTER_THE_SECOND_MS + 1_000 - (now % 1_000)}ms`);
    return new SessionRecorder(session, introduction);
  }

  /** Begins a section of the page. Manifest paths in its text become links. */
  chapter(title: string, text: string): void {
    this.#finish();
    const linked = text.trim().replace(/`([\w-]+\.yaml)`/g, '[`$1`](../../e2e/src/seeds/manifests/$1)');
    this.#page.push(`## ${title}`, linked);
  }

  /** Puts words between two commands. */
  say(text: string): void {
    this.#finish();
    this.#page.push(text);
  }

  /** Runs commands of kubectl or klockwork in sequence; returns their output. */
  async type(...lines: readonly string[]): Promise<string> {
    let answers = '';
    for (const line of lines) {
      const shown = await this.#typed(line);
      this.#console.push(shown);
      answers += shown.slice(shown.indexOf('\n') + 1);
    }
    return answers;
  }

  /** Runs independent commands in parallel; records them in order. */
  async typeEach(lines: readonly string[]): Promise<string> {
    const shown = await Promise.all(lines.map((line) => this.#typed(line)));
    this.#console.push(...shown);
    return shown.join('');
  }

  /** Copies a manifest into a node's static pod folder. */
  copy(manifest: string, node: string): void {
    copyFileSync(join(MANIFESTS, manifest), join(this.session.lab.data, 'nodes', node, 'manifests', manifest));
    this.#console.push(`$ cp ${manifest} .klockwork/nodes/${node}/manifests/\n`);
  }

  /** Runs commands in parallel without recording. */
  async tidyUp(...lines: readonly string[]): Promise<void> {
    await Promise.all(lines.map((line) => this.session.quietly(line)));
  }

  page(): string {
    this.#finish();
    return `${this.#page.join('\n\n')}\n`;
  }

  #finish(): void {
    if (this.#console.length > 0) this.#page.push(`\`\`\`console\n${this.#console.join('')}\`\`\``);
    this.#console = [];
  }

  async #typed(line: string): Promise<string> {
    const [, program, rest = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
    const shown = program === 'kubectl' ? await this.session.type(rest) : await this.#klockwork(rest);
    return shown.endsWith('\n') ? shown : `${shown}\n`;
  }

  async #klockwork(line: string): Promise<string> {
    const output = await this.session.lab.klockwork(...line.split(' '));
    const plain = OURS.reduce(
      (text, [volatile, placeholder]) => text.replace(volatile, placeholder),
      normalizeChance(output, `https://127.0.0.1:${this.session.lab.port}`),
    );
    return `$ klockwork ${line}\n${plain}`;
  }
}
