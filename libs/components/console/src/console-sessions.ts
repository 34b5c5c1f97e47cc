import { type StopSignal, StopSource } from '@klockwork/kernel';

/** Secrets of a lab's sessions, and host time. */
export interface SessionPorts {
  /** Returns an unpredictable text of letters, digits, `-` and `_`. */
  newSecret(): string;
  /** Returns a signature of `text` by the lab's key, in the same letters. Only its lab can compute it. */
  sign(text: string): string;
  /** Compares in constant time. */
  isSame(given: string, expected: string): boolean;
  /** Returns host time in ms. */
  now(): number;
}

/** Session of one browser. */
export interface ConsoleSession {
  readonly id: string;
  readonly form: CookieForm;
  /** Stops at its logout. */
  readonly ended: StopSignal;
}

/** Form of a cookie: browsers store `prefixed` ones only over https or from this machine. */
export type CookieForm = 'prefixed' | 'plain';

interface Code {
  readonly form: CookieForm;
  readonly expiresAt: number;
}

/** Host time in ms during which a login link works. */
const CODE_MS = 5 * 60_000;
/** Unused codes at a time; a further one replaces the oldest. */
const CODES_MAX = 16;
/** Characters of the lab's name in a cookie. */
const LAB_CHARACTERS = 8;

/**
 * Sessions of the console. A login link has a one-time code, which a browser exchanges for a signed cookie. A restarted api-server accepts
 * the cookies that it signed before, and no longer accepts codes and logouts from before.
 */
export class ConsoleSessions {
  readonly #ports: SessionPorts;
  readonly #codes = new Map<string, Code>();
  /** Sessions in use, and ended ones. */
  readonly #ends = new Map<string, StopSource>();
  readonly #cookieName: string;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    // Cookies do not separate ports: labs of one machine need different names.
    this.#cookieName = `klockwork-${ports.sign('cookie').slice(0, LAB_CHARACTERS)}`;
  }

  /** Returns a code for one login within five minutes. */
  newCode(form: CookieForm = 'prefixed'): string {
    const [oldest] = this.#codes.keys();
    if (this.#codes.size >= CODES_MAX && oldest !== undefined) this.#codes.delete(oldest);
    const code = this.#ports.newSecret();
    this.#codes.set(code, { form, expiresAt: this.#ports.now() + CODE_MS });
    return code;
  }

  /** Uses a code up. Returns the form of its cookie; undefined for a used, expired or unknown code. */
  redeem(code: string): CookieForm | undefined {
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    return grant === undefined || this.#ports.now() >= grant.expiresAt ? undefined : grant.form;
  }

  /** Returns the `Set-Cookie` text of a new session, which lasts until the browser closes. */
  newCookie(form: CookieForm): string {
    const id = this.#ports.newSecret();
    return `${this.#nameIn(form)}=${id}.${this.#ports.sign(`session ${id}`)}; ${attributesOf(form)}`;
  }

  /** Returns the session of a `Cookie` header; undefined without a valid one. */
  sessionOf(header: string | undefined): ConsoleSession | undefined {
    for (const form of ['prefixed', 'plain'] as const) {
      const [id = '', signature = ''] = (cookieOf(header, this.#nameIn(form)) ?? '').split('.');
      if (id === '' || !this.#ports.isSame(signature, this.#ports.sign(`session ${id}`))) continue;
      const endedStop = this.#endOf(id);
      if (!endedStop.stopped) return { id, form, ended: endedStop };
    }
    return undefined;
  }

  /** Ends a session with its streams. Returns the `Set-Cookie` text that deletes its cookie. */
  end({ id, form }: ConsoleSession): string {
    this.#endOf(id).stop();
    return `${this.#nameIn(form)}=; Max-Age=0; ${attributesOf(form)}`;
  }

  #endOf(id: string): StopSource {
    const end = this.#ends.get(id) ?? new StopSource();
    this.#ends.set(id, end);
    return end;
  }

  #nameIn(form: CookieForm): string {
    return form === 'prefixed' ? `__Host-${this.#cookieName}` : this.#cookieName;
  }
}

function attributesOf(form: CookieForm): string {
  return `Path=/; HttpOnly; SameSite=Strict${form === 'prefixed' ? '; Secure' : ''}`;
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  const pairs = header?.split(';').map((pair) => pair.trim()) ?? [];
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
