import type { DerivedMedia, MediaFile } from '../connectors/store/media-store.ts';
import type { DerivedList, ListedDerived } from './derive/derived-list.ts';
import type { ListedPicture } from './picture-list.ts';
import type { Decision } from './schemas.ts';
import type { Validation } from './validation-file.ts';

/**
 * The files that go out. Without a person's decision a withheld or failed file stays back; an approval lets both go, except
 * for the channels that the reviewer rejected one by one.
 *
 * @param takesPart whether the shop still sells on a channel, and it is in the pilot; files of others are made and checked, and stay back
 * @param locate the key of a file in the media bucket
 */
export function chooseFiles(
  pictures: readonly ListedPicture[],
  evidence: Validation['evidence'],
  decision: Decision,
  takesPart: (channel: string) => boolean,
  locate: (name: string) => string,
): readonly MediaFile[] {
  const reviewed = decision.approvalId !== undefined;
  const failed = new Set(evidence.filter((one) => one.answer === 'fail').map((one) => one.name));
  const rejected = new Set(decision.rejectedChoices);
  return pictures
    .filter(({ channel }) => !rejected.has(channel) && takesPart(channel))
    .filter(({ name, withheld }) => reviewed || (withheld === undefined && !failed.has(name)))
    .map(({ channel, name, sha256, width, height, format }) => ({
      channel,
      key: locate(name),
      sha256,
      width,
      height,
      format,
    }));
}

/**
 * The derived files that go out with them: those that no check failed, and none of a cut-out in doubt, unless a person approved;
 * never those that the reviewer rejected one by one. A pilot by channels does not bear on them: no channel asked for them.
 */
export function chooseDerived(
  list: DerivedList,
  evidence: Validation['derived'],
  decision: Decision,
): readonly ListedDerived[] {
  const reviewed = decision.approvalId !== undefined;
  const failed = new Set(evidence.filter((one) => one.answer === 'fail').map((one) => one.name));
  const rejected = new Set(decision.rejectedChoices);
  return list.files
    .filter(({ choice }) => !rejected.has(choice))
    .filter(({ name }) => reviewed || !(list.withheld || failed.has(name)));
}

/** A derived file as the catalogue has it. */
export function asDerivedMedia(file: ListedDerived, locate: (name: string) => string): DerivedMedia {
  const { kind, name, sha256, width, height, format } = file;
  return { kind, key: locate(name), sha256, width, height, format };
}
