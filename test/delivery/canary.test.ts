import { randomBytes } from 'crypto';
import * as fs from 'fs';
import { ImageRepository, BuildSecret, NodejsImageAsset, NodejsImageBuild, NodejsImageDeployment, NodejsImagePipeline, PipelineSource } from '../../lib';
import { SECRET_KINDS } from '../../lib/project/secrets/secret-names';
import { smallService, temporaryDirectory } from '../temporary';
import { synthesize } from './delivery-stack';

const RUN = randomBytes(6).toString('hex');
const CANARY = `canary-${RUN}`;

/** Every entry of the table of secrets at the top and below, and what may enter, by which the search is known to work. */
const FILES = {
  'seen.txt': `seen-${RUN}`,
  '.npmrc': '//registry.example.com/:_authToken=${NPM_TOKEN}',
  'tls.crt': `-----BEGIN EC PRIVATE KEY-----\n${CANARY}\n-----END EC PRIVATE KEY-----\n`,
  ...Object.fromEntries(SECRET_KINDS.flatMap(({ names }) => names).map(name => name.replace(/\*/g, 'x')).flatMap(name => [
    [name, CANARY], [`lib/deep/er/${name}`, CANARY], [`lib/deep/directory/${name}/${CANARY}.js`, CANARY],
  ])),
};

test('no secret of a project, and none that a build is given, is in what a synthesis writes: templates, contexts, manifests of assets, programs', () => {
  const directory = smallService(FILES);
  const outdir = temporaryDirectory();
  process.env.NPM_TOKEN = CANARY;
  const props = { directory, buildSecrets: [BuildSecret.environment('NPM_TOKEN')] };
  const { text } = synthesize(stack => {
    const repository = new ImageRepository(stack, 'Images');
    new NodejsImageAsset(stack, 'Asset', props);
    new NodejsImageDeployment(stack, 'Deployed', { ...props, repository });
    new NodejsImageBuild(stack, 'Built', { directory, repository });
    new NodejsImagePipeline(stack, 'Pipeline', { source: PipelineSource.gitHub('team/api', { connectionArn: 'arn:aws:codeconnections:us-east-1:123456789012:connection/0f0e0d0c' }), directory });
  }, outdir);
  delete process.env.NPM_TOKEN;

  expect(text()).toContain(`seen-${RUN}`);
  expect(text()).not.toContain(CANARY);
  expect((fs.readdirSync(outdir, { recursive: true }) as string[]).filter(name => name.includes(CANARY))).toEqual([]);
});
