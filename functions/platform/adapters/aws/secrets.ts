import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readEnvironment } from '../../environment.ts';
import { ConfigurationError } from '../../errors.ts';
import { calling } from './service-errors.ts';

/**
 * Reads connector secrets of this stage: `storehand/<stage>/<prefix>/<name>`.
 *
 * @param prefix as the function's manifest names it under `secrets`
 */
export function secretReader(prefix: string): (name: string) => Promise<string> {
  const client = new SecretsManagerClient({});
  return async (name) => {
    const id = `${readEnvironment('secretPrefix')}${prefix}/${name}`;
    try {
      const answer = await calling('Secrets Manager', () =>
        client.send(new GetSecretValueCommand({ SecretId: id })),
      );
      return answer.SecretString ?? '';
    } catch (error) {
      if ((error as { name?: string }).name !== 'ResourceNotFoundException') throw error;
      throw new ConfigurationError('SecretMissing', {
        en: `There is no secret ${id}. Create it in Secrets Manager, or correct its name in the settings.`,
        zh: `密钥 ${id} 不存在。请在 Secrets Manager 中创建，或更正设置中的名称。`,
      });
    }
  };
}
