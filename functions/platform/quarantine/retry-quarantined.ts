import { skuSchema } from '../../commerce/sku.ts';
import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { requestReplay } from '../runs/request-replay.ts';
import { readUploaders, uploadedBy } from '../uploads/uploads.ts';
import { markRetried, type QuarantineRecord, readQuarantine } from './quarantine.ts';

export interface RetryRequest {
  readonly store: string;
  readonly id: string;
  /** The member who retries. */
  readonly by: string;
  /** Needed for a photo that waits for its product. */
  readonly sku?: string | undefined;
}

/**
 * Sends what is in quarantine again: a refused input runs once more (after the shop changed a limit or a setting), a photo
 * without product goes to the folder of its SKU. Repeating it changes nothing.
 *
 * @throws InvalidInputError `QuarantineUnknown`, `SkuMissing`, `NothingToRetry`
 */
export async function retryQuarantined(platform: Platform, request: RetryRequest): Promise<void> {
  const record = await readQuarantine(platform, request.store, request.id);
  if (record.status === 'retried') return;
  if (record.kind === 'unassigned' || request.sku !== undefined) await assign(platform, record, request);
  else if (record.run !== undefined) await requestReplay(platform, record.store, record.run, request.by);
  else throw nothingToRetry(record);
  await markRetried(platform, record, { kind: 'person', id: request.by });
}

async function assign(platform: Platform, record: QuarantineRecord, request: RetryRequest): Promise<void> {
  if (record.original === undefined) throw nothingToRetry(record);
  if (!skuSchema.safeParse(request.sku).success) {
    throw new InvalidInputError('SkuMissing', {
      en: 'Say which product it belongs to: a SKU of 1 to 64 letters, digits, ".", "_" or "-", beginning with a letter or digit.',
      zh: '请指定所属商品：SKU 为 1 至 64 个字符，仅含字母（含汉字）、数字和“.”“_”“-”，且以字母或数字开头。',
    });
  }
  const fileName = record.original.key.split('/').at(-1) ?? record.id;
  const key = `${record.store}/images/${request.sku}/${fileName}`;
  // Whoever uploaded it counts for four-eyes as well as whoever says what it is.
  const members = new Set([...(await readUploaders(platform, record.original)), request.by]);
  await platform.objects.copy(record.original, { bucket: 'inbox', key }, uploadedBy([...members]));
}

function nothingToRetry(record: QuarantineRecord): InvalidInputError {
  return new InvalidInputError('NothingToRetry', {
    en: `The message ${record.id} could not be read and is kept for inspection; send a corrected one instead.`,
    zh: `消息 ${record.id} 无法读取，仅保留供检查，请发送更正后的消息。`,
  });
}
