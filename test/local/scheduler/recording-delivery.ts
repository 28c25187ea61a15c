import type { TargetDelivery } from '../../../local/service.ts';

export interface Delivered {
  readonly targetArn: string;
  readonly body: string;
  readonly groupId: string | undefined;
}

/** Keeps what is delivered; refuses what `refuses` names. */
export class RecordingDelivery implements TargetDelivery {
  readonly delivered: Delivered[] = [];
  attempts = 0;
  refuses: (targetArn: string) => boolean = () => false;

  async deliver(targetArn: string, body: string, options?: { groupId?: string }): Promise<void> {
    this.attempts++;
    if (this.refuses(targetArn)) throw new Error(`${targetArn} refuses`);
    this.delivered.push({ targetArn, body, groupId: options?.groupId });
  }
}
