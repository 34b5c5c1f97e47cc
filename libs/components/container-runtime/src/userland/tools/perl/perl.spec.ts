import { builtInCatalogue } from '@klockwork/images';
import { describe, expect, test } from 'vitest';
import { DescribedContainer } from '../../../testing/described-container.ts';

async function run(...args: string[]): Promise<[string, string[]]> {
  const app = await new DescribedContainer({ catalogue: builtInCatalogue(), image: 'perl:5.34.0' }).start({ command: ['perl', ...args] });
  await app.advance(10_000);
  return [app.state.replace(/ at .*/, ''), app.log.map((line) => line.replace(/^\d+ /, ''))];
}
const DONE = 'exited 0 Completed';

describe('the small perl', () => {
  test('the small Perl prints 2,000 digits of pi, as in the documentation of Jobs', async () => {
    const [state, [pi = '']] = await run('-Mbignum=bpi', '-wle', 'print bpi(2000)');
    expect([state, pi.length, pi.slice(0, 32)]).toEqual([DONE, 2_001, '3.141592653589793238462643383279']);
    // Next digits would be 99.
    expect(pi.slice(-20)).toBe('26459958133904780275901'.slice(-20));
  });

  test.each<[string[], string[]]>([
    [['-e', 'print "a b\\n"'], ['a b']],
    [['-le', 'print 1 + 2 * 3, " ", 2 ** 10, " ", 7 / 2, " ", -7 % 3'], ['7 1024 3.5 2']],
    [
      ['-E', 'say "x" x 3; say((1 + 2) * 3)'],
      ['xxx', '9'],
    ],
    [['-Mbigint', '-le', 'print 2 ** 100'], ['1267650600228229401496703205376']],
    [['-le', 'my $a = 6; $b = $a * 7; print "the answer is $b"'], ['the answer is 42']],
    [['-le', 'print 1 / 3'], ['0.333333333333333']],
  ])('%j', async (args, lines) => {
    expect(await run(...args)).toEqual([DONE, lines]);
  });

  test('the small Perl ends with the exit code of its program', async () => {
    expect(await run('-e', 'print "x\\n"; exit 3; print "y"')).toEqual(['exited 3 Error', ['x']]);
  });

  test('the small Perl refuses an unknown expression, and names it', async () => {
    const why = 'klockwork: of perl only print, say, assignments, sleep and exit are simulated: describe the program in an Image';
    expect(await run('-e', 'foreach (1..3) { print }')).toEqual([
      'exited 255 Error',
      ['"foreach (1..3) { print }" is not simulated at -e line 1.', why],
    ]);
    expect(await run('-e', 'print 1 / 0')).toEqual(['exited 255 Error', ['Illegal division by zero at -e line 1.']]);
    expect(await run('none.pl')).toEqual(['exited 2 Error', [`Can't open perl script "none.pl": No such file or directory`]]);
  });
});
