import { useRef, useState } from 'preact/hooks';
import { toastProblem } from '../parts/toasts.tsx';

export interface Action<Given extends readonly unknown[]> {
  /** Does nothing while it is busy. Resolves to whether it worked; why it did not is told in a toast. */
  run(...given: Given): Promise<boolean>;
  readonly isBusy: boolean;
}

/** Something that a person does: busy meanwhile, told when it fails. Its success is told by whoever does it (`toast`). */
export function useAction<Given extends readonly unknown[]>(
  act: (...given: Given) => Promise<void>,
): Action<Given> {
  const [isBusy, setBusy] = useState(false);
  // A second click may come before the state is rendered.
  const busy = useRef(false);
  return {
    isBusy,
    run: async (...given) => {
      if (busy.current) return false;
      busy.current = true;
      setBusy(true);
      try {
        await act(...given);
        return true;
      } catch (error) {
        toastProblem(error);
        return false;
      } finally {
        busy.current = false;
        setBusy(false);
      }
    },
  };
}
