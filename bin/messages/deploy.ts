import type { Says } from '../../functions/commerce/says.ts';

/** `npm run deploy`. */
export const deployTexts = {
  'deploy.help': {
    en: 'Deploys Storehand to the AWS account of your credentials.',
    zh: '将 Storehand 部署到当前凭证所属的 AWS 账户。',
  },
  'deploy.option.stage': {
    en: 'the stage: test, main, … (1 to 12 small letters and digits)',
    zh: '环境名称：test、main 等（1 至 12 个小写字母或数字）',
  },
  'deploy.option.region': {
    en: "the AWS region; left out: your profile's",
    zh: 'AWS 区域；省略时使用配置文件中的区域',
  },
  'deploy.stageWrong': {
    en: '1 to 12 small letters and digits, the first a letter; "local" is the one-machine system.',
    zh: '1 至 12 个小写字母或数字，以字母开头；“local”为本机系统专用。',
  },
  'deploy.noRegion': {
    en: 'No AWS region is known. Give --region, or set AWS_REGION.',
    zh: '未指定 AWS 区域。请使用 --region 或设置 AWS_REGION。',
  },
  'deploy.credentialsRefused': {
    en: 'AWS does not accept your credentials ({name}): {message}. Sign in again, e.g. aws sso login. Nothing was deployed.',
    zh: 'AWS 不接受当前凭证（{name}）：{message}。请重新登录，例如执行 aws sso login。未进行部署。',
  },
  'deploy.unreachable': {
    en: 'AWS does not answer in {region} ({message}). Check your network and the region. Nothing was deployed.',
    zh: 'AWS 区域 {region} 没有响应（{message}）。请检查网络和区域。未进行部署。',
  },
  'deploy.target': {
    en: 'Stage {stage} → account {account}, region {region}',
    zh: '环境 {stage} → 账户 {account}，区域 {region}',
  },
  'deploy.question': {
    en: 'Deploy it? AWS will charge this account for what is used.',
    zh: '确定部署？AWS 将按用量向该账户收费。',
  },
  'deploy.bootstrapping': {
    en: 'The account has not been prepared for CDK in this region yet: cdk bootstrap …',
    zh: '该账户在此区域尚未为 CDK 做准备，正在执行 cdk bootstrap ……',
  },
  'deploy.deploying': { en: 'Deploying all stacks …', zh: '正在部署全部堆栈 ……' },
  'deploy.cdkFailed': {
    en: 'cdk {command} failed; its message stands above. What was deployed before stays; the same command can be repeated.',
    zh: 'cdk {command} 失败，原因见上文。此前已部署的内容保持不变，可重复执行同一命令。',
  },
  'deploy.noOutputs': {
    en: 'The stacks are deployed, but {what} was not found in them. This is a fault of Storehand.',
    zh: '堆栈已部署，但其中没有找到 {what}。这是 Storehand 的缺陷。',
  },
  'deploy.consoleNotBuilt': {
    en: '{message}. Nothing was deployed. This is a fault of Storehand.',
    zh: '控制台构建失败：{message}。未进行部署。这是 Storehand 的缺陷。',
  },
  'deploy.console': { en: 'The console: {url}', zh: '控制台：{url}' },
  'deploy.done': { en: 'Deployed: {url}', zh: '已部署：{url}' },
  'deploy.written': { en: 'The connection is in {file}', zh: '连接信息已写入 {file}' },
  'deploy.next': {
    en: 'Open a store: npx storehand init --stage {stage}',
    zh: '开店：npx storehand init --stage {stage}',
  },
  'deploy.nextAgain': {
    en: 'See how it is: npx storehand status --stage {stage}',
    zh: '查看概况：npx storehand status --stage {stage}',
  },
} as const satisfies Record<string, Says>;
