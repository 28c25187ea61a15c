import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { CursorList } from '../api/use-cursor-list.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { partsTexts as texts } from '../texts/parts-texts.ts';
import { say } from '../texts/text.ts';
import { Button } from './button.tsx';
import { ProblemBox } from './loading.tsx';
import { Skeleton } from './skeleton.tsx';
import styles from './table.module.css';

export interface Column<Item> {
  readonly title: string;
  readonly cell: (item: Item) => ComponentChildren;
  /** Numbers to the right. */
  readonly isNumber?: boolean;
  /** Not on a phone. */
  readonly isExtra?: boolean;
}

export interface TableProps<Item> {
  /** Says what is listed; for screen readers. */
  readonly caption: string;
  /** The first one names the row. */
  readonly columns: readonly Column<Item>[];
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** Makes the whole row lead there; `j` and `k` walk through the rows. */
  readonly hrefOf?: (item: Item) => string;
  /** Puts a box to tick before each row; `x` ticks the row that has the focus. */
  readonly selection?: Selection<Item>;
}

export interface Selection<Item> {
  readonly isSelected: (item: Item) => boolean;
  readonly canSelect: (item: Item) => boolean;
  readonly labelOf: (item: Item) => string;
  readonly labelOfAll: string;
  readonly onSelect: (items: readonly Item[], isSelected: boolean) => void;
}

/** A table; on a phone each row becomes a card. */
export function Table<Item>(props: TableProps<Item>): JSX.Element {
  const { caption, columns, items, keyOf, hrefOf, selection } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const walk = (step: 1 | -1) => {
    const links: (Element | null)[] = [...(body.current?.querySelectorAll('th a') ?? [])];
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))];
    if (next instanceof HTMLElement) next.focus();
  };
  useShortcuts(
    hrefOf === undefined
      ? []
      : [
          { keys: 'j', says: texts.next, run: () => walk(1) },
          { keys: 'k', says: texts.previous, run: () => walk(-1) },
        ],
  );
  const tick = () => {
    const key = document.activeElement?.closest('tr')?.dataset.key;
    const item = items.find((one) => keyOf(one) === key);
    if (item !== undefined && selection?.canSelect(item)) {
      selection.onSelect([item], !selection.isSelected(item));
    }
  };
  useShortcuts(selection === undefined ? [] : [{ keys: 'x', says: texts.select, run: tick }]);
  return (
    <table class={`${styles.table} ${selection === undefined ? '' : styles.selectable}`}>
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {selection !== undefined && <SelectAll selection={selection} items={items} />}
          {columns.map((column) => (
            <th key={column.title} scope="col" class={column.isNumber ? styles.number : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {items.map((item) => (
          <tr
            key={keyOf(item)}
            data-key={keyOf(item)}
            class={[
              hrefOf === undefined ? '' : styles.link,
              selection?.isSelected(item) ? styles.selected : '',
            ].join(' ')}
          >
            {selection !== undefined && (
              <td class={styles.tick}>
                <input
                  type="checkbox"
                  aria-label={selection.labelOf(item)}
                  checked={selection.isSelected(item)}
                  disabled={!selection.canSelect(item)}
                  onChange={(event) => selection.onSelect([item], event.currentTarget.checked)}
                />
              </td>
            )}
            {columns.map((column, index) => (
              <Cell
                key={column.title}
                column={column}
                item={item}
                isFirst={index === 0}
                href={hrefOf?.(item)}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SelectAll<Item>(props: { selection: Selection<Item>; items: readonly Item[] }): JSX.Element {
  const { selection, items } = props;
  const able = items.filter((item) => selection.canSelect(item));
  const count = able.filter((item) => selection.isSelected(item)).length;
  return (
    <td class={styles.tick}>
      <input
        type="checkbox"
        aria-label={selection.labelOfAll}
        title={selection.labelOfAll}
        checked={count > 0 && count === able.length}
        indeterminate={count > 0 && count < able.length}
        disabled={able.length === 0}
        onChange={(event) => selection.onSelect(able, event.currentTarget.checked)}
      />
    </td>
  );
}

function Cell<Item>(props: {
  column: Column<Item>;
  item: Item;
  isFirst: boolean;
  href: string | undefined;
}): JSX.Element {
  const { column, item, isFirst, href } = props;
  const content = column.cell(item);
  if (isFirst) return <th scope="row">{href === undefined ? content : <a href={href}>{content}</a>}</th>;
  const classes = [column.isNumber ? styles.number : '', column.isExtra ? styles.extra : ''].join(' ');
  return (
    <td class={classes} data-title={column.title}>
      {content}
    </td>
  );
}

export interface CursorTableProps<Item> extends Omit<TableProps<Item>, 'items'> {
  readonly list: CursorList<Item>;
  /** Shown where there is nothing at all. */
  readonly empty: ComponentChildren;
}

/** A list of `useCursorList` as a table, with “Show more” below. */
export function CursorTable<Item>({ list, empty, ...table }: CursorTableProps<Item>): JSX.Element {
  const { items, problem, isLoading, more, reload } = list;
  return (
    <>
      {problem !== undefined && <ProblemBox problem={problem} onRetry={more ?? reload} />}
      {items.length > 0 && <Table {...table} items={items} />}
      {items.length === 0 && isLoading && <Skeleton lines={8} shape="row" />}
      {items.length === 0 && !isLoading && problem === undefined && more === undefined && empty}
      {(more !== undefined || (isLoading && items.length > 0)) && (
        <div class={styles.more}>
          <Button isBusy={isLoading} onClick={() => more?.()}>
            {say(isLoading ? texts.loadingMore : texts.more)}
          </Button>
        </div>
      )}
    </>
  );
}
