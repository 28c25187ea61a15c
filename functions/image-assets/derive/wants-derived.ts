import type { SettingValue } from '../../platform/settings/setting-catalogue.ts';

/** Whether the shop wants derived pictures of the photo at this position. */
export function wantsDerived(
  { photos }: Pick<SettingValue<'image-derive'>, 'photos'>,
  position: number,
): boolean {
  return photos === 'all' || (photos === 'main' && position === 1);
}
