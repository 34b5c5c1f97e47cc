// Hook of Node.js for tests on sources: compiles the modules with decorators, which Node.js only strips of types.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const DECORATOR = /^\s*@[A-Z]\w*\(/m;
const tsconfigRaw = { compilerOptions: { experimentalDecorators: true } };

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !new URL(url).pathname.endsWith('.ts')) return nextLoad(url, context);
    const text = readFileSync(fileURLToPath(url), 'utf8');
    if (!DECORATOR.test(text)) return nextLoad(url, context);
    const { code } = transformSync(text, { loader: 'ts', target: 'node22', sourcemap: 'inline', sourcefile: url, tsconfigRaw });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
