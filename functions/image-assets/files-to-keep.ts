import type { FileToKeep } from '../connectors/dam/keep-in-dam.ts';
import type { Publication } from '../connectors/store/publication.ts';
import type { DerivedList } from './derive/derived-list.ts';
import type { PictureList } from './picture-list.ts';
import type { Validation } from './validation-file.ts';

/** What the picture library is told of each published file: what it is, where its pixels come from, what the checks found. */
export function filesToKeep(
  publication: Publication,
  list: PictureList,
  derivedList: DerivedList,
  validation: Validation,
): readonly FileToKeep[] {
  const { id, store, run, sku, position, entry, at } = publication;
  const common = {
    schemaVersion: 1,
    store,
    sku,
    asset: entry.asset,
    position,
    run,
    publication: id,
    publishedAt: at,
  } as const;
  const channels = entry.files.map(({ channel, key, ...file }): FileToKeep => {
    const picture = list.pictures.find((one) => one.channel === channel && one.sha256 === file.sha256);
    const found = validation.evidence.find((one) => one.name === picture?.name);
    const digitalSourceType = picture?.facts.digitalSource;
    const sidecar = {
      ...common,
      ...file,
      use: 'channel',
      name: channel,
      evidence: evidenceOf(found),
    } as const;
    return { key, sidecar: digitalSourceType === undefined ? sidecar : { ...sidecar, digitalSourceType } };
  });
  const derived = (entry.derived ?? []).map(({ kind, key, ...file }): FileToKeep => {
    const made = derivedList.files.find((one) => one.kind === kind && one.sha256 === file.sha256);
    const found = validation.derived.find((one) => one.name === made?.name);
    const digitalSourceType = made?.digitalSource;
    const sidecar = { ...common, ...file, use: 'derived', name: kind, evidence: evidenceOf(found) } as const;
    return { key, sidecar: digitalSourceType === undefined ? sidecar : { ...sidecar, digitalSourceType } };
  });
  return [...channels, ...derived];
}

type Answer = 'pass' | 'warn' | 'fail';

function evidenceOf(
  found: { answer: Answer; rules: readonly { rule: string; answer: Answer }[] } | undefined,
): FileToKeep['sidecar']['evidence'] {
  if (found === undefined) return { answer: 'not-checked', notPassed: [] };
  const notPassed = found.rules.flatMap(({ rule, answer }) => (answer === 'pass' ? [] : [{ rule, answer }]));
  return { answer: found.answer, notPassed };
}
