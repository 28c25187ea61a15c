import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isSku } from '../../../../functions/commerce/sku-pattern.ts';
import { toastProblem } from '../../parts/toasts.tsx';
import { say } from '../../texts/text.ts';
import { uploadTexts as texts } from '../../texts/upload-texts.ts';
import { type Unknown, unknownSkus } from './ask-new-products.ts';
import { DropZone } from './drop-zone.tsx';
import { NewProducts } from './new-products.tsx';
import { ProductField } from './product-field.tsx';
import styles from './send-view.module.css';
import { answered, type Chosen, type SortedOut, skusOf, sortOut } from './sort-out.ts';
import { UploadList } from './upload-list.tsx';
import type { UploadQueue } from './upload-queue.ts';

/** What was chosen and names products that are new. */
interface Asked {
  readonly sorted: readonly SortedOut<File>[];
  readonly unknown: readonly Unknown[];
}

/** Choosing files, and what becomes of them. */
export function SendView({ queue }: { queue: UploadQueue }): JSX.Element {
  const sku = useSignal('');
  const typed = sku.value.trim();
  const isWrong = typed !== '' && !isSku(typed);
  const [asked, setAsked] = useState<Asked>();
  const add = async (chosen: readonly Chosen<File>[], isOneOfMany: boolean) => {
    const sorted = sortOut(chosen, typed === '' ? undefined : typed);
    // The next files may be of another product; with the camera one goes around the same one.
    if (!isOneOfMany) sku.value = '';
    const unknown = await unknownSkus(queue.api, skusOf(sorted));
    if (unknown.length === 0) queue.add(sorted);
    else setAsked({ sorted, unknown });
  };
  return (
    <>
      <p class={styles.lead}>{say(texts.lead)}</p>
      <div class={styles.choose}>
        <div class={styles.sku}>
          <ProductField
            label={say(texts.sku)}
            value={sku.value}
            onInput={(value) => {
              sku.value = value;
            }}
            hint={say(texts.skuHint)}
            isOptional
          />
        </div>
        <DropZone
          isOff={isWrong}
          onFiles={(chosen, isOneOfMany) => void add(chosen, isOneOfMany).catch(toastProblem)}
        />
      </div>
      {queue.items.value.length > 0 && <UploadList queue={queue} />}
      {asked !== undefined && (
        <NewProducts
          unknown={asked.unknown}
          photosOf={(one) =>
            asked.sorted.filter(({ place }) => place.sku === one && !place.isDescription).length
          }
          mayWait
          onAnswer={(answers) => {
            queue.add(answered(asked.sorted, answers));
            setAsked(undefined);
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
