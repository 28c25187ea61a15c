import type { Frame } from './records.ts';
import { freshDetail, type Turn } from './turn.ts';

/** What goes on by itself after a redrive, or what a Map has not started yet. */
const UNCHANGED = new Set(['pending', 'enter', 'done']);

/**
 * Makes the frames of an ended execution runnable again: the states that did not succeed run once more with the input
 * that they had and a new set of retries, and branches and iterations that are done keep their outputs. A state that
 * had been entered is not entered again in the history.
 *
 * @param deadline of the machine's own time-out, which starts anew
 */
export function redriveFrames(turn: Turn, deadline: number | undefined): void {
  const redriven = turn.redrive(deadline, turn.execution.lastEvent);
  const frames = turn.context.store.frames.ofExecution(turn.execution.id);
  const unfinished = new Map<number, number>();
  for (const frame of frames) {
    if (frame.parentId !== undefined && frame.phase !== 'done') {
      unfinished.set(frame.parentId, (unfinished.get(frame.parentId) ?? 0) + 1);
    }
  }
  for (const frame of frames) {
    const detail = { ...frame.detail, lastEvent: redriven };
    if (frame.detail.join !== undefined && frame.phase !== 'done') {
      const join = { ...frame.detail.join, unfinished: unfinished.get(frame.id) ?? 0, failed: 0 };
      turn.save({ ...frame, phase: 'joining', detail: { ...detail, join } });
    } else {
      turn.save(UNCHANGED.has(frame.phase) ? { ...frame, detail } : runAgain(frame, redriven));
    }
    turn.runnable.push(frame.id);
  }
}

function runAgain(frame: Frame, redriven: number): Frame {
  const { enteredEvent, enteredAt } = frame.detail;
  const detail = { ...freshDetail({ ...frame.detail, lastEvent: redriven }), enteredEvent, enteredAt };
  return { ...frame, phase: 'execute', due: undefined, detail };
}
