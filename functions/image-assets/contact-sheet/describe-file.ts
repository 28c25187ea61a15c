import type { Language } from '../../commerce/says.ts';
import { timeInZone } from '../../platform/settings/shop-time.ts';
import type { SheetFile, SheetPhoto } from './sheet.ts';
import { sheetTexts } from './sheet-texts.ts';

/** `2000 × 2000 · 182 kB`, of a film with its length. kB of 1,000 bytes. */
export function describeSize({ width, height, bytes, seconds }: SheetFile): string {
  const size = bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
  const length = seconds === undefined ? [] : [`${Math.round(seconds * 10) / 10} s`];
  return [`${width} × ${height}`, ...length, size].join(' · ');
}

/** Title and value of what is known about a photo's run, in the order of reading. @param zone the shop's */
export function describeRun(
  photo: SheetPhoto,
  zone: string,
  language: Language,
): readonly (readonly [string, string])[] {
  const { confidence, accepted, position, engines, costMicroUsd, run } = photo;
  const verdict = accepted === true ? sheetTexts.accepted : sheetTexts.doubted;
  const rows: readonly (readonly [keyof typeof sheetTexts, string])[] = [
    ['status', photo.status[language]],
    ['position', position === undefined ? '' : String(position)],
    ['confidence', confidence === undefined ? '' : `${confidence.toFixed(2)} (${verdict[language]})`],
    ['engines', engines.join(', ')],
    // Fractions of a cent count where thousands of photos are made.
    ['cost', `${(costMicroUsd / 1_000_000).toFixed(costMicroUsd % 10_000 === 0 ? 2 : 4)} USD`],
    ['when', photo.at === '' ? '' : timeInZone(photo.at, language, zone)],
    ['run', run],
  ];
  return rows.flatMap(([key, value]) => (value === '' ? [] : [[sheetTexts[key][language], value] as const]));
}
