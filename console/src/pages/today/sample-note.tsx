import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type {
  SampleRemovalAnswer,
  StoresAnswer,
} from '../../../../functions/platform/stores/stores-answers.ts';
import type { Api } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { toast } from '../../parts/toasts.tsx';
import { hasRole, useShop } from '../../shell/shop.ts';
import { say, saySentence } from '../../texts/text.ts';
import { sampleTexts as texts } from '../../texts/today-texts.ts';
import styles from './today-page.module.css';

/** The shop is gone from the list at once, its records and files within seconds. */
const askEveryMs = 1500;
const askTimes = 20;

/** Says that the shop is made up; an admin can remove it. */
export function SampleNote(): JSX.Element {
  const { member, store } = useShop();
  // Any shop may be labelled; only the one that was made as the sample can be removed.
  const isRemovable = store === 'sample';
  const mayRemove = isRemovable && hasRole(member, ['admin']);
  const [isAsked, setAsked] = useState(false);
  return (
    <aside class={styles.sample} aria-label={say(texts.title)}>
      <p>
        <strong>{saySentence(texts.title)}</strong> {say(texts.text)}{' '}
        {isRemovable && !mayRemove && say(texts.adminRemoves)}
      </p>
      {mayRemove && (
        <Button isSmall onClick={() => setAsked(true)}>
          {say(texts.remove)}
        </Button>
      )}
      {isAsked && <RemoveSample onClose={() => setAsked(false)} />}
    </aside>
  );
}

function RemoveSample({ onClose }: { onClose: () => void }): JSX.Element {
  const { api } = useShop();
  const remove = async () => {
    await api.delete<SampleRemovalAnswer>('sample');
    toast({ kind: 'good', says: texts.removing });
    if (await isGone(api)) location.assign('/');
    else toast({ kind: 'good', says: texts.slow });
  };
  return (
    <Confirm
      title={say(texts.question)}
      does={say(texts.remove)}
      isDangerous
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{say(texts.goes)}</p>
      <p>{say(texts.stays)}</p>
    </Confirm>
  );
}

async function isGone(api: Api): Promise<boolean> {
  for (let turn = 0; turn < askTimes; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
    const { stores } = await api.everywhere().get<StoresAnswer>('stores');
    if (stores.every(({ store }) => store !== api.store)) return true;
  }
  return false;
}
