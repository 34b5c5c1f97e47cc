import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { type ITheme, Terminal } from '@xterm/xterm';
import type { TerminalSize } from '../../api/exec-session.ts';
import { enforceStrictStyles } from './strict-styles.ts';

/** Lines kept above the visible ones. */
const LINES_MAX = 5_000;
/** Ratio of WCAG 2.2 AA for text. */
const CONTRAST_MIN = 4.5;
/** Operating system commands that act beyond the screen: titles, folders, notices, fonts, the clipboard, files. They do nothing. */
const REFUSED_COMMANDS = [0, 1, 2, 7, 9, 50, 52, 99, 133, 633, 777, 1337] as const;

const THEMES: Readonly<Record<'light' | 'dark', ITheme>> = {
  light: { background: '#ffffff', foreground: '#1a1d22', cursor: '#2746b8', cursorAccent: '#ffffff', selectionBackground: '#b9c7f5' },
  dark: { background: '#101216', foreground: '#e7e9ee', cursor: '#9db2ff', cursorAccent: '#101216', selectionBackground: '#3b4a80' },
};

/** Receiver of typed text, sizes and copies. */
export interface TerminalActions {
  readonly onType: (text: string) => void;
  readonly onResize: (size: TerminalSize) => void;
  /** Copies the selected text. */
  readonly onCopy: (text: string) => void;
}

/** Screen of a terminal: an xterm.js within an element. */
export class TerminalScreen {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #observer: ResizeObserver;
  readonly #scheme = matchMedia('(prefers-color-scheme: dark)');
  readonly #onScheme = () => {
    this.#terminal.options.theme = this.#theme;
  };

  constructor(element: HTMLElement, { onType, onResize, onCopy }: TerminalActions) {
    this.#terminal = new Terminal({
      ...{ scrollback: LINES_MAX, minimumContrastRatio: CONTRAST_MIN, screenReaderMode: true },
      ...{
        fontFamily: 'ui-monospace, monospace',
        fontSize: 13,
        theme: this.#theme,
        linkHandler: { activate: (_, text) => openLink(text) },
      },
    });
    for (const command of REFUSED_COMMANDS) this.#terminal.parser.registerOscHandler(command, () => true);
    this.#terminal.loadAddon(this.#fit);
    enforceStrictStyles();
    this.#terminal.open(element);
    this.#terminal.onData(onType);
    this.#terminal.onResize(({ cols, rows }) => onResize({ columns: cols, rows }));
    this.#terminal.attachCustomKeyEventHandler((event) => this.#isForProgram(event, onCopy));
    this.#observer = new ResizeObserver(() => this.#fit.fit());
    this.#observer.observe(element);
    this.#scheme.addEventListener('change', this.#onScheme);
    this.#fit.fit();
  }

  get size(): TerminalSize {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  get selection(): string {
    return this.#terminal.getSelection();
  }

  get #theme(): ITheme {
    return THEMES[this.#scheme.matches ? 'dark' : 'light'];
  }

  write(bytes: Uint8Array): void {
    this.#terminal.write(bytes);
  }

  /** Types a text; programs can ask for marks around pasted text. */
  paste(text: string): void {
    this.#terminal.paste(text);
  }

  focus(): void {
    this.#terminal.focus();
  }

  dispose(): void {
    this.#scheme.removeEventListener('change', this.#onScheme);
    this.#observer.disconnect();
    this.#terminal.dispose();
  }

  /** Shift and Tab leave the terminal, so that a keyboard is never caught in it. Control, Shift and C copy. */
  #isForProgram(event: KeyboardEvent, onCopy: (text: string) => void): boolean {
    if (event.type === 'keydown' && event.ctrlKey && event.shiftKey && event.code === 'KeyC') {
      event.preventDefault();
      onCopy(this.selection);
      return false;
    }
    return !(event.shiftKey && event.key === 'Tab');
  }
}

function openLink(text: string): void {
  if (isWebAddress(text)) open(text, '_blank', 'noopener,noreferrer');
}

/** Links of a program lead to the web only. */
function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
