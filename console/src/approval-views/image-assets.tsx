import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReviewFinding } from '../../../functions/image-assets/review-payload-schema.ts';
import type { ApprovalAnswer } from '../../../functions/platform/approvals/approvals-answers.ts';
import type { MediaFile } from '../api/media-links.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { CompareStage } from '../parts/compare-stage.tsx';
import { Evidence, type EvidenceItem, VerdictBadge } from '../parts/evidence.tsx';
import { Checkbox } from '../parts/fields.tsx';
import { formatShare } from '../parts/format.ts';
import { KeyHint } from '../parts/key-hint.tsx';
import { Picture, useMediaUrl } from '../parts/picture.tsx';
import type { Backing } from '../parts/picture-viewer.tsx';
import { language } from '../shell/preferences.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { imageAssetsTexts as texts } from '../texts/image-assets-texts.ts';
import { type Says, say } from '../texts/text.ts';
import { GenericView } from './generic-view.tsx';
import styles from './image-assets.module.css';
import { type Review, readReview, type Shown } from './image-assets-payload.ts';
import type { ApprovalViewProps, Consequence } from './views.ts';

/** Whoever looks for halos does so in every picture of the queue. */
const backing: Signal<Backing> = signal('checkerboard');

/** What is looked at first. */
export function firstPictures(item: ApprovalAnswer['items'][number]): readonly MediaFile[] {
  const review = readReview(item);
  return review === undefined ? [] : [review.original, ...review.shown.slice(0, 1).map(({ file }) => file)];
}

export function titleOfChoice(item: ApprovalAnswer['items'][number], choice: string): string {
  const shown = readReview(item)?.shown.find((one) => one.choice === choice);
  return shown === undefined ? choice : say(shown.title);
}

/** How many files go out, and those among them that a check failed or that would stay back without an approval. */
export function consequenceOf(
  item: ApprovalAnswer['items'][number],
  refused: readonly string[],
): Consequence | undefined {
  const files = readReview(item)?.shown.filter(
    ({ choice }) => choice !== undefined && !isIn(refused, choice),
  );
  if (files === undefined) return undefined;
  const doubtful = files.filter(({ isWithheld, answer }) => isWithheld || answer === 'fail');
  return {
    says: texts.publishes(files.length, doubtful.length),
    doubtful: doubtful.flatMap(({ choice }) => choice ?? []),
  };
}

/** The photo beside its cut-out or one of the files that go out, with what the checks found, and each to be refused by itself. */
export default function ImageAssetsView(props: ApprovalViewProps): JSX.Element {
  const review = readReview(props.item);
  return review === undefined ? <GenericView {...props} /> : <ReviewedPhoto {...props} review={review} />;
}

function ReviewedPhoto(props: ApprovalViewProps & { review: Review }): JSX.Element | null {
  const { review, refused, onRefuse } = props;
  const [at, setAt] = useState(0);
  const { shown } = review;
  const current = shown[at] ?? shown[0];
  const toggle = (choice: string, isRefused: boolean) =>
    onRefuse?.(isRefused ? [...refused, choice] : refused.filter((one) => one !== choice));
  useShortcuts([
    { keys: 'l', says: texts.nextFile, run: () => setAt(Math.min(shown.length - 1, at + 1)) },
    { keys: 'h', says: texts.previousFile, run: () => setAt(Math.max(0, at - 1)) },
    {
      keys: 'x',
      says: texts.refuseThis,
      run: () => {
        const choice = current?.choice;
        if (choice !== undefined) toggle(choice, !refused.includes(choice));
      },
    },
  ]);
  if (current === undefined) return null;
  const { confidence } = review;
  const confidenceText = say(texts.confidence(formatShare(confidence, language.value)));
  const isCutout = at === 0;
  // What was approved has gone out, also what would have stayed back.
  const keepsBack = props.approval.status !== 'approved';
  const isOpen = props.approval.status === 'open';
  return (
    <div class={styles.view}>
      <CompareStage
        before={{ file: review.original, title: say(texts.original) }}
        after={{
          file: current.file,
          kind: current.kind,
          title: isCutout ? `${say(texts.cutout)} · ${confidenceText}` : say(current.title),
        }}
        backing={backing.value}
        onBacking={(chosen) => {
          backing.value = chosen;
        }}
      />
      <Strip {...{ review, at, setAt, refused, onRefuse, toggle, keepsBack, isOpen }} />
      <Found {...{ review, current, keepsBack }} isRefused={isIn(refused, current.choice)} />
    </div>
  );
}

const isIn = (refused: readonly string[], choice: string | undefined) =>
  choice !== undefined && refused.includes(choice);

interface StripProps extends Pick<ApprovalViewProps, 'refused' | 'onRefuse'> {
  readonly review: Review;
  readonly at: number;
  readonly setAt: (at: number) => void;
  readonly toggle: (choice: string, isRefused: boolean) => void;
  /** Nobody has let out what is withheld. */
  readonly keepsBack: boolean;
  /** It can still be decided. */
  readonly isOpen: boolean;
}

/** All files in a row: which one is shown, what the checks said of each, and which are refused. */
function Strip({ review, at, setAt, refused, onRefuse, toggle, keepsBack, isOpen }: StripProps): JSX.Element {
  const row = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const card = row.current?.children[at];
    if (!(card instanceof HTMLElement) || row.current === null) return;
    row.current.scrollTo({ left: card.offsetLeft - row.current.clientWidth / 2 + card.clientWidth / 2 });
  }, [at]);
  return (
    <section class={styles.files}>
      <header>
        <h3>{say(isOpen ? texts.files : texts.filesMade)}</h3>
        <Button isSmall kind="plain" onClick={() => setAt(Math.max(0, at - 1))} shortcut="h">
          {say(texts.previousFile)}
        </Button>
        <Button
          isSmall
          kind="plain"
          onClick={() => setAt(Math.min(review.shown.length - 1, at + 1))}
          shortcut="l"
        >
          {say(texts.nextFile)}
        </Button>
      </header>
      <ul class={styles.strip} ref={row}>
        {review.shown.map((one, index) => (
          <Card
            key={one.file.key}
            shown={one}
            isCurrent={index === at}
            isRefused={isIn(refused, one.choice)}
            isKeptBack={keepsBack && one.isWithheld}
            onShow={() => setAt(index)}
            onRefuse={onRefuse === undefined ? undefined : toggle}
          />
        ))}
      </ul>
    </section>
  );
}

function Card(props: {
  shown: Shown;
  isCurrent: boolean;
  isRefused: boolean;
  isKeptBack: boolean;
  onShow: () => void;
  onRefuse: ((choice: string, isRefused: boolean) => void) | undefined;
}): JSX.Element {
  const { shown, isCurrent, isRefused, isKeptBack, onShow, onRefuse } = props;
  const { choice, title, file, kind, answer, width, height } = shown;
  return (
    <li class={`${styles.card} ${isRefused ? styles.refused : ''}`}>
      <button type="button" aria-pressed={isCurrent} onClick={onShow}>
        <Picture file={kind === 'picture' ? file : undefined} alt="" size="tile" />
        <span class={styles.title}>{say(title)}</span>
        {width !== undefined && height !== undefined && <small>{say(texts.size(width, height))}</small>}
      </button>
      {isRefused && <Badge tone="bad">{say(texts.refusedShort)}</Badge>}
      {isKeptBack && !isRefused && <VerdictBadge verdict="withheld" />}
      {answer !== undefined && !isRefused && !(isKeptBack && answer === 'pass') && (
        <VerdictBadge verdict={answer} />
      )}
      {choice !== undefined && (
        <Checkbox
          label={
            <>
              {say(texts.refuse)} <span class="visually-hidden">{say(title)}</span>
              {isCurrent && onRefuse !== undefined && <KeyHint shortcut="x" />}
            </>
          }
          checked={isRefused}
          disabled={onRefuse === undefined}
          onChange={(checked) => onRefuse?.(choice, checked)}
        />
      )}
    </li>
  );
}

function Found(props: {
  review: Review;
  current: Shown;
  isRefused: boolean;
  keepsBack: boolean;
}): JSX.Element {
  const { review, current, isRefused, keepsBack } = props;
  const { findings, choice, isWithheld } = current;
  return (
    <section class={styles.found} aria-live="polite">
      <h3>{say(texts.found(say(current.title)))}</h3>
      {isRefused && <p class={styles.out}>{say(texts.refused)}</p>}
      {choice === undefined && <p>{say(texts.cutoutNoChecks)}</p>}
      {isWithheld && keepsBack && <p>{say(texts.withheld)}</p>}
      {choice !== undefined && findings.length === 0 && <p>{say(texts.foundNothing)}</p>}
      <Evidence items={findings.map(asEvidence)} />
      {review.leftOut > 0 && <p>{say(texts.leftOut(review.leftOut))}</p>}
      {review.evidence !== undefined && <EvidenceLink file={review.evidence} />}
    </section>
  );
}

const publishers = {
  platform: texts.platformRule,
  'third-party': texts.thirdPartyRule,
  house: texts.houseRule,
} as const satisfies Record<ReviewFinding['publisher'], Says>;

/** How it came out, how it should be and what was measured: a bare rule reads as if that were so. */
function asEvidence(finding: ReviewFinding): EvidenceItem {
  const { answer, says, publisher } = finding;
  // Others say themselves what was found.
  const isBare = answer === 'later' || says.en.includes('. Measured: ');
  const words = isBare ? [wordOf(finding), texts.shouldBe, says] : [says];
  const text = (language: 'en' | 'zh') =>
    words.map((one) => one[language]).join(language === 'en' ? ' ' : '');
  const whose = publishers[publisher];
  return {
    verdict: answer === 'later' ? 'unchecked' : answer,
    isWorded: isBare,
    says: {
      en: `${text('en').replace('. Measured:', ' / Measured:')} (${whose.en})`,
      zh: `${text('zh').replace('。实测：', ' / 实测：')}（${whose.zh}）`,
    },
  };
}

function wordOf({ answer, effectiveFrom }: ReviewFinding): Says {
  if (answer !== 'later') return answer === 'fail' ? texts.notMet : texts.lookAtIt;
  return effectiveFrom === undefined ? texts.laterSometime : texts.later(effectiveFrom);
}

function EvidenceLink({ file }: { file: MediaFile }): JSX.Element | null {
  const { url } = useMediaUrl(file);
  if (url === undefined) return null;
  return (
    <a class={styles.evidence} href={url} target="_blank" rel="noreferrer">
      {say(texts.evidence)}
    </a>
  );
}
