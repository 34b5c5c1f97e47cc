import { describe, expect, test } from 'vitest';
import { HtmlLinks } from './html-links.ts';

function converted(...pieces: string[]): string {
  const links = new HtmlLinks((link) => (link.startsWith('/') ? `/p${link}` : link));
  return pieces.map((piece) => links.add(piece)).join('') + links.end();
}

describe('links in HTML', () => {
  test.each([
    ['a link', '<a href="/x">test</a>', '<a href="/p/x">test</a>'],
    ['any quotes and case', `<A HREF='/x' title=/y><IMG src=/z/>`, `<A HREF='/p/x' title=/y><IMG src=/p/z/>`],
    ['a relative link', '<a href="x">', '<a href="x">'],
    ['two links of an element', '<video poster="/a" class=">" src="/b">', '<video poster="/p/a" class=">" src="/p/b">'],
    ['another attribute or element', '<a title="/x"><p href="/x">', '<a title="/x"><p href="/x">'],
    ['no tag', 'a < b and "/c" > d', 'a < b and "/c" > d'],
    ['a comment', '<!-- <a href="/x"> --><a href="/x">', '<!-- <a href="/x"> --><a href="/p/x">'],
    [
      'a script',
      '<script src="/s">f(\'<a href="/x">\')</SCRIPT><a href="/x">',
      '<script src="/p/s">f(\'<a href="/x">\')</SCRIPT><a href="/p/x">',
    ],
    ['an incomplete tag', 'text <a href="/x', 'text <a href="/x'],
    ['an attribute without a value', '<a download href=/x>', '<a download href=/p/x>'],
  ])('%s', (_, html, expected) => {
    expect(converted(html)).toBe(expected);
    expect(converted(...html)).toBe(expected);
  });

  test.each([
    ['a tag without end', `<a ${'"<a '.repeat(300_000)}`],
    ['many beginnings of tags', '<'.repeat(1_000_000)],
    ['attributes without values', `<a ${'a'.repeat(10_000)}>`.repeat(100)],
    ['a script without end', `<script>${'</scrip '.repeat(100_000)}`],
  ])('%s is passed as it is', (_, html) => {
    const pieces = html.match(/[\s\S]{1,65536}/g) ?? [];
    expect(converted(...pieces) === html).toBe(true);
  });
});
