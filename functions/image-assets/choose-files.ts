import type { MediaFile } from '../connectors/store/media-store.ts';
import type { ListedPicture } from './picture-list.ts';
import type { Decision } from './schemas.ts';
import type { Validation } from './validation-file.ts';

/**
 * The files that go out. Without a person's decision a withheld or failed file stays back; an approval lets both go, except
 * for the channels that the reviewer rejected one by one.
 *
 * @param isInPilot whether a channel takes part; files of others are made and checked, and stay back
 * @param locate the key of a file in the media bucket
 */
export function chooseFiles(
  pictures: readonly ListedPicture[],
  evidence: Validation['evidence'],
  decision: Decision,
  isInPilot: (channel: string) => boolean,
  locate: (name: string) => string,
): readonly MediaFile[] {
  const reviewed = decision.approvalId !== undefined;
  const failed = new Set(evidence.filter((one) => one.answer === 'fail').map((one) => one.name));
  const rejected = new Set(decision.rejectedChoices);
  return pictures
    .filter(({ channel }) => !rejected.has(channel) && isInPilot(channel))
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
