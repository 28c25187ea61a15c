import { AwsError } from '../protocol/aws-error.ts';

export interface FunctionReference {
  readonly name: string;
  /** A version number, an alias or `$LATEST`; undefined where none is named. */
  readonly qualifier: string | undefined;
}

/**
 * Reads what Lambda takes as a function's name: `name`, `name:qualifier`, `account:function:name[:qualifier]` or
 * an ARN with or without a qualifier.
 * @throws AwsError `ValidationException`
 */
export function parseFunctionReference(text: string): FunctionReference {
  const prefix = text.lastIndexOf('function:');
  const plain = prefix === -1 ? text : text.slice(prefix + 'function:'.length);
  const match = /^([\w-]{1,64})(?::(\$LATEST|[\w-]+))?$/.exec(plain);
  const name = match?.[1];
  if (name === undefined) {
    throw new AwsError('ValidationException', `${text} is not the name or the ARN of a function`);
  }
  return { name, qualifier: match?.[2] };
}
