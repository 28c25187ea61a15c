import type { SettingValue } from '../../functions/platform/settings/setting-catalogue.ts';

/** Every kind of derived picture. */
export const everythingDerived: SettingValue<'image-derive'> = {
  photos: 'main',
  brandColours: ['#f3f0ea', '#dfe7e2', '#22333b'],
  scenes: ['studio-sweep', 'wooden-table', 'stone', 'fabric', 'outdoors'],
  describedScenes: [],
  stillPixels: 1600,
  hero: { enabled: true, background: 'wooden-table', headline: '新品上市 New in' },
  // Four seconds: with six the twelve products take five minutes on two cores, most of it for the videos.
  video: { formats: ['square', 'portrait'], seconds: 4 },
  animation: true,
  view3d: { enabled: true, turnFromPhotos: 8 },
};

/** The settings of a shop that shows all that can be made of a photo, by name. It takes minutes, not seconds, a dozen photos. */
export const everything: Readonly<Record<string, unknown>> = { 'image-derive': everythingDerived };
