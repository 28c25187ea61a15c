/** The parts of a rule's target that shape what the target receives; at most one of the three is set. */
export interface TargetInput {
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
}

/** What the reserved variables of a template stand for. */
export interface RuleContext {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** ISO 8601. */
  readonly ingestionTime: string;
}

/** `.name`, `['name']`, `[3]` and `[*]`: what EventBridge accepts in a path. */
const PATH_STEP = /\.([^.[\]]+)|\[(\d+)\]|\[\*\]|\['([^']+)'\]/y;

function step(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

/**
 * The value at a path such as `$.detail.items[0].sku`; undefined where there is none or the path is malformed.
 */
export function valueAtPath(event: unknown, path: string): unknown {
  if (!path.startsWith('$')) return undefined;
  let values = [event];
  let many = false;
  PATH_STEP.lastIndex = 1;
  while (PATH_STEP.lastIndex < path.length) {
    const match = PATH_STEP.exec(path);
    if (match === null) return undefined;
    const key = match[1] ?? match[2] ?? match[3];
    many ||= key === undefined;
    values =
      key === undefined
        ? values.flatMap((value) => (Array.isArray(value) ? value : []))
        : values.map((value) => step(value, key)).filter((value) => value !== undefined);
  }
  return many ? values : values[0];
}

/** Inside a JSON string a text goes in without its quotes, escaped; anything else as its JSON, escaped likewise. */
function insideString(value: unknown): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

function fillTemplate(template: string, lookUp: (name: string) => unknown): string {
  const isJson = /^\s*[{["]/.test(template);
  let quoted = false;
  return template.replaceAll(/\\.|"|<([\w.-]+)>/g, (token, name: string | undefined) => {
    if (token === '"') quoted = !quoted;
    if (name === undefined) return token;
    const value = lookUp(name);
    if (quoted) return insideString(value);
    if (!isJson) return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    return JSON.stringify(value ?? null);
  });
}

/**
 * What a target receives of an event, as text.
 *
 * A variable whose path finds nothing becomes `null`, or nothing inside a string. (EventBridge leaves a hole that
 * breaks the JSON; a consumer that works here on `null` has handled it.)
 */
export function targetBody(target: TargetInput, event: object, context: RuleContext): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(valueAtPath(event, target.InputPath) ?? null);
  const transformer = target.InputTransformer;
  if (transformer === undefined) return JSON.stringify(event);
  const { detail: _detail, ...withoutDetail } = event as Record<string, unknown>;
  const reserved: Record<string, unknown> = {
    'aws.events.rule-arn': context.ruleArn,
    'aws.events.rule-name': context.ruleName,
    'aws.events.event.ingestion-time': context.ingestionTime,
    'aws.events.event': withoutDetail,
    'aws.events.event.json': event,
  };
  const paths = transformer.InputPathsMap ?? {};
  return fillTemplate(transformer.InputTemplate, (name) => {
    if (Object.hasOwn(reserved, name)) return reserved[name];
    const path = Object.hasOwn(paths, name) ? paths[name] : undefined;
    return path === undefined ? undefined : valueAtPath(event, path);
  });
}
