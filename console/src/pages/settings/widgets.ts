/** Parts that are typed in another way than their schema alone says. */
export type Widget =
  | 'background'
  | 'cents'
  | 'channels'
  | 'colour'
  | 'currency'
  | 'days'
  | 'held'
  | 'hidden'
  | 'long'
  | 'micro-usd'
  | 'ordered'
  | 'scenes'
  | 'schedule'
  | 'secret'
  | 'time'
  | 'zone';

const widgets: Readonly<Record<string, Widget>> = {
  'shop.zone': 'zone',
  'shop.currency': 'currency',
  'shop.languages': 'ordered',
  'shop.sample': 'hidden',
  'channels.selected': 'channels',
  'image-derive.brandColours.*': 'colour',
  'image-derive.scenes': 'scenes',
  'image-derive.describedScenes.*.description': 'long',
  'image-derive.hero.background': 'background',
  'approval-policy.working.days': 'days',
  'approval-policy.working.from': 'time',
  'approval-policy.working.to': 'time',
  'kill-switches.*': 'held',
  'pilot.*.channels': 'channels',
  'schedules.digest': 'schedule',
  'ai.providers': 'ordered',
  'ai.dailyBudget.amountMinor': 'cents',
  'ai.dailyBudget.currency': 'hidden',
  'ai.openai.microUsdPerPicture': 'micro-usd',
  'ai.openai-text.microUsdPerMillionInput': 'micro-usd',
  'ai.openai-text.microUsdPerMillionOutput': 'micro-usd',
  'ai.remove-bg.microUsdPerCredit': 'micro-usd',
  'dam.rights.usageTerms': 'long',
};

/** @param pattern the way to a part, with `*` for what is data */
export function widgetOf(pattern: string): Widget | undefined {
  return widgets[pattern] ?? (pattern.endsWith('.secretName') ? 'secret' : undefined);
}

/** What may be chosen where the schema takes any name. */
export const knownChoices: Readonly<Record<string, readonly string[]>> = {
  'shop.languages': ['en', 'zh'],
  'image-derive.scenes': ['studio-sweep', 'wooden-table', 'stone', 'fabric', 'outdoors'],
  'ai.providers': ['openai', 'remove-bg', 'onnx', 'openai-text'],
};

/** Parts that most people never touch: folded away until somebody asks. */
export const foldedParts: ReadonlySet<string> = new Set([
  'ai.openai',
  'ai.openai-text',
  'ai.remove-bg',
  'ai.onnx',
  'dam.rights',
]);
