import { describe, expect, it } from 'vitest';
import { firstChange, settingOf, switchOf } from '../../console/src/pages/audit/setting-entry.ts';

const saved = (before: unknown, after: unknown, name = 'kill-switches', action = 'setting.saved') => ({
  action,
  subject: `setting/${name}`,
  before,
  after,
});

describe('what an entry of the audit says of a setting', () => {
  it.each([
    [
      'the first that was ever saved',
      saved(undefined, { letters: true }),
      { workflow: 'letters', isOff: true },
    ],
    ['on again', saved({ letters: true }, { letters: false }), { workflow: 'letters', isOff: false }],
    [
      'one of several',
      saved({ letters: true }, { letters: true, photos: true }),
      { workflow: 'photos', isOff: true },
    ],
    [
      'undone to the default',
      saved({ letters: true }, {}, 'kill-switches', 'setting.undone'),
      { workflow: 'letters', isOff: false },
    ],
    ['none of two at once', saved({}, { letters: true, photos: true }), undefined],
    ['none where it stays on', saved({}, { letters: false }), undefined],
    ['none of another setting', saved({}, { letters: true }, 'dry-run'), undefined],
    [
      'none where it was only asked for',
      saved({}, { letters: true }, 'kill-switches', 'setting.change-asked'),
      undefined,
    ],
  ])('is which workflow was switched: %s', (_, entry, expected) => {
    expect(switchOf(entry)).toEqual(expected);
  });

  it('is the first part that differs, else', () => {
    const entry = saved({ name: 'Tea', zone: 'UTC' }, { name: 'Tea house', zone: 'Asia/Tokyo' }, 'shop');
    expect(firstChange(entry)).toEqual({ path: 'name', before: 'Tea', after: 'Tea house' });
    expect(firstChange(saved(undefined, { name: 'Tea' }, 'shop'))).toBeUndefined();
  });

  it('is nothing where it is about something else', () => {
    const entry = {
      action: 'approval.approved',
      subject: 'approval/a1',
      before: { is: 1 },
      after: { is: 2 },
    };
    expect([settingOf(entry), switchOf(entry), firstChange(entry)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
