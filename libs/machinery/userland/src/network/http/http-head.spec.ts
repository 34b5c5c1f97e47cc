import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerBodyLength, formatHead, headerOf, keepsAlive, parseHead, requestBodyLength, requestLine, statusLine } from './http-head.ts';

const head = (...lines: string[]) => parseHead(['GET / HTTP/1.1', ...lines].join('\r\n')) ?? expect.fail('no head');

describe('the head of a message', () => {
  test('a formatted head parses back to the same head', () => {
    const token = fc.stringMatching(/^[A-Za-z-]{1,12}$/);
    const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
    fc.assert(
      fc.property(token, fc.array(fc.tuple(token, value)), (startLine, headers) => {
        const text = formatHead({ startLine, headers });
        expect(parseHead(text.slice(0, -4))).toEqual({ startLine, headers });
      }),
    );
  });

  test.each([
    ['a line without a colon', 'GET / HTTP/1.1\r\nHost'],
    ['a name with a space', 'GET / HTTP/1.1\r\nHo st: a'],
  ])('a text with %s is no head', (_, text) => expect(parseHead(text)).toBeUndefined());

  test('header names match in any case', () => {
    expect([headerOf(head('HOST: a', 'host: b'), 'Host'), headerOf(head(), 'Host')]).toEqual(['a', undefined]);
  });

  test.each([
    ['GET /a?b HTTP/1.1', { method: 'GET', target: '/a?b', version: 'HTTP/1.1' }],
    ['GET / HTTP/2.0', undefined],
    ['GET /a b HTTP/1.1', undefined],
    ['hello', undefined],
  ])('asks: %s', (line, expected) => expect(requestLine(line)).toEqual(expected));

  test.each([
    ['HTTP/1.1 404 Not Found', { version: 'HTTP/1.1', status: 404, reason: 'Not Found' }],
    ['HTTP/1.0 200', { version: 'HTTP/1.0', status: 200, reason: '' }],
    ['HTTP/1.1 20 OK', undefined],
  ])('answers: %s', (line, expected) => expect(statusLine(line)).toEqual(expected));

  test.each([
    ['GET', 200, ['Content-Length: 5'], 5],
    ['GET', 200, ['Transfer-Encoding: gzip, chunked', 'Content-Length: 5'], 'chunked'],
    ['GET', 200, ['Content-Length: x'], 'until-end'],
    ['GET', 200, [], 'until-end'],
    ['HEAD', 200, ['Content-Length: 5'], 0],
    ['GET', 304, ['Content-Length: 5'], 0],
    ['GET', 204, [], 0],
  ])('body length of a response to %s with %i and %s is %s', (method, status, headers, expected) => {
    expect(answerBodyLength(head(...headers), method, status)).toBe(expected);
  });

  test('a request without a length has no body', () => {
    expect([requestBodyLength(head()), requestBodyLength(head('Content-Length: 3'))]).toEqual([0, 3]);
  });

  test.each([
    ['HTTP/1.1', [], true],
    ['HTTP/1.1', ['Connection: close'], false],
    ['HTTP/1.0', [], false],
    ['HTTP/1.0', ['Connection: Keep-Alive'], true],
  ])('connection with %s and %s stays open: %s', (version, headers, expected) => {
    expect(keepsAlive(head(...headers), version)).toBe(expected);
  });
});
