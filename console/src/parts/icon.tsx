import type { JSX } from 'preact';

/** Drawn on a 20 × 20 grid with strokes of 1.5. */
const shapes = {
  today:
    'M10 3v2M10 15v2M3 10h2M15 10h2M5 5l1.4 1.4M13.6 13.6 15 15M15 5l-1.4 1.4M6.4 13.6 5 15M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0',
  upload: 'M10 13V4M6.5 7.5 10 4l3.5 3.5M3.5 13v2.5A1.5 1.5 0 0 0 5 17h10a1.5 1.5 0 0 0 1.5-1.5V13',
  approvals: 'M7 10.2l2.2 2.2L13.5 8M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15',
  runs: 'M3.5 5h9M3.5 10h13M3.5 15h6M15.5 3.5v3M12.5 13.5v3',
  workflows: 'M3.5 3.5h5v4h-5zM11.5 12.5h5v4h-5zM6 7.5v7h5.5M8.5 5.5h5.5v7',
  products: 'M3.5 6.5 10 3l6.5 3.5v7L10 17l-6.5-3.5zM3.5 6.5 10 10l6.5-3.5M10 10v7',
  audit: 'M5.5 2.5h9v15h-9zM8 6.5h4M8 9.5h4M8 12.5h2',
  settings: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4',
  connectors: 'M7 3v4M13 3v4M5 7h10v3a5 5 0 0 1-10 0zM10 15v2.5',
  people:
    'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2 16.5c.5-3 2.5-4.5 5.5-4.5s5 1.5 5.5 4.5M13 4a3 3 0 0 1 0 5.5M15 12.5c1.7.6 2.7 2 3 4',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  menu: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h13',
  close: 'M5 5l10 10M15 5 5 15',
  check: 'M4.5 10.5 8.5 14.5 15.5 6',
  warning: 'M10 3 2.5 16.5h15zM10 8v4M10 14.4v.01',
  cross: 'M6 6l8 8M14 6l-8 8',
  copy: 'M7 7h9.5v9.5H7zM4.5 12.5h-1v-9h9v1',
  chevron: 'M7.5 4.5 13 10l-5.5 5.5',
  keyboard: 'M2.5 5h15v10h-15zM5.5 8h.01M8.5 8h.01M11.5 8h.01M14.5 8h.01M6.5 12h7',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M13 13l4 4',
  theme: 'M10 3a7 7 0 1 0 7 7 5.5 5.5 0 0 1-7-7',
  signOut: 'M8 3.5H4v13h4M12.5 6.5 16 10l-3.5 3.5M16 10H8',
  wizard: 'M4 16 12 8M13.5 3v3M12 4.5h3M16 8.5v2M15 9.5h2M8 3.5v2M7 4.5h2',
} as const;
export type IconName = keyof typeof shapes;

/** Decoration beside words: a screen reader passes over it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false" class="icon">
      <path d={shapes[name]} />
    </svg>
  );
}
