import type { SettingValue } from '../../platform/settings/setting-catalogue.ts';

type Wishes = SettingValue<'image-derive'>;

/** Whether the shop wants pictures of its own made of the photo at this position. */
export function wantsOwn({ photos }: Pick<Wishes, 'photos'>, position: number): boolean {
  return photos === 'all' || (photos === 'main' && position === 1);
}

/** Whether there is anything to make of the photo: of itself, or as the last one of a turn. */
export function wantsDerived(
  { photos, view3d }: Pick<Wishes, 'photos' | 'view3d'>,
  position: number,
): boolean {
  return wantsOwn({ photos }, position) || (photos === 'main' && view3d.enabled);
}
