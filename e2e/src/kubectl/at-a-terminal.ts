import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program in a new terminal, with screen and keyboard as pipes of this process. */
const PTY = `
import fcntl, os, pty, signal, struct, sys, termios, time
screens = []
def resize(rows, columns):
    fcntl.ioctl(screens[0], termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
def read(screen):
    if not screens:
        screens.append(screen)
        resize(24, 80)
    return os.read(screen, 1024)
def typed(keyboard):
    # kubectl -it invites to type just before it takes each key: what comes earlier is kept by the terminal, Ctrl-D among it. No event tells.
    while "-it" in sys.argv and termios.tcgetattr(screens[0])[3] & termios.ICANON:
        time.sleep(0.01)
    return os.read(keyboard, 1024)
signal.signal(signal.SIGUSR1, lambda *_: resize(40, 120))
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], read, typed)))
`;

/** Waits until the screen shows `sees`, then types or performs an action. */
export interface Keystrokes {
  readonly sees: string;
  readonly types?: string;
  /** Resizes the screen from 24 rows of 80 to 40 rows of 120. */
  readonly widens?: true;
  does?(): void;
}

/** Runs a program at a terminal. Gives all that the screen showed, carriage returns left out, and the exit code. */
export async function atATerminal(
  program: string,
  args: readonly string[],
  { env, keys }: { env: NodeJS.ProcessEnv; keys: readonly Keystrokes[] },
): Promise<{ screen: string; code: number }> {
  const child = spawn('python3', ['-c', PTY, program, ...args], { env: { ...process.env, ...env } });
  const left = [...keys];
  let [screen, from] = ['', 0];
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk;
    const [next] = left;
    const at = next === undefined ? -1 : screen.indexOf(next.sees, from);
    if (next === undefined || at < 0) return;
    from = at + next.sees.length;
    left.shift();
    if (next.types !== undefined) child.stdin.write(next.types);
    if (next.widens) child.kill('SIGUSR1');
    next.does?.();
  });
  const [code] = (await once(child, 'close')) as [number];
  return { screen: screen.replaceAll('\r', ''), code };
}
