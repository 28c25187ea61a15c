declare module 'asl-validator' {
  /** Checks a definition against the language's JSON schema. */
  export default function aslValidator(
    definition: unknown,
    options: { checkPaths: boolean; checkArn: boolean },
  ): { isValid: boolean; errors: unknown[]; errorsText(): string };
}
