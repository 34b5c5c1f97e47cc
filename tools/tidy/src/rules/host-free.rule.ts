import type { Finding, Rule } from '../rule.ts';
import type { SourceFile } from '../source-file.ts';
import { lineAt } from '../source-file.ts';
import { platformOf } from '../workspace-package.ts';

/** Forbidden name with its replacement. */
interface RefusedPattern {
  readonly pattern: RegExp;
  readonly instead: string;
}

const HOST_TIME: RefusedPattern = {
  pattern: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/g,
  instead: 'take the lab time from a Clock (clock.now())',
};
const CHANCE: RefusedPattern = { pattern: /\bMath\.random\(/g, instead: 'take a Random and fork it by name (random.fork(…))' };
const LOCALE: RefusedPattern = { pattern: /\blocaleCompare\(/g, instead: 'compare with < and >, which is the same on every machine' };
const PROCESS: RefusedPattern = { pattern: /(?<![.\w])process\.\w+/g, instead: 'take what the process knows as a parameter' };
const CODECS: RefusedPattern = {
  pattern: /\bnew (?:TextDecoder|TextEncoder)\b|(?<![.\w])(?:atob|btoa)\(/g,
  instead: 'import encodeUtf8, decodeUtf8, utf8, encodeBase64 or decodeBase64 from @klockwork/kernel',
};
/** Declarations named `process`: a process of the lab or of a container. */
const DECLARES_PROCESS = /\bprocess(?::|,| \}|\)| =>| =|;)/;
const HOST: readonly RefusedPattern[] = [
  { pattern: /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\(/g, instead: 'set a named timer on the Clock, or activity.turn()' },
  PROCESS,
  {
    pattern: /(?<![.#\w])fetch\((?!.*\{$)|\bcrypto\.\w+|\bnew (?:URL|AbortController)\b/g,
    instead: 'state a port and implement it in an adapter',
  },
  CODECS,
  { pattern: /\bconsole\.\w+/g, instead: 'log through the Logger that is handed in' },
];

/** Files that mean the host's time, and why. */
const MEANS_HOST_TIME: Readonly<Record<string, string>> = {
  'libs/adapters/host/src/node-timer.ts': 'the one place where lab time meets host time',
  'libs/adapters/nats-bus/src/pending-requests.ts': 'a request that hangs must not hold the lab for ever',
  'libs/kernel/src/testing/growth.ts': 'the quotient of two durations is the same on every machine',
  'libs/adapters/tls/src/certificates.ts': 'certificates live in host time',
  'apps/console/src/store/host-time.ts': 'the age of what a page shows',
  'apps/klockwork/src/launcher/ports.ts': 'how long a port is waited for',
  'apps/klockwork/src/launcher/service.ts': 'a process lives in host time',
  'apps/klockwork/src/commands/stop-on-signals.ts': 'how soon a person presses Ctrl-C again',
};
const MEANS_HOST_CHANCE: Readonly<Record<string, string>> = {
  'libs/adapters/embedded-nats/src/router.ts': 'a broker chooses a member of a queue group as the real one does',
  'apps/klockwork/src/launcher/ports.ts': 'two launchers should not try the same ports',
};

/** Declares the pure built-ins, which depend on their arguments only. */
const DECLARES_CODECS = 'libs/kernel/src/bytes/built-ins.ts';

/** Time, chance and the host are parameters; outside of adapters and apps nothing else is in reach. */
export const hostFree: Rule = {
  name: 'host-free',
  says: 'time, chance and I/O are parameters: no Date.now, Math.random, timers, process or console where the platform is none',
  *check({ packages }) {
    for (const each of packages) {
      const patterns = platformOf(each) === 'none' ? [HOST_TIME, CHANCE, LOCALE, ...HOST] : [HOST_TIME, CHANCE, LOCALE];
      // Tests, tools and the drills stand outside the lab: there only the order of strings must not depend on the machine.
      const outside = /^(?:tools\/|e2e$)/.test(each.folder);
      for (const source of each.sources) yield* found(source, source.isTest || outside ? [LOCALE] : patterns);
    }
  },
};

function* found(source: SourceFile, patterns: readonly RefusedPattern[]): Iterable<Finding> {
  for (const rule of patterns) {
    if (rule === HOST_TIME && MEANS_HOST_TIME[source.path] !== undefined) continue;
    if (rule === CODECS && source.path === DECLARES_CODECS) continue;
    if (rule === PROCESS && DECLARES_PROCESS.test(source.code)) continue;
    if (rule === CHANCE && MEANS_HOST_CHANCE[source.path] !== undefined) continue;
    for (const { 0: word, index } of source.code.matchAll(rule.pattern)) {
      yield { path: source.path, line: lineAt(source.code, index), message: `"${word}": ${rule.instead}` };
    }
  }
}
