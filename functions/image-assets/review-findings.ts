import type { ReviewFinding } from './review-payload-schema.ts';
import type { Validation } from './validation-file.ts';

/** What broke a rule, or will: each finding once, however many files it holds for. */
export interface FileFindings {
  /** Failures first, then warnings, then what is still to come; within those in the files' order. */
  readonly findings: readonly ReviewFinding[];
  /** By file name: places in `findings`. */
  readonly byName: ReadonlyMap<string, readonly number[]>;
  /** Findings that `mostBytes` left no room for. */
  readonly leftOut: number;
}

const SEVERITY = { fail: 0, warn: 1, later: 2 } as const;

/**
 * Every rule that any file fails or is warned of, and every coming one that it will not keep. What was measured on the
 * cut-out is the same for most of its files: kept once, fourteen files with the same halo are one finding.
 *
 * @param mostBytes of the findings as JSON; the mildest are left out beyond it
 */
export function collectFindings(validation: Validation, mostBytes: number): FileFindings {
  const known = new Map<string, { finding: ReviewFinding; names: Set<string> }>();
  for (const { name, finding } of [...channelFindings(validation), ...derivedFindings(validation)]) {
    const key = JSON.stringify(finding);
    const same = known.get(key) ?? { finding, names: new Set() };
    same.names.add(name);
    known.set(key, same);
  }
  const all = [...known.values()].toSorted(
    (one, other) => SEVERITY[one.finding.answer] - SEVERITY[other.finding.answer],
  );
  const kept = all.slice(0, countWithin(all, mostBytes));
  const byName = new Map<string, number[]>();
  for (const [place, { names }] of kept.entries()) {
    for (const name of names) byName.set(name, [...(byName.get(name) ?? []), place]);
  }
  return { findings: kept.map(({ finding }) => finding), byName, leftOut: all.length - kept.length };
}

interface Found {
  readonly name: string;
  readonly finding: ReviewFinding;
}

function channelFindings({ evidence }: Validation): Found[] {
  return evidence.flatMap(({ name, rules, informs }) => [
    ...rules.flatMap(({ answer, source, ...rule }) =>
      answer === 'pass' ? [] : [{ name, finding: { ...rule, answer, publisher: source.publisher } }],
    ),
    ...informs
      .filter(({ willHold }) => !willHold)
      .map(({ source, willHold: _willHold, ...rule }) => ({
        name,
        finding: { ...rule, answer: 'later' as const, publisher: source.publisher },
      })),
  ]);
}

function derivedFindings({ derived }: Validation): Found[] {
  return derived.flatMap(({ name, rules }) =>
    rules.flatMap(({ answer, ...rule }): Found[] =>
      answer === 'pass' ? [] : [{ name, finding: { ...rule, answer, publisher: 'house', confirmed: true } }],
    ),
  );
}

function countWithin(
  all: readonly { readonly finding: ReviewFinding; readonly names: ReadonlySet<string> }[],
  mostBytes: number,
): number {
  let bytes = 0;
  const last = all.findIndex(({ finding, names }) => {
    // Its place stands in each of its files once more, of up to three digits and a comma.
    bytes += Buffer.byteLength(JSON.stringify(finding)) + 1 + 4 * names.size;
    return bytes > mostBytes;
  });
  return last === -1 ? all.length : last;
}
