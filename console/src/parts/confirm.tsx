import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useAction } from '../api/use-action.ts';
import { partsTexts as texts } from '../texts/parts-texts.ts';
import { say } from '../texts/text.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from './fields.tsx';

export interface ConfirmProps {
  /** A question. */
  readonly title: string;
  /** What will happen, and what stays safe. */
  readonly children?: ComponentChildren;
  /** On the button: what it does, never “OK”. */
  readonly does: string;
  readonly isDangerous?: boolean;
  /** `required`: the button waits for a reason. */
  readonly reason?: 'required' | 'optional';
  /** Rejecting keeps the dialog open and tells why. The reason is trimmed, empty where none was asked for. */
  readonly onConfirm: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before something is done that others see or that is hard to take back; closes when it is done. */
export function Confirm(props: ConfirmProps): JSX.Element {
  const { title, children, does, isDangerous = false, reason, onConfirm, onClose } = props;
  const [text, setText] = useState('');
  const action = useAction(async () => {
    await onConfirm(text.trim());
    onClose();
  });
  const actions = (
    <>
      <Button onClick={onClose}>{say(texts.cancel)}</Button>
      <Button
        kind={isDangerous ? 'danger' : 'primary'}
        isBusy={action.isBusy}
        disabled={reason === 'required' && text.trim() === ''}
        onClick={() => void action.run()}
      >
        {does}
      </Button>
    </>
  );
  return (
    <Dialog title={title} onClose={onClose} actions={actions} isCautious={isDangerous}>
      {children}
      {reason !== undefined && (
        <TextField
          label={say(texts.reason)}
          hint={say(reason === 'required' ? texts.reasonNeeded : texts.reasonHint)}
          value={text}
          onInput={setText}
          isLong
          isOptional={reason === 'optional'}
        />
      )}
    </Dialog>
  );
}
