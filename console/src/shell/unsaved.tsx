import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { shellTexts as texts } from '../texts/shell-texts.ts';
import { say } from '../texts/text.ts';
import { answerHeldBack, heldBack, holdBackWhile } from './location.ts';

/** While `isUnsaved`, whoever goes to another page, or closes this one, is asked first. One form a page. */
export function useUnsaved(isUnsaved: boolean): void {
  const current = useRef(isUnsaved);
  current.current = isUnsaved;
  useEffect(() => {
    holdBackWhile(() => current.current);
    return () => holdBackWhile(() => false);
  }, []);
  useEffect(() => {
    if (!isUnsaved) return;
    // The browser asks in its own words.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isUnsaved]);
}

/** Asks whoever is about to lose something; once, in the layout. */
export function LeaveQuestion(): JSX.Element | null {
  if (heldBack.value === undefined) return null;
  const actions = (
    <>
      <Button onClick={() => answerHeldBack(false)}>{say(texts.stay)}</Button>
      <Button kind="danger" onClick={() => answerHeldBack(true)}>
        {say(texts.leave)}
      </Button>
    </>
  );
  return (
    <Dialog
      title={say(texts.unsavedTitle)}
      actions={actions}
      isCautious
      onClose={() => answerHeldBack(false)}
    >
      <p>{say(texts.unsavedText)}</p>
    </Dialog>
  );
}
