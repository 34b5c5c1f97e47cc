/** Effect of typed bytes: a line for the reader (empty means end of file), echo for the screen, or a signal for the foreground. */
export type TtyEvent = { readonly input: string } | { readonly echo: string } | { readonly signal: 'INT' | 'QUIT' };

/** A line is no longer than this, its end included. Models `MAX_CANON`'s neighbour N_TTY_BUF_SIZE of Linux. */
const LINE_BYTES_MAX = 4_096;

const SPECIAL = { interrupt: '\x03', end: '\x04', killLine: '\x15', eraseWord: '\x17', quit: '\x1c', erase: '\x7f' } as const;

/**
 * A terminal's line discipline as stty(1) shows it by default: icanon, echo, echoe, echok, echoctl, isig, icrnl, iutf8.
 * Bytes are byte strings. Models drivers/tty/n_tty.c of Linux.
 */
export class LineDiscipline {
  #line = '';

  /** Effects of typed bytes in order; adjacent echoes are merged. */
  take(bytes: string): TtyEvent[] {
    const events: TtyEvent[] = [];
    for (const byte of bytes) {
      for (const event of this.#type(byte === '\r' ? '\n' : byte)) {
        const last = events.at(-1);
        if ('echo' in event && last !== undefined && 'echo' in last) events[events.length - 1] = { echo: last.echo + event.echo };
        else events.push(event);
      }
    }
    return events;
  }

  #type(byte: string): readonly TtyEvent[] {
    switch (byte) {
      case SPECIAL.interrupt:
        return this.#interrupt('INT', byte);
      case SPECIAL.quit:
        return this.#interrupt('QUIT', byte);
      case SPECIAL.end:
        return [{ input: this.#taken() }];
      case SPECIAL.erase:
        return echoOf(this.#erase());
      case SPECIAL.eraseWord:
        return echoOf(this.#eraseWord());
      case SPECIAL.killLine:
        return echoOf(this.#eraseAll());
      case '\n':
        this.#line += byte;
        return [{ echo: '\r\n' }, { input: this.#taken() }];
      default:
        return this.#add(byte);
    }
  }

  #add(byte: string): readonly TtyEvent[] {
    // Last place is reserved for the line end.
    if (this.#line.length >= LINE_BYTES_MAX - 1) return [{ echo: '\x07' }];
    this.#line += byte;
    return [{ echo: shown(byte) }];
  }

  #interrupt(signal: 'INT' | 'QUIT', byte: string): readonly TtyEvent[] {
    this.#line = '';
    return [{ echo: shown(byte) }, { signal }];
  }

  #taken(): string {
    const line = this.#line;
    this.#line = '';
    return line;
  }

  /** Erases the last character; returns its erase sequence. */
  #erase(): string {
    if (this.#line === '') return '';
    let from = this.#line.length - 1;
    while (from > 0 && isContinuation(this.#line.charCodeAt(from))) from -= 1;
    const wiped = shown(this.#line.charAt(from));
    this.#line = this.#line.slice(0, from);
    return '\b \b'.repeat(wiped.startsWith('^') && wiped.length > 1 ? 2 : 1);
  }

  #eraseWord(): string {
    let wipe = '';
    while (this.#line.endsWith(' ')) wipe += this.#erase();
    while (this.#line !== '' && !this.#line.endsWith(' ')) wipe += this.#erase();
    return wipe;
  }

  #eraseAll(): string {
    let wipe = '';
    while (this.#line !== '') wipe += this.#erase();
    return wipe;
  }
}

function echoOf(text: string): readonly TtyEvent[] {
  return text === '' ? [] : [{ echo: text }];
}

/** How a typed byte is shown: control characters as `^C`. */
function shown(byte: string): string {
  const code = byte.charCodeAt(0);
  return code < 0x20 && byte !== '\t' ? `^${String.fromCharCode(code + 0x40)}` : byte;
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0;
}
