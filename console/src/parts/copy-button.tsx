import type { JSX } from 'preact';
import { partsTexts as texts } from '../texts/parts-texts.ts';
import { say } from '../texts/text.ts';
import { Button } from './button.tsx';
import { toast } from './toasts.tsx';

/** Puts an id or a link into the clipboard. */
export function CopyButton({ text, label }: { text: string; label?: string }): JSX.Element {
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => toast({ kind: 'good', says: texts.copied }),
      () => toast({ kind: 'bad', says: texts.notCopied }),
    );
  };
  return <Button kind="plain" icon="copy" isSmall label={label ?? say(texts.copy)} onClick={copy} />;
}
