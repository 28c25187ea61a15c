/** A task's `Resource`, understood. */
export interface Integration {
  /** The service that is called; `direct` is a function's own ARN as the resource. */
  readonly kind: 'lambda' | 'direct' | 'sqs' | 'events';
  readonly waitsForToken: boolean;
  /** As the history's events name it: `invoke`, `sendMessage.waitForTaskToken`. */
  readonly action: string;
  readonly resourceType: string;
}

const OPTIMISED: Readonly<Record<string, { kind: Integration['kind']; token: boolean }>> = {
  'lambda:invoke': { kind: 'lambda', token: true },
  'sqs:sendMessage': { kind: 'sqs', token: true },
  'events:putEvents': { kind: 'events', token: false },
};

const OPTIMISED_ARN = /^arn:aws(?:-[a-z-]+)?:states:::([a-z0-9-]+):([A-Za-z]+)(\.[A-Za-z:0-9]+)?$/;
const FUNCTION_ARN = /^arn:aws(?:-[a-z-]+)?:lambda:[^:]+:\d{12}:function:[^:]+(?::[^:]+)?$/;

/** `undefined` for everything that this service cannot call: SDK integrations, `.sync`, activities, other services. */
export function parseResource(resource: string): Integration | undefined {
  if (FUNCTION_ARN.test(resource)) {
    return { kind: 'direct', waitsForToken: false, action: resource, resourceType: 'lambda' };
  }
  const match = OPTIMISED_ARN.exec(resource);
  const [, service = '', operation = '', suffix = ''] = match ?? [];
  const known = OPTIMISED[`${service}:${operation}`];
  const waitsForToken = suffix === '.waitForTaskToken';
  if (known === undefined || (suffix !== '' && !(waitsForToken && known.token))) return undefined;
  return { kind: known.kind, waitsForToken, action: `${operation}${suffix}`, resourceType: service };
}

/** For messages: what `Resource` may be. */
export const SUPPORTED_RESOURCES =
  'a function ARN, lambda:invoke and sqs:sendMessage (each also with .waitForTaskToken), events:putEvents';
