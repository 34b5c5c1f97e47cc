import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { type AnsiStyle, ansiPieces } from '../../model/ansi.ts';
import { type LogMatch, markedPieces } from '../../model/log-search.ts';
import type { ContainerLine } from '../../model/log-text.ts';
import { TEXTS } from '../../texts.ts';

const LINE_PX = 18;
/** Distance from the end in px at which the view still follows it. */
const END_PX = 40;

interface LogLinesProps {
  readonly lines: readonly ContainerLine[];
  readonly matches: readonly LogMatch[];
  readonly current: LogMatch | undefined;
  /** True if the view stays at the end while lines arrive. */
  readonly isFollowed: boolean;
  readonly hasTimes: boolean;
  readonly hasNames: boolean;
}

/** Lines of logs, of which only the visible ones are drawn. */
export function LogLines({ lines, matches, current, isFollowed, hasTimes, hasNames }: LogLinesProps) {
  const element = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => element.current,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => lines[index]?.number ?? index,
    overscan: 10,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line moves the view
  useEffect(() => {
    if (isFollowed && isAtEnd.current && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [lines, isFollowed]);
  useEffect(() => {
    if (current !== undefined) rows.scrollToIndex(current.line, { align: 'center' });
  }, [rows, current]);
  return (
    <div
      className="log-lines"
      ref={element}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={TEXTS.logs.lines}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < END_PX;
      }}
    >
      <div style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (line === undefined) return undefined;
          const own = matches.filter((match) => match.line === item.index);
          return (
            <div key={item.key} data-index={item.index} ref={rows.measureElement} style={{ transform: `translateY(${item.start}px)` }}>
              {hasTimes && <time>{line.time.slice(0, 23)} </time>}
              {hasNames && <span className="name">{line.container} </span>}
              <LineText line={line} matches={own} current={current} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface LineTextProps {
  readonly line: ContainerLine;
  readonly matches: readonly LogMatch[];
  readonly current: LogMatch | undefined;
}

function LineText({ line, matches, current }: LineTextProps) {
  const pieces = markedPieces(ansiPieces(line.raw, line.style).pieces, matches);
  let at = 0;
  return pieces.map(({ text, style, match }) => {
    at += text.length;
    const [className, key] = [classOf(style), at];
    if (match === undefined) return className === '' ? text : <StyledText key={key} text={text} className={className} />;
    return (
      <mark key={key} className={className} data-current={match === current}>
        {text}
      </mark>
    );
  });
}

function StyledText({ text, className }: { readonly text: string; readonly className: string }) {
  return <span className={className}>{text}</span>;
}

function classOf({ colour, back, isBold, isUnderlined }: AnsiStyle): string {
  const names = [
    colour !== undefined && `ansi-${colour % 8}`,
    back !== undefined && `ansi-back-${back % 8}`,
    isBold === true && 'ansi-bold',
    isUnderlined === true && 'ansi-underlined',
  ];
  return names.filter((name) => name !== false).join(' ');
}
